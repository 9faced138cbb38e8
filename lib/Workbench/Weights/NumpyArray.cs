using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Weights;

/// <summary>One <c>.npy</c> array: a magic text, a version, a Python dictionary as text, then the numbers.</summary>
internal static partial class NumpyArray
{
    private const int LargestHeader = 10_000; // NumPy's own limit

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether the stream starts with NumPy's magic text. It stays at 0.</summary>
    public static bool Begins(Stream file)
    {
        Span<byte> start = stackalloc byte[6];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == start.Length && start.SequenceEqual(Magic);
    }

    /// <summary>Reads an array that fills <paramref name="length"/> bytes.</summary>
    /// <exception cref="InvalidDataException">It breaks the format; the message says where.</exception>
    public static Tensor Read(Stream stream, long length)
    {
        byte[] start = new byte[8];
        stream.ReadExactly(start);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic) || start[6] is < 1 or > 3)
        {
            throw new InvalidDataException("it is no .npy array of version 1 to 3");
        }

        byte[] size = new byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        uint headerLength = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (headerLength > LargestHeader)
        {
            throw new InvalidDataException($"its header claims {headerLength} bytes; NumPy reads {LargestHeader}");
        }

        byte[] text = new byte[headerLength];
        stream.ReadExactly(text);
        (ElementType type, bool fortran, long[] shape) = Parse(Encoding.UTF8.GetString(text));
        long? bytes = TensorBytes.Count(shape, type.Bytes);
        long rest = length - start.Length - size.Length - headerLength;
        if (bytes != rest)
        {
            throw new InvalidDataException($"its shape ({string.Join(", ", shape)}) of {type.Torch} takes {bytes?.ToString(CultureInfo.InvariantCulture) ?? "too many"} bytes, and it holds {rest}");
        }

        if (!fortran)
        {
            return TensorBytes.Read(stream, shape, type.Torch);
        }

        // Column-major numbers are the row-major numbers of the array with its axes reversed.
        using Tensor reversed = TensorBytes.Read(stream, [.. shape.Reverse()], type.Torch);
        using Tensor view = reversed.permute([.. Enumerable.Range(0, shape.Length).Reverse().Select(axis => (long)axis)]);
        return view.clone();
    }

    private static (ElementType Type, bool Fortran, long[] Shape) Parse(string header)
    {
        if (Header().Match(header) is not { Success: true } match)
        {
            throw new InvalidDataException($"its header is not one of plain numbers: {header.Trim()}");
        }

        string type = match.Groups["type"].Value;
        string order = match.Groups["order"].Value;
        if (order == ">")
        {
            throw new InvalidDataException($"its numbers are big-endian ({order}{type}); save them as '<{type}'");
        }

        ElementType element = ElementType.All.FirstOrDefault(known => known.Numpy == type)
            ?? throw new InvalidDataException($"its numbers are '{order}{type}'; readable are {string.Join(", ", ElementType.All.Select(known => known.Numpy).OfType<string>())}");
        string[] sizes = match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] shape = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (shape.Length > 64 || !long.TryParse(sizes[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw new InvalidDataException($"its shape ({match.Groups["shape"].Value}) is not one of up to 64 whole numbers");
            }
        }

        return (element, match.Groups["fortran"].Value == "True", shape);
    }

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<order>[<>|=])(?<type>\w+)',\s*'fortran_order':\s*(?<fortran>True|False),\s*'shape':\s*\((?<shape>[^)]*)\),?\s*\}\s*$")]
    private static partial Regex Header();
}

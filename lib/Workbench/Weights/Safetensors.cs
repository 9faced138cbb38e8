using System.Buffers.Binary;
using System.Text.Json;

namespace Workbench.Weights;

/// <summary>
/// Reads and writes <c>.safetensors</c>: 8 bytes of header length, a JSON header with each tensor's type, shape and place,
/// then the numbers, little-endian and row-major.
/// </summary>
/// <remarks>
/// The reader takes what the format's own library takes and nothing more: tensors that fill the data exactly, without holes or
/// overlaps, and no key twice. Nothing is allocated before the header has been checked against the file's length.
/// </remarks>
public static class Safetensors
{
    /// <summary>Reads every tensor of a file, in the header's order, onto the CPU.</summary>
    /// <param name="path">A <c>.safetensors</c> file.</param>
    /// <returns>Tensors by name. The caller owns them.</returns>
    /// <exception cref="WeightFileException">The file is missing or breaks the format.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path) => WeightFile.Guarded(path, () =>
    {
        using FileStream file = File.OpenRead(path);
        SafetensorsHeader header = ReadHeader(path, file);
        using DisposeScope scope = torch.NewDisposeScope();
        OrderedDictionary<string, Tensor> tensors = [];
        foreach (SafetensorsEntry entry in header.Entries)
        {
            file.Position = header.DataStart + entry.Start;
            try
            {
                tensors.Add(entry.Name, TensorBytes.Read(file, entry.Shape, entry.Type.Torch));
            }
            catch (InvalidDataException error)
            {
                throw new WeightFileException(path, $"'{entry.Name}' {error.Message}", error);
            }
        }

        foreach (Tensor tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return tensors;
    });

    /// <summary>Reads only the header's free text, such as <c>format</c> = <c>pt</c>.</summary>
    /// <param name="path">A <c>.safetensors</c> file.</param>
    /// <returns>Texts by key; empty where the file has none.</returns>
    /// <exception cref="WeightFileException">The file is missing or breaks the format.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) => WeightFile.Guarded(path, () =>
    {
        using FileStream file = File.OpenRead(path);
        return ReadHeader(path, file).Metadata;
    });

    /// <summary>
    /// Writes tensors under their names; Python's <c>safetensors.torch.load_file</c> reads the result. The file is written beside
    /// <paramref name="path"/> and then renamed, so that a crash leaves the old one whole.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="tensors">Tensors of any device and strides. Shared storage is written once for each name.</param>
    /// <param name="metadata">Free text for the header; <c>format</c> = <c>pt</c> is added where it is missing.</param>
    /// <exception cref="WeightFileException">The file cannot be written, or a tensor is of a type the format lacks.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        WeightFile.Guarded(path, () =>
        {
            List<KeyValuePair<string, Tensor>> entries = [.. tensors];
            // Widest numbers first, so that each tensor starts at a multiple of its own width: Python maps them in place.
            List<KeyValuePair<string, Tensor>> placed = [.. entries.OrderByDescending(entry => TypeOf(path, entry).Bytes)];
            byte[] header = WriteHeader(path, entries, placed, metadata ?? new Dictionary<string, string>());
            WeightFile.WriteBeside(path, stream =>
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                stream.Write(length);
                stream.Write(header);
                foreach ((_, Tensor tensor) in placed)
                {
                    TensorBytes.Write(stream, tensor);
                }
            });
            return path;
        });

    private static SafetensorsHeader ReadHeader(string path, FileStream file)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.Length < prefix.Length)
        {
            throw new WeightFileException(path, $"a safetensors file starts with 8 bytes of header length, and this one has {file.Length} bytes");
        }

        file.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.LargestLength)
        {
            throw new WeightFileException(path, $"its first 8 bytes give a header of {length} bytes; the format allows {SafetensorsHeader.LargestLength}, so this is no safetensors file");
        }

        if ((long)length > file.Length - prefix.Length)
        {
            throw new WeightFileException(path, $"it is cut off: a header of {length} bytes is announced and {file.Length - prefix.Length} bytes follow");
        }

        byte[] json = new byte[length];
        file.ReadExactly(json);
        try
        {
            return SafetensorsHeader.Parse(json, file.Length);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new WeightFileException(path, $"in its header, {error.Message.TrimEnd('.')}", error);
        }
    }

    private static byte[] WriteHeader(
        string path,
        List<KeyValuePair<string, Tensor>> entries,
        List<KeyValuePair<string, Tensor>> placed,
        IReadOnlyDictionary<string, string> metadata)
    {
        Dictionary<string, (long Start, long End)> places = [];
        long end = 0;
        foreach (KeyValuePair<string, Tensor> entry in placed)
        {
            long start = end;
            end += entry.Value.numel() * TypeOf(path, entry).Bytes;
            if (entry.Key == SafetensorsHeader.MetadataKey || !places.TryAdd(entry.Key, (start, end)))
            {
                throw new WeightFileException(path, $"a tensor cannot be named '{entry.Key}': the name is taken");
            }
        }

        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata.ContainsKey("format") ? metadata : metadata.Append(new("format", "pt")))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            foreach (KeyValuePair<string, Tensor> entry in entries)
            {
                (long start, long stop) = places[entry.Key];
                json.WriteStartObject(entry.Key);
                json.WriteString("dtype", TypeOf(path, entry).Safetensors);
                WriteNumbers(json, "shape", entry.Value.shape);
                WriteNumbers(json, "data_offsets", [start, stop]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (bytes.Length % 8 != 0)
        {
            bytes.WriteByte((byte)' '); // the numbers start on 8 bytes
        }

        return bytes.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static ElementType TypeOf(string path, KeyValuePair<string, Tensor> entry) =>
        ElementType.Of(entry.Value.dtype) is { } type && type.Torch != torch.ScalarType.ComplexFloat64
            ? type
            : throw new WeightFileException(path, $"'{entry.Key}' is {entry.Value.dtype}, which a safetensors file cannot hold");
}

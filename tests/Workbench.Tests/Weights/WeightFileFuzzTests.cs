using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using CsCheck;
using TorchSharp;
using Workbench.Weights;

namespace Workbench.Tests.Weights;

/// <summary>
/// Good files with a few bytes changed, cut, doubled or moved. Whatever comes of it, reading gives tensors or a
/// <see cref="WeightFileException"/> that names the file, soon, and takes memory in proportion to the file.
/// </summary>
public sealed class WeightFileFuzzTests : IDisposable
{
    private const int Rounds = 500;

    private static readonly Gen<Mutation[]> Mutations = Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Int[0, 255], Gen.Int[1, 40])
        .Select((kind, place, value, length) => new Mutation(kind, place, (byte)value, length)).Array[1, 4];

    private readonly string folder = Directory.CreateTempSubdirectory("fuzz-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a.safetensors")]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    public void ADamagedFileIsReadOrRefusedAndNothingElse(string name)
    {
        byte[] whole = Valid(name);
        string path = Path.Combine(folder, name);
        int refused = 0;
        Stopwatch clock = Stopwatch.StartNew();

        Mutations.Sample(
            mutations =>
            {
                byte[] bytes = mutations.Aggregate(whole, (file, mutation) => mutation.Apply(file));
                File.WriteAllBytes(path, bytes);
                refused += Read(path, bytes.Length) ? 0 : 1;
            },
            iter: Rounds,
            threads: 1);

        Assert.InRange(refused, Rounds / 20, Rounds); // the mutations do damage
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("a.safetensors")]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    public void AFileCutOffAnywhereIsRefused(string name)
    {
        byte[] whole = Valid(name);
        string path = Path.Combine(folder, name);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.False(Read(path, length), $"{length} of {whole.Length} bytes were read");
        }

        File.WriteAllBytes(path, whole);
        Assert.True(Read(path, whole.Length));
    }

    [Fact]
    public void RandomHeadersAreReadOrRefused()
    {
        // Tokens of real headers in random order reach further into the parser than random bytes do.
        string[] tokens = ["{", "}", "[", "]", ":", ",", "\"a\"", "\"dtype\"", "\"F32\"", "\"shape\"", "\"data_offsets\"", "0", "8", "-1", "1e9", "9223372036854775807", "\"__metadata__\"", "null", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}"];
        string path = Path.Combine(folder, "a.safetensors");

        Gen.Int[0, tokens.Length - 1].Select(at => tokens[at]).Array[1, 30].Sample(
            parts =>
            {
                byte[] header = Encoding.UTF8.GetBytes("{" + string.Concat(parts));
                byte[] length = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                File.WriteAllBytes(path, [.. length, .. header, .. new byte[8]]);
                Read(path, header.Length + 16);
            },
            iter: Rounds,
            threads: 1);
    }

    [Fact]
    public void RandomPicklesOfRealOpcodesAreReadOrRefused()
    {
        byte[][] opcodes =
        [
            .. "N(.)]}aesutRbQtc0hq"u8.ToArray().Select(opcode => new[] { opcode }), [0x85], [0x86], [0x87], [0x88], [0x94], [(byte)'K', 1], [(byte)'h', 0], [(byte)'q', 0],
            [(byte)'X', 1, 0, 0, 0, (byte)'a'], new PickleBytes().Global("collections", "OrderedDict").End()[2..^1],
            new PickleBytes().Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1]).End()[2..^1], [0x8A, 1, 5],
        ];
        string path = Path.Combine(folder, "zip.pth");

        Gen.Int[0, opcodes.Length - 1].Select(at => opcodes[at]).Array[1, 40].Sample(
            parts =>
            {
                byte[] zip = PickleBytes.Zip([0x80, 2, .. parts.SelectMany(part => part), (byte)'.'], ("data/0", new byte[24]));
                File.WriteAllBytes(path, zip);
                Read(path, zip.Length);
            },
            iter: Rounds,
            threads: 1);
    }

    [Fact]
    public void AZipBombIsRefusedBeforeItExpands()
    {
        string path = Path.Combine(folder, "bomb.npz");
        byte[] array = [.. Npy("<f4", "(67108864,)"), .. new byte[1 << 20]];
        using (FileStream file = File.Create(path))
        using (ZipArchive zip = new(file, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("a.npy", CompressionLevel.Optimal).Open();
            entry.Write(array.AsSpan(0, array.Length - (1 << 20)));
            for (int i = 0; i < 256; i++)
            {
                entry.Write(array.AsSpan(array.Length - (1 << 20)));
            }
        }

        WeightFileException error = Assert.Throws<WeightFileException>(() => WeightFile.Read(path));

        Assert.True(new FileInfo(path).Length < 1 << 20);
        Assert.Contains("zip bomb", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Reads a file that may be damaged; true where tensors came out.</summary>
    private static bool Read(string path, long length)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool read;
        try
        {
            WeightFile.Read(path);
            read = true;
        }
        catch (WeightFileException error)
        {
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            read = false;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000 + (100 * length));
        return read;
    }

    private static byte[] Valid(string name)
    {
        byte[] numbers = PickleBytes.Floats(0, 1, 2, 3, 4, 5);
        bool legacy = name == "legacy.pth";
        byte[] pickle = new PickleBytes().Op('}').Op('(').Text("a").Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1], legacy)
            .Text("b").Tensor("FloatStorage", "0", 6, 2, [2], [1], legacy).Op('u').End();
        switch (name)
        {
            case "zip.pth":
                return PickleBytes.Zip(pickle, ("data/0", numbers), ("version", "3\n"u8.ToArray()));
            case "legacy.pth":
                return [.. PickleBytes.Magic, .. PickleBytes.Version, .. PickleBytes.Machine(littleEndian: true), .. pickle,
                    .. new PickleBytes().Op(']').Text("0").Op('a').End(), .. PickleBytes.LegacyStorage(6, numbers)];
            case "a.npy":
                return [.. Npy("<f4", "(2, 3)"), .. numbers];
            case "a.npz":
                using (MemoryStream stream = new())
                {
                    using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
                    {
                        using Stream entry = zip.CreateEntry("a.npy", CompressionLevel.Optimal).Open();
                        entry.Write([.. Npy("<f4", "(2, 3)"), .. numbers]);
                    }

                    return stream.ToArray();
                }

            default:
                byte[] header = Encoding.UTF8.GetBytes("""{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}""");
                return [.. BitConverter.GetBytes((long)header.Length), .. header, .. numbers];
        }
    }

    private static byte[] Npy(string type, string shape)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header];
    }

    /// <summary>A change at a relative place: set a byte, set eight to a huge number, cut, double or remove a piece.</summary>
    private sealed record Mutation(int Kind, double Place, byte Value, int Length)
    {
        public byte[] Apply(byte[] file)
        {
            if (file.Length == 0)
            {
                return file;
            }

            int at = Math.Min((int)(Place * file.Length), file.Length - 1), end = Math.Min(at + Length, file.Length);
            byte[] changed = [.. file];
            switch (Kind)
            {
                case 0:
                    changed[at] = Value;
                    return changed;
                case 1:
                    changed.AsSpan(at, Math.Min(8, file.Length - at)).Fill(Value > 127 ? (byte)0xFF : (byte)0x7F);
                    return changed;
                case 2:
                    return changed[..at];
                case 3:
                    return [.. changed[..end], .. changed[at..]];
                default:
                    return [.. changed[..at], .. changed[end..]];
            }
        }
    }
}

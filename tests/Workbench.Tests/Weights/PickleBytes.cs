using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Workbench.Tests.Weights;

/// <summary>Writes the opcodes of a pickle by hand, so that a test can make files PyTorch would and files it would not.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> written = [0x80, 2];

    public static byte[] Magic { get; } = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    public static byte[] Version { get; } = new PickleBytes().Number(1001).End();

    public static byte[] Machine(bool littleEndian) => new PickleBytes().Op('}').Op('(').Text("protocol_version").Number(1001)
        .Text("little_endian").Byte(littleEndian ? 0x88 : 0x89).Op('u').End();

    public PickleBytes Op(char opcode) => Byte(opcode);

    public PickleBytes Byte(int value)
    {
        written.Add((byte)value);
        return this;
    }

    public PickleBytes Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X').Raw(BitConverter.GetBytes(utf8.Length)).Raw(utf8);
    }

    public PickleBytes Number(int value) => Op('J').Raw(BitConverter.GetBytes(value));

    public PickleBytes Long(long value) => Byte(0x8A).Byte(8).Raw(BitConverter.GetBytes(value));

    public PickleBytes Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleBytes Longs(params long[] values)
    {
        Op('(');
        foreach (long value in values)
        {
            Long(value);
        }

        return Op('t');
    }

    /// <summary>A call of <c>_rebuild_tensor_v2</c> as torch.save writes it.</summary>
    public PickleBytes Tensor(string storageClass, string key, long elements, long offset, long[] shape, long[] strides, bool legacy = false)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(');
        Op('(').Text("storage").Global("torch", storageClass).Text(key).Text("cpu").Long(elements);
        if (legacy)
        {
            Op('N'); // no view of another storage
        }

        Op('t').Op('Q');
        return Long(offset).Longs(shape).Longs(strides).Byte(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');
    }

    public PickleBytes Raw(params byte[] more)
    {
        written.AddRange(more);
        return this;
    }

    public byte[] End() => [.. written, (byte)'.'];

    /// <summary>A zip as torch.save writes it: nothing compressed, all in one folder.</summary>
    public static byte[] Zip(byte[] pickle, params (string Name, byte[] Bytes)[] entries) => Zip(CompressionLevel.NoCompression, pickle, entries);

    public static byte[] Zip(CompressionLevel level, byte[] pickle, params (string Name, byte[] Bytes)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries.Prepend(("data.pkl", pickle)))
            {
                using Stream entry = zip.CreateEntry($"archive/{name}", level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>One storage as the older format writes it behind the pickles: its length, then its numbers.</summary>
    public static byte[] LegacyStorage(long elements, byte[] numbers)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, elements);
        return [.. length, .. numbers];
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}

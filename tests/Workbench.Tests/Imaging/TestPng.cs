using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Workbench.Tests.Imaging;

/// <summary>Builds PNG files piece by piece, the odd and the broken ones included.</summary>
internal static class TestPng
{
    /// <summary>A PNG whose rows are given as they are to be stored, without filter bytes.</summary>
    public static byte[] Build(int width, int height, int depth, int colorType, byte[][] rows, params (string Type, byte[] Data)[] extra) =>
        Build(width, height, depth, colorType, rows, interlaced: false, extra);

    public static byte[] Build(int width, int height, int depth, int colorType, byte[][] rows, bool interlaced, params (string Type, byte[] Data)[] extra)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (byte[] row in rows)
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }

        byte[] header = Header(width, height, depth, colorType);
        header[12] = (byte)(interlaced ? 1 : 0);
        return Assemble([("IHDR", header), .. extra, ("IDAT", packed.ToArray()), ("IEND", [])]);
    }

    public static byte[] Header(int width, int height, int depth, int colorType)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)colorType);
        return header;
    }

    public static byte[] Assemble(params (string Type, byte[] Data)[] chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        foreach ((string type, byte[] data) in chunks)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
            file.Write(BigEndian((uint)data.Length));
            file.Write(body);
            file.Write(BigEndian(Crc(body)));
        }

        return file.ToArray();
    }

    /// <summary>The chunk that carries a colour profile.</summary>
    public static (string Type, byte[] Data) ColorProfile(byte[] icc)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(icc);
        }

        return ("iCCP", [(byte)'x', 0, 0, .. packed.ToArray()]);
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 1 ? 0xEDB88320 : 0);
            }
        }

        return ~crc;
    }
}

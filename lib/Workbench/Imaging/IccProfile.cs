using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Workbench.Imaging;

/// <summary>The colour profile that a picture file carries, as far as a reader needs to speak of it.</summary>
/// <param name="Name">What the profile calls itself, such as "Display P3".</param>
/// <param name="Space">The colour space of its numbers: RGB, GRAY, CMYK, …</param>
/// <param name="Bytes">The profile itself.</param>
internal sealed record IccProfile(string Name, string Space, byte[] Bytes)
{
    private const int MostBytes = 16 << 20;

    /// <summary>Finds the profile in a PNG (iCCP), JPEG (APP2), WebP (ICCP), GIF (ICCRGBG1) or BMP (version 5) file.</summary>
    /// <param name="file">The bytes of the file; may be damaged.</param>
    /// <returns>The profile, or null where there is none to be found.</returns>
    public static IccProfile? Find(ReadOnlySpan<byte> file)
    {
        try
        {
            byte[]? bytes = file switch
            {
                [0x89, (byte)'P', ..] => FromPng(file),
                [0xff, 0xd8, ..] => FromJpeg(file),
                [(byte)'R', (byte)'I', ..] => FromWebp(file),
                [(byte)'G', (byte)'I', ..] => FromGif(file),
                [(byte)'B', (byte)'M', ..] => FromBmp(file),
                _ => null,
            };
            return bytes is null ? null : new IccProfile(NameOf(bytes), SpaceOf(bytes), bytes);
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or InvalidDataException or OverflowException)
        {
            return null; // Damaged: the decoder speaks of that.
        }
    }

    private static byte[]? FromPng(ReadOnlySpan<byte> file)
    {
        PngChunk chunk = PngChunk.All(file).Find(c => c.Type == "iCCP");
        if (chunk.Length == 0)
        {
            return null;
        }

        // name, 0, compression method, zlib data
        ReadOnlySpan<byte> data = file.Slice(chunk.Start, chunk.Length);
        using var compressed = new MemoryStream(data[(data.IndexOf((byte)0) + 2)..].ToArray());
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        byte[] bytes = new byte[MostBytes];
        int length = inflated.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }

    private static byte[]? FromJpeg(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> label = "ICC_PROFILE\0"u8;
        var parts = new SortedDictionary<int, byte[]>();
        for (int at = 2; at + 4 <= file.Length && file[at] == 0xff && file[at + 1] != 0xda;) // 0xda: the pixels begin
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            ReadOnlySpan<byte> segment = file.Slice(at + 4, length - 2);
            if (file[at + 1] == 0xe2 && segment.StartsWith(label))
            {
                parts[segment[label.Length]] = segment[(label.Length + 2)..].ToArray();
            }

            at += 2 + length;
        }

        return parts.Count == 0 ? null : [.. parts.Values.SelectMany(part => part)];
    }

    private static byte[]? FromWebp(ReadOnlySpan<byte> file)
    {
        for (int at = 12; at + 8 <= file.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]));
            if (file.Slice(at, 4).SequenceEqual("ICCP"u8))
            {
                return file.Slice(at + 8, length).ToArray();
            }

            at = checked(at + 8 + length + (length & 1));
        }

        return null;
    }

    private static byte[]? FromGif(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> label = "ICCRGBG1012"u8;
        int at = file.IndexOf(label);
        if (at < 0)
        {
            return null;
        }

        var bytes = new List<byte>();
        for (int block = at + label.Length; file[block] != 0; block += 1 + file[block])
        {
            bytes.AddRange(file.Slice(block + 1, file[block]));
        }

        return [.. bytes];
    }

    private static byte[]? FromBmp(ReadOnlySpan<byte> file)
    {
        const int InfoHeader = 14;
        bool embedded = BinaryPrimitives.ReadInt32LittleEndian(file[InfoHeader..]) >= 124 && file.Slice(InfoHeader + 56, 4).SequenceEqual("DEBM"u8);
        return embedded
            ? file.Slice(InfoHeader + BinaryPrimitives.ReadInt32LittleEndian(file[(InfoHeader + 112)..]), BinaryPrimitives.ReadInt32LittleEndian(file[(InfoHeader + 116)..])).ToArray()
            : null;
    }

    private static string SpaceOf(ReadOnlySpan<byte> profile) => profile.Length < 128 ? "unknown" : Encoding.ASCII.GetString(profile.Slice(16, 4)).Trim();

    // The tag 'desc': plain text in version 2 profiles, localised UTF-16 in version 4.
    private static string NameOf(ReadOnlySpan<byte> profile)
    {
        try
        {
            int tags = BinaryPrimitives.ReadInt32BigEndian(profile[128..]);
            for (int i = 0; i < tags; i++)
            {
                ReadOnlySpan<byte> tag = profile.Slice(132 + (12 * i), 12);
                if (tag[..4].SequenceEqual("desc"u8))
                {
                    ReadOnlySpan<byte> text = profile[BinaryPrimitives.ReadInt32BigEndian(tag[4..])..];
                    return text[..4].SequenceEqual("mluc"u8)
                        ? Encoding.BigEndianUnicode.GetString(text.Slice(BinaryPrimitives.ReadInt32BigEndian(text[24..]), BinaryPrimitives.ReadInt32BigEndian(text[20..])))
                        : Encoding.ASCII.GetString(text.Slice(12, BinaryPrimitives.ReadInt32BigEndian(text[8..]))).TrimEnd('\0');
                }
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            // A profile too damaged to name itself.
        }

        return "unnamed";
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace Workbench.Imaging;

/// <summary>
/// Reads the samples of a PNG with 16 bits a channel, which Skia cuts to 8. Grey or RGB, with or without alpha, interlaced or not;
/// written after the PNG specification (W3C, third edition), sections 7 to 10.
/// </summary>
internal sealed class Png16
{
    // Adam7: first row, first column, row step, column step of each pass.
    private static readonly (int Row, int Column, int RowStep, int ColumnStep)[] Passes =
        [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)];

    private readonly int width, height, channels;
    private readonly bool interlaced;
    private readonly byte[]? transparent; // the samples of the one colour that tRNS declares transparent
    private readonly Stream samples;

    private Png16(ReadOnlySpan<byte> header, byte[]? transparent, Stream samples)
    {
        width = BinaryPrimitives.ReadInt32BigEndian(header);
        height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        channels = header[9] switch { 0 => 1, 2 => 3, 4 => 2, 6 => 4, _ => throw new InvalidDataException("16 bits go with grey or RGB only") };
        interlaced = header[12] == 1;
        this.transparent = transparent;
        this.samples = samples;
    }

    /// <summary>Whether the bytes are a PNG with 16 bits a channel.</summary>
    /// <param name="file">The bytes of a file.</param>
    /// <returns>True for such a PNG.</returns>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length > 33 && file[1..4].SequenceEqual("PNG"u8) && file[12..16].SequenceEqual("IHDR"u8) && file[24] == 16;

    /// <summary>Reads all samples.</summary>
    /// <param name="file">The bytes of a PNG for which <see cref="Is"/> holds, its size checked.</param>
    /// <returns>R G B A of each pixel, 0..1, straight alpha, row by row.</returns>
    /// <exception cref="InvalidDataException">The samples are damaged.</exception>
    /// <exception cref="EndOfStreamException">The file ends before the picture does.</exception>
    public static float[] Read(ReadOnlySpan<byte> file)
    {
        using var compressed = new MemoryStream();
        byte[]? transparent = null;
        foreach (PngChunk chunk in PngChunk.All(file))
        {
            ReadOnlySpan<byte> data = file.Slice(chunk.Start, chunk.Length);
            if (chunk.Type == "IDAT")
            {
                compressed.Write(data);
            }
            else if (chunk.Type == "tRNS")
            {
                transparent = data.ToArray();
            }
        }

        // Deflate packs at most 1032 to one: a short file that claims a large picture is found out before memory is taken.
        long needed = (long)BinaryPrimitives.ReadUInt32BigEndian(file[16..]) * BinaryPrimitives.ReadUInt32BigEndian(file[20..]) * 2;
        if (compressed.Length * 1032 < needed)
        {
            throw new EndOfStreamException();
        }

        compressed.Position = 0;
        using var samples = new ZLibStream(compressed, CompressionMode.Decompress);
        return new Png16(file.Slice(16, 13), transparent, samples).Read();
    }

    private float[] Read()
    {
        float[] rgba = new float[checked(width * height * 4)];
        foreach ((int row, int column, int rowStep, int columnStep) in interlaced ? Passes : [(0, 0, 1, 1)])
        {
            int columns = (width - column + columnStep - 1) / columnStep;
            if (columns <= 0)
            {
                continue;
            }

            int step = channels * 2;
            byte[] line = new byte[columns * step], above = new byte[columns * step];
            for (int y = row; y < height; y += rowStep)
            {
                int filter = samples.ReadByte();
                samples.ReadExactly(line);
                Unfilter(filter, line, above, step);
                for (int i = 0; i < columns; i++)
                {
                    Spread(line.AsSpan(i * step, step), rgba.AsSpan(4 * ((y * width) + column + (i * columnStep)), 4));
                }

                (line, above) = (above, line);
            }
        }

        return rgba;
    }

    private void Spread(ReadOnlySpan<byte> sample, Span<float> rgba)
    {
        bool grey = channels <= 2;
        for (int c = 0; c < 3; c++)
        {
            rgba[c] = Level(sample, grey ? 0 : c);
        }

        rgba[3] = channels is 2 or 4 ? Level(sample, channels - 1) : transparent is not null && sample.SequenceEqual(transparent) ? 0 : 1;
    }

    private static float Level(ReadOnlySpan<byte> sample, int channel) => BinaryPrimitives.ReadUInt16BigEndian(sample[(2 * channel)..]) / 65535f;

    private static void Unfilter(int filter, byte[] line, byte[] above, int step)
    {
        for (int i = 0; i < line.Length; i++)
        {
            int a = i >= step ? line[i - step] : 0, b = above[i], c = i >= step ? above[i - step] : 0;
            line[i] += (byte)(filter switch
            {
                0 => 0,
                1 => a,
                2 => b,
                3 => (a + b) / 2,
                4 => Paeth(a, b, c),
                -1 => throw new EndOfStreamException(),
                _ => throw new InvalidDataException($"a row has filter {filter}, and there are 0 to 4"),
            });
        }
    }

    private static int Paeth(int a, int b, int c)
    {
        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
}

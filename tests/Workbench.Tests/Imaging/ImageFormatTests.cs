using System.Buffers.Binary;
using SkiaSharp;
using TorchSharp;
using Workbench.Imaging;
using Workbench.Testing;
using static TorchSharp.torch;

namespace Workbench.Tests.Imaging;

/// <summary>What files say about themselves: formats, depth, alpha, orientation, colour profiles.</summary>
public sealed class ImageFormatTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("cmyk.jpg", 0.06)]
    [InlineData("two-frames.gif", 0.2)] // 32 colours; the second frame is the first, mirrored
    [InlineData("gradient.bmp", 0.0001)]
    public void The_same_gradient_comes_out_of_every_format(string name, double tolerance)
    {
        Tensor image = ImageFile.Load(Sample(name));
        Tensor x = arange(32, float32) * 8, y = (arange(24, float32) * 10).unsqueeze(1);
        Tensor expected = stack([x.expand(24, -1), y.expand(-1, 32), 255 - x.expand(24, -1)]) / 255;
        Assert.Equal<long>([3, 24, 32], image.shape);
        Assert.True(LargestDifference(image, expected) < tolerance);
    }

    [Fact]
    public void Transparent_pixels_lie_over_white()
    {
        byte[] row = [255, 0, 0, 255, 255, 0, 0, 128, 255, 0, 0, 0]; // opaque, half and no red
        Tensor image = ImageFile.Decode(TestPng.Build(3, 1, 8, 6, [row]));
        Assert.Equal([1f, 1f, 1f], image[0, 0].data<float>());
        Assert.Equal([0f, 127 / 255f, 1f], image[1, 0].data<float>().Select(v => MathF.Round(v, 6)), Close);
    }

    [Fact]
    public void A_grey_picture_has_three_equal_channels()
    {
        Tensor image = ImageFile.Decode(TestPng.Build(3, 1, 8, 0, [[0, 100, 255]]));
        Assert.Equal<long>([3, 1, 3], image.shape);
        Assert.True(LargestDifference(image, tensor(new float[] { 0, 100 / 255f, 1 }).expand(3, 1, 3)) == 0);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    [InlineData(6, 4)]
    public void Sixteen_bits_are_kept(int colorType, int channels)
    {
        // Neighbouring levels that eight bits cannot tell apart; alpha, where there is one, full.
        ushort[] levels = [1, 2, 300, 301, 65534, 65535];
        byte[] row = new byte[levels.Length * channels * 2];
        for (int i = 0; i < levels.Length * channels; i++)
        {
            bool alpha = channels is 2 or 4 && i % channels == channels - 1;
            BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * i), alpha ? ushort.MaxValue : levels[i / channels]);
        }

        Tensor image = ImageFile.Decode(TestPng.Build(levels.Length, 1, 16, colorType, [row]));
        Tensor expected = tensor(levels.Select(v => v / 65535f).ToArray()).expand(3, 1, -1);
        Assert.True(LargestDifference(image, expected) < 1e-7);
    }

    [Fact]
    public void Sixteen_bits_with_half_transparency_lie_over_white()
    {
        byte[] row = [0, 0, 0x80, 0];
        float value = ImageFile.Decode(TestPng.Build(1, 1, 16, 4, [row]))[0, 0, 0].item<float>();
        Assert.Equal(1 - (32768 / 65535f), value, 1e-6);
    }

    [Fact]
    public void An_interlaced_picture_of_sixteen_bits_is_put_together_again()
    {
        // Adam7 of 5 × 3 pixels by hand: pass, its rows, each row its pixels' numbers in reading order of the whole.
        int[][][] passes = [[[0]], [[4]], [], [[2]], [[10, 12, 14]], [[1, 3], [11, 13]], [[5, 6, 7, 8, 9]]];
        byte[][] rows = [.. passes.SelectMany(pass => pass).Select(row => row.SelectMany(pixel => new byte[] { (byte)pixel, (byte)(pixel * 7) }).ToArray())];
        byte[] file = TestPng.Build(5, 3, 16, 0, rows, interlaced: true);
        Tensor image = ImageFile.Decode(file);
        Tensor expected = tensor(Enumerable.Range(0, 15).Select(v => ((v * 256) + (v * 7)) / 65535f).ToArray()).reshape(3, 5);
        Assert.True(LargestDifference(image, expected.expand(3, -1, -1)) < 1e-7);
    }

    [Theory]
    [InlineData(1, "ab cd ef")]
    [InlineData(2, "ba dc fe")]
    [InlineData(3, "fe dc ba")]
    [InlineData(4, "ef cd ab")]
    [InlineData(5, "ace bdf")]
    [InlineData(6, "eca fdb")]
    [InlineData(7, "fdb eca")]
    [InlineData(8, "bdf ace")]
    public void The_exif_orientation_is_applied(int orientation, string expected)
    {
        // Six grey tiles a to f of 16 × 16 pixels, stored as "ab cd ef".
        Tensor tiles = linspace(0, 1, 6).reshape(3, 2).repeat_interleave(16, 0).repeat_interleave(16, 1);
        byte[] jpeg = WithOrientation(EncodeJpeg(tiles), orientation);
        Tensor image = ImageFile.Decode(jpeg);
        string[] rows = [.. Enumerable.Range(0, (int)image.shape[1] / 16).Select(r => string.Concat(
            Enumerable.Range(0, (int)image.shape[2] / 16).Select(c => (char)('a' + (int)MathF.Round(image[0, (16 * r) + 8, (16 * c) + 8].item<float>() * 5)))))];
        Assert.Equal(expected, string.Join(' ', rows));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_colour_profile_is_converted(int depth)
    {
        // A profile whose gamma is 1: its numbers are linear light.
        byte[] icc = Profile(SKColorSpace.CreateSrgbLinear());
        byte[] row = [.. Enumerable.Range(0, 256).SelectMany(v => Enumerable.Repeat((byte)v, 3 * depth / 8))];
        var notes = new List<string>();
        Tensor image = ImageFile.Decode(
            TestPng.Build(256, 1, depth, 2, [row], TestPng.ColorProfile(icc)), "linear.png", new ImageLoadOptions { Note = notes.Add });
        Tensor expected = ColorSpace.LinearToSrgb(linspace(0, 1, 256)).expand(3, 1, -1);
        Assert.True(LargestDifference(image, expected) < (depth == 16 ? 1e-3 : 3 / 255.0), $"{LargestDifference(image, expected)}");
        Assert.Empty(notes);
    }

    [Fact]
    public void A_colour_profile_that_cannot_be_used_is_named_as_ignored()
    {
        byte[] lab = Profile(SKColorSpace.CreateSrgb());
        "Lab "u8.CopyTo(lab.AsSpan(16));
        byte[] file = TestPng.Build(2, 1, 8, 2, [[10, 20, 30, 40, 50, 60]], TestPng.ColorProfile(lab));
        var notes = new List<string>();
        Tensor image = ImageFile.Decode(file, "odd.png", new ImageLoadOptions { Note = notes.Add });
        Assert.Equal(10 / 255f, image[0, 0, 0].item<float>(), 1e-6);
        string note = Assert.Single(notes);
        Assert.StartsWith("odd.png", note, StringComparison.Ordinal);
        Assert.Contains("(Lab)", note, StringComparison.Ordinal);
        Assert.Contains("ignored", note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_picture_has_nothing_to_note()
    {
        var notes = new List<string>();
        ImageFile.Load(Sample("gradient.bmp"), new ImageLoadOptions { Note = notes.Add });
        ImageFile.Decode(TestPng.Build(1, 1, 8, 0, [[7]], TestPng.ColorProfile(Profile(SKColorSpace.CreateSrgb()))), "srgb.png", new ImageLoadOptions { Note = notes.Add });
        Assert.Empty(notes);
    }

    private static byte[] Profile(SKColorSpace colors)
    {
        // Skia writes the profile into a JPEG's second application segment.
        using var bitmap = new SKBitmap(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Opaque, colors));
        using SKData jpeg = bitmap.PeekPixels().Encode(new SKJpegEncoderOptions(90))!;
        byte[] file = jpeg.ToArray();
        int at = file.AsSpan().IndexOf("ICC_PROFILE\0"u8);
        Assert.True(at > 0);
        int length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at - 2));
        return file.AsSpan(at + 14, length - 16).ToArray();
    }

    private static byte[] EncodeJpeg(Tensor grey)
    {
        using var folder = new TemporaryFolder();
        ImageFile.Save(grey, folder.File("tiles.jpg"));
        return System.IO.File.ReadAllBytes(folder.File("tiles.jpg"));
    }

    private static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xff, 0xe1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8, // big-endian TIFF, its directory at byte 8
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, // one entry: tag 0x0112, a short
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static string Sample(string name) => Path.Combine(SharedData.Repository, "tests", "Workbench.Tests", "Imaging", "Samples", name);

    private static bool Close(float a, float b) => MathF.Abs(a - b) < 1e-5f;

    private static double LargestDifference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}

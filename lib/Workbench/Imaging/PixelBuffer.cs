using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>Carries pixels between Skia's interleaved bytes (R G B A, R G B A, …) and the planes of a tensor.</summary>
internal static class PixelBuffer
{
    /// <summary>Splits RGBA bytes into float planes 0..1, laying transparent pixels over white.</summary>
    /// <param name="pixels">RGBA 8888, opaque or with straight (not premultiplied) alpha.</param>
    /// <returns>Float32 <c>[3, H, W]</c>.</returns>
    public static Tensor ToTensor(SKBitmap pixels)
    {
        Tensor image = torch.empty([3, pixels.Height, pixels.Width], torch.float32);
        ReadOnlySpan<uint> rgba = MemoryMarshal.Cast<byte, uint>(pixels.GetPixelSpan());
        for (int channel = 0; channel < 3; channel++)
        {
            using Tensor plane = image[channel];
            Fill(MemoryMarshal.Cast<byte, float>(plane.bytes), rgba, shift: 8 * channel, overWhite: pixels.AlphaType != SKAlphaType.Opaque);
        }

        return image;
    }

    /// <summary>Splits interleaved floats into planes, converting their colour space to sRGB and laying transparent pixels over white.</summary>
    /// <param name="rgba">R G B A of each pixel, straight alpha, 0..1; may be overwritten.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="colors">The colour space of the numbers.</param>
    /// <returns>Float32 <c>[3, H, W]</c>.</returns>
    public static unsafe Tensor ToTensor(float[] rgba, int height, int width, SKColorSpace colors)
    {
        if (!colors.IsSrgb)
        {
            fixed (float* pixels = rgba)
            {
                var info = new SKImageInfo(width, height, SKColorType.RgbaF32, SKAlphaType.Unpremul, colors);
                using var source = new SKPixmap(info, (IntPtr)pixels, info.RowBytes);
                source.ReadPixels(info.WithColorSpace(SKColorSpace.CreateSrgb()), (IntPtr)pixels, info.RowBytes);
            }
        }

        using var scope = torch.NewDisposeScope();
        Tensor image = torch.tensor(rgba).reshape(height, width, 4).permute(2, 0, 1); // [H, W, 4] -> [4, H, W]
        Tensor alpha = image.narrow(0, 3, 1);
        return ((image.narrow(0, 0, 3) * alpha) + (1 - alpha)).clamp(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Packs a picture into RGBA bytes, rounding to the nearest of 256 levels.</summary>
    /// <param name="image">Float <c>[3, H, W]</c>, <c>[1, H, W]</c> or <c>[H, W]</c>; clipped to 0..1, NaN becomes 0.</param>
    /// <returns>An opaque RGBA 8888 bitmap in sRGB.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public static SKBitmap FromTensor(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var scope = torch.NewDisposeScope();
        Tensor rgb = image.detach().to(torch.float32).cpu();
        rgb = rgb.dim() == 2 ? rgb.unsqueeze(0) : rgb;
        if (rgb.dim() != 3 || rgb.shape[0] is not (1 or 3) || rgb.shape[1] == 0 || rgb.shape[2] == 0)
        {
            throw new ArgumentException($"An image is [3, H, W], [1, H, W] or [H, W]; this is [{string.Join(", ", image.shape)}].", nameof(image));
        }

        Tensor bytes = rgb.nan_to_num(0, 1, 0).clamp(0, 1).mul(255).round().to(torch.uint8).expand(3, -1, -1);
        Tensor alpha = torch.full([1, rgb.shape[1], rgb.shape[2]], 255, torch.uint8);
        Tensor rgba = torch.cat([bytes, alpha]).permute(1, 2, 0).contiguous(); // [4, H, W] -> [H, W, 4]
        var pixels = new SKBitmap(new SKImageInfo((int)rgb.shape[2], (int)rgb.shape[1], SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        rgba.bytes.CopyTo(pixels.GetPixelSpan());
        return pixels;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a million turns a call: worth compiling well the first time
    private static void Fill(Span<float> plane, ReadOnlySpan<uint> rgba, int shift, bool overWhite)
    {
        int i = 0;
        if (!overWhite)
        {
            Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(plane);
            ReadOnlySpan<Vector<uint>> source = MemoryMarshal.Cast<uint, Vector<uint>>(rgba);
            var low = new Vector<uint>(0xff);
            var levels = new Vector<float>(255f);
            for (int v = 0; v < wide.Length; v++)
            {
                wide[v] = Vector.ConvertToSingle(Vector.AsVectorInt32((source[v] >> shift) & low)) / levels;
            }

            i = wide.Length * Vector<float>.Count;
        }

        for (; i < plane.Length; i++)
        {
            float value = ((rgba[i] >> shift) & 0xff) / 255f;
            float alpha = overWhite ? (rgba[i] >> 24) / 255f : 1f;
            plane[i] = (alpha * value) + (1f - alpha);
        }
    }
}

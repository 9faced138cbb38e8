using SkiaSharp;

namespace Workbench.Datasets.Drawing;

/// <summary>A tile of grain that repeats without a seam: white or black, as opaque as the noise is strong, to be laid over a drawing.</summary>
internal static class Texture
{
    private const int Side = 256;

    // Waves of the noise along one side of the tile, the finer ones weaker.
    private const uint Waves = 32;

    private static readonly SKImage Tile = Make();

    /// <summary>The tile as a shader: mipmapped, so that grain too fine for the pixels fades out.</summary>
    /// <param name="across">Waves per unit to the right.</param>
    /// <param name="down">Waves per unit down.</param>
    /// <param name="x">Where in the tile the unit square begins, 0..1.</param>
    /// <param name="y">Likewise downwards.</param>
    public static SKShader Shader(float across, float down, float x, float y)
    {
        (float scaleX, float scaleY) = (Waves / (across * Side), Waves / (down * Side));
        SKMatrix placed = SKMatrix.CreateScaleTranslation(scaleX, scaleY, -x * Side * scaleX, -y * Side * scaleY);
        return Tile.ToShader(SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), placed);
    }

    private static SKImage Make()
    {
        byte[] pixels = new byte[Side * Side * 4];
        for (int i = 0; i < Side * Side; i++)
        {
            (float u, float v) = (i % Side * (float)Waves / Side, i / Side * (float)Waves / Side);
            float noise = (0.65f * ValueNoise.At(u, v, 1, Waves)) + (0.35f * ValueNoise.At(2 * u, 2 * v, 2, 2 * Waves));
            byte alpha = (byte)(255 * Math.Min(1, Math.Abs(noise)));
            byte white = noise > 0 ? alpha : (byte)0;
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = (white, white, white, alpha);
        }

        return SKImage.FromPixelCopy(new(Side, Side, SKColorType.Rgba8888, SKAlphaType.Premul), pixels);
    }
}

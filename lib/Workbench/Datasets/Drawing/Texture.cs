using System.Numerics;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Workbench.Datasets.Drawing;

/// <summary>A tile of grain that repeats without a seam: white or black, as opaque as the noise is strong, to be laid over a drawing.</summary>
/// <remarks>Sampled here and not by a shader: Skia takes ten times as long for a tile that repeats.</remarks>
internal static class Texture
{
    private const int Side = 256;

    // Waves of the noise along one side of the tile, the finer ones weaker.
    private const uint Waves = 32;

    // How white (X) and how opaque (Y) each pixel is, 0..1: the tile, and halved again and again.
    private static readonly Vector2[][] Levels = Make();

    /// <summary>The grain on some pixels of a picture, mipmapped, so that what is too fine for the pixels fades out.</summary>
    /// <param name="strength">0..1.</param>
    /// <param name="waves">Waves per unit to the right and down.</param>
    /// <param name="origin">Where in the tile the unit square begins, 0..1.</param>
    /// <param name="pixels">Which pixels.</param>
    /// <param name="toUnits">From pixels to units; does not turn.</param>
    public static SKImage Image(float strength, Vector2 waves, Vector2 origin, SKRectI pixels, SKMatrix toUnits)
    {
        Vector2 perUnit = waves * Side / Waves, scale = new(toUnits.ScaleX, toUnits.ScaleY), step = scale * perUnit;
        Vector2 start = (origin * Side) + ((((new Vector2(pixels.Left, pixels.Top) + new Vector2(0.5f)) * scale) + new Vector2(toUnits.TransX, toUnits.TransY)) * perUnit);
        float halvings = Math.Clamp(MathF.Log2(Math.Abs(step.X * step.Y)) / 2, 0, Levels.Length - 1);
        int finer = (int)halvings, coarser = Math.Min(finer + 1, Levels.Length - 1);
        Vector2[] grain = new Vector2[pixels.Width * pixels.Height];
        Add(grain, pixels.Size, finer, start, step, strength * (1 - (halvings - finer)));
        Add(grain, pixels.Size, coarser, start, step, strength * (halvings - finer));

        uint[] bytes = new uint[grain.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            Vector2 rounded = (grain[i] * 255) + new Vector2(0.5f);
            bytes[i] = ((uint)rounded.X * 0x010101) | ((uint)rounded.Y << 24);
        }

        return SKImage.FromPixelCopy(new(pixels.Width, pixels.Height, SKColorType.Bgra8888, SKAlphaType.Premul), MemoryMarshal.AsBytes<uint>(bytes));
    }

    /// <summary>Adds a share of one level of the tile, with straight lines between its pixels.</summary>
    private static void Add(Span<Vector2> grain, SKSizeI size, int level, Vector2 start, Vector2 step, float share)
    {
        Vector2[] tile = Levels[level];
        int side = Side >> level;
        (start, step) = ((start / (1 << level)) - new Vector2(0.5f), step / (1 << level));
        (int Before, int After, float Between)[] columns = Neighbours(start.X, step.X, size.Width, side), rows = Neighbours(start.Y, step.Y, size.Height, side);
        for (int row = 0, i = 0; row < size.Height; row++)
        {
            ReadOnlySpan<Vector2> above = tile.AsSpan(rows[row].Before * side, side), below = tile.AsSpan(rows[row].After * side, side);
            foreach ((int before, int after, float between) in columns)
            {
                Vector2 top = Between(above[before], above[after], between), bottom = Between(below[before], below[after], between);
                grain[i++] += share * Between(top, bottom, rows[row].Between);
            }
        }
    }

    // Vector2.Lerp rounds once less where the processor can, and pictures are to be the same everywhere.
    private static Vector2 Between(Vector2 from, Vector2 to, float share) => (from * (1 - share)) + (to * share);

    private static (int Before, int After, float Between)[] Neighbours(float start, float step, int count, int side)
    {
        var neighbours = new (int, int, float)[count];
        for (int i = 0; i < count; i++)
        {
            float at = start + (step * i), before = MathF.Floor(at);
            neighbours[i] = ((int)before & (side - 1), ((int)before + 1) & (side - 1), at - before);
        }

        return neighbours;
    }

    private static Vector2[][] Make()
    {
        Vector2[] tile = new Vector2[Side * Side];
        for (int i = 0; i < tile.Length; i++)
        {
            (float u, float v) = (i % Side * (float)Waves / Side, i / Side * (float)Waves / Side);
            float noise = (0.65f * ValueNoise.At(u, v, 1, Waves)) + (0.35f * ValueNoise.At(2 * u, 2 * v, 2, 2 * Waves));
            tile[i] = new(Math.Clamp(noise, 0, 1), Math.Min(1, Math.Abs(noise)));
        }

        List<Vector2[]> levels = [tile];
        for (int side = Side / 2; side > 0; side /= 2)
        {
            Vector2[] fine = levels[^1], half = new Vector2[side * side];
            for (int i = 0; i < half.Length; i++)
            {
                int from = (i / side * 4 * side) + (i % side * 2);
                half[i] = (fine[from] + fine[from + 1] + fine[from + (2 * side)] + fine[from + (2 * side) + 1]) / 4;
            }

            levels.Add(half);
        }

        return [.. levels];
    }
}

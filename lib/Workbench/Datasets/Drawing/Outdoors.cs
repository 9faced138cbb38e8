using SkiaSharp;

namespace Workbench.Datasets.Drawing;

/// <summary>What outdoor pictures of several data sets have in common.</summary>
internal static class Outdoors
{
    /// <summary>The sky, from clear to hazy or golden at the horizon, with soft clouds.</summary>
    public static void Sky(Painter p, float horizon, float cover = 0.6f)
    {
        SKColor zenith = Mix(new(58, 118, 205), new(120, 165, 220), p.Uniform(0, 1));
        SKColor low = p.Chance(0.25f) ? new(240, 214, 184) : Mix(new(178, 208, 238), new(216, 226, 238), p.Uniform(0, 1));
        p.Fade(zenith, low, 0, horizon + 0.05f);
        int clouds = p.Chance(cover) ? p.Count(1, 4) : 0;
        for (int cloud = 0; cloud < clouds; cloud++)
        {
            (float x, float y, float width) = (p.Uniform(0, 1), p.Uniform(0.03f, horizon * 0.7f), p.Uniform(0.1f, 0.22f));
            for (int puff = 0; puff < 7; puff++)
            {
                float along = p.Uniform(-1, 1);
                float radius = width * p.Uniform(0.25f, 0.5f) * (1.2f - Math.Abs(along));
                if (puff == 0)
                {
                    p.Soft(new(160, 174, 200, 150), x, y + (width * 0.12f), width * 1.1f, width * 0.2f);
                }

                p.Soft(new(255, 255, 255, 190), x + (along * width), y - (width * p.Uniform(0, 0.3f) * (1 - Math.Abs(along))), radius * 1.25f, radius * 0.6f);
            }
        }
    }

    /// <summary>Hills or a line of tree tops that rise from <paramref name="foot"/>.</summary>
    public static void Ridge(Painter p, SKColor colour, float foot, float height, float roughness)
    {
        (float a, float b, float c) = (p.Uniform(0, 6.3f), p.Uniform(0, 6.3f), p.Uniform(0, 6.3f));
        using SKPath ridge = new();
        ridge.MoveTo(-0.02f, foot + 0.02f);
        for (int i = 0; i <= 60; i++)
        {
            float x = i / 60f;
            float wave = 0.6f + (0.25f * MathF.Sin((5 * x) + a)) + (0.15f * MathF.Sin((11 * x) + b)) + (roughness * MathF.Sin((53 * x) + c) * MathF.Sin((31 * x) + a));
            ridge.LineTo((x * 1.04f) - 0.02f, foot - (height * wave));
        }

        ridge.LineTo(1.02f, foot + 0.02f);
        p.Fill(colour, ridge);
    }

    /// <summary>The crown of a broad-leaved tree around (x, y), lit from above on the left.</summary>
    /// <param name="p">The picture.</param>
    /// <param name="leaves">The leaves' colour at a lightness, 1 for the usual.</param>
    /// <param name="x">Middle.</param>
    /// <param name="y">Middle.</param>
    /// <param name="radius">From the middle to the outermost leaves, nearly.</param>
    public static void Crown(Painter p, Func<float, SKColor> leaves, float x, float y, float radius)
    {
        float light = p.Uniform(0.85f, 1.1f);
        p.Oval(leaves(0.7f * light), x, y, radius * 0.9f, radius * 0.85f);
        for (int i = 0; i < 16; i++)
        {
            (float across, float down) = (p.Uniform(-0.8f, 0.8f), p.Uniform(-0.8f, 0.7f));
            float lit = 1 - (0.25f * across) - (0.35f * down);
            float r = radius * p.Uniform(0.2f, 0.34f);
            p.Oval(leaves(lit * light), x + (across * radius), y + (down * radius), r, r * 0.9f);
        }
    }

    /// <summary>The colour in between; 0 is <paramref name="a"/>.</summary>
    public static SKColor Mix(SKColor a, SKColor b, float t) =>
        new((byte)(a.Red + ((b.Red - a.Red) * t)), (byte)(a.Green + ((b.Green - a.Green) * t)), (byte)(a.Blue + ((b.Blue - a.Blue) * t)));

    /// <summary>The colour in more or less light: 1 leaves it as it is.</summary>
    public static SKColor Lit(SKColor colour, float light) =>
        new((byte)Math.Min(255, colour.Red * light), (byte)Math.Min(255, colour.Green * light), (byte)Math.Min(255, colour.Blue * light));
}

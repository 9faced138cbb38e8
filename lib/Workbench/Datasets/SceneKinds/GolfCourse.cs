using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>A hole of a golf course: a green with its flag, near or at the end of a fairway or behind water, inland or by the sea.</summary>
internal static class GolfCourse
{
    public static void Paint(ScenePainter p)
    {
        Scenery.Sky(p);
        bool links = p.Chance(0.25f);
        if (links)
        {
            Sea(p);
        }
        else
        {
            Inland(p);
        }

        Action<ScenePainter, float, float, float> tree = p.Pick<Action<ScenePainter, float, float, float>>(Scenery.Tree, Scenery.Tree, Scenery.Conifer, Scenery.Palm);
        for (int i = links ? 0 : p.Count(2, 6); i > 0; i--)
        {
            tree(p, p.Chance(0.5f) ? p.Uniform(0.05f, 0.32f) : p.Uniform(0.68f, 0.95f), p.Horizon + 0.02f + (0.01f * (6 - i)), p.Uniform(0.14f, 0.34f));
        }

        switch (p.Count(0, 3))
        {
            case 0 or 1:
                Near(p);
                break;
            case 2:
                Far(p);
                break;
            default:
                BehindWater(p);
                break;
        }
    }

    private static void Sea(ScenePainter p)
    {
        float shore = p.Horizon + p.Uniform(0.05f, 0.12f);
        p.Fade(SceneRegion.Water, p.Colour(SceneRegion.Water, 0.8f), p.Colour(SceneRegion.Water, 1.2f), p.Horizon, shore + 0.02f);
        Scenery.Gleam(p, p.Horizon, shore, 16);
        p.Fade(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 1.05f), p.Colour(SceneRegion.Grass, 0.85f), shore + 0.01f, 1);
        Scenery.Ridge(p, SceneRegion.Sand, p.Colour(SceneRegion.Sand, 0.95f), shore + 0.02f, 0.035f, 0.08f);
        Scenery.Ridge(p, SceneRegion.Grass, p.Colour(SceneRegion.Grass, 0.85f), shore + 0.03f, p.Uniform(0.03f, 0.08f), 0.05f);
    }

    private static void Inland(ScenePainter p)
    {
        if (p.Chance(0.4f))
        {
            Scenery.Ridge(p, SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees, 1.2f), new(150, 175, 205), 0.5f), p.Horizon, p.Uniform(0.1f, 0.24f), 0.02f);
        }

        Scenery.TreeLine(p, p.Uniform(0.04f, 0.14f));
        Scenery.Plain(p, SceneRegion.Grass);
        if (p.Chance(0.4f))
        {
            Scenery.Ridge(p, SceneRegion.Grass, p.Colour(SceneRegion.Grass, 0.95f), p.Horizon + 0.07f, p.Uniform(0.03f, 0.07f), 0);
        }
    }

    /// <summary>The green before us, a mown fairway around or behind it.</summary>
    private static void Near(ScenePainter p)
    {
        float half = p.Uniform(0.45f, 0.9f), bend = p.Uniform(-0.9f, 0.9f);
        Fairway(p, depth => bend * (depth - 1.2f) * 0.35f, half);
        float x = p.Uniform(0.32f, 0.68f), y = p.Horizon + ((1 - p.Horizon) * p.Uniform(0.3f, 0.6f)), wide = p.Uniform(0.2f, 0.38f);
        if (p.Chance(0.3f))
        {
            p.Oval(SceneRegion.Water, p.Colour(SceneRegion.Water), x > 0.5f ? p.Uniform(0.08f, 0.2f) : p.Uniform(0.8f, 0.92f), y + p.Uniform(0.02f, 0.14f), p.Uniform(0.16f, 0.26f), p.Uniform(0.035f, 0.06f));
        }
        else if (p.Chance(0.25f))
        {
            Cart(p, x > 0.5f ? p.Uniform(0.1f, 0.24f) : p.Uniform(0.76f, 0.9f), y - p.Uniform(0.02f, 0.06f));
        }

        Green(p, x, y, wide);
        for (int bunker = p.Count(1, 4); bunker > 0; bunker--)
        {
            float side = p.Chance(0.5f) ? 1 : -1;
            Bunker(p, x + (side * wide * p.Uniform(1, 1.35f)), y + p.Uniform(-0.04f, 0.14f), p.Uniform(0.05f, 0.12f));
        }

        Flag(p, x + p.Uniform(-0.5f, 0.5f) * wide, y + p.Uniform(-0.06f, 0.06f) * wide, p.Uniform(0.16f, 0.32f));
    }

    /// <summary>A winding fairway from where we stand, bunkers along it, the flag small at its end.</summary>
    private static void Far(ScenePainter p)
    {
        float sway = p.Uniform(0.3f, 0.7f) * (p.Chance(0.5f) ? 1 : -1), phase = p.Uniform(0, 6.3f);
        float Middle(float depth) => sway * depth * 0.5f * (MathF.Sin((depth * 0.9f) + phase) - MathF.Sin(0.9f + phase));
        Fairway(p, Middle, p.Uniform(0.3f, 0.5f));
        float end = p.Uniform(3.4f, 5);
        SKPoint green = p.Ground(Middle(end), end);
        float x = Math.Clamp(green.X, 0.22f, 0.78f);
        Green(p, x, green.Y, p.Uniform(0.1f, 0.16f));
        for (int bunker = p.Count(2, 5); bunker > 0; bunker--)
        {
            float depth = p.Uniform(1.2f, 3.4f);
            SKPoint at = p.Ground(Middle(depth) + (p.Chance(0.5f) ? 0.5f : -0.5f), depth);
            Bunker(p, at.X, at.Y, p.Uniform(0.1f, 0.18f) / depth);
        }

        Flag(p, x + p.Uniform(-0.04f, 0.04f), green.Y, p.Uniform(0.1f, 0.15f));
        if (p.Chance(0.25f))
        {
            Cart(p, x > 0.5f ? p.Uniform(0.12f, 0.3f) : p.Uniform(0.7f, 0.88f), green.Y + p.Uniform(0.03f, 0.16f));
        }

        if (p.Chance(0.5f))
        {
            // The tee: a mown square and its markers.
            p.Polygon(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 1.35f), p.Ground(-0.22f, 1.3f), p.Ground(0.22f, 1.3f), p.Ground(0.26f, 1.05f), p.Ground(-0.26f, 1.05f));
            foreach (float side in (ReadOnlySpan<float>)[-0.16f, 0.16f])
            {
                SKPoint marker = p.Ground(side, 1.15f);
                p.Oval(SceneRegion.Cloth, p.Colour(SceneRegion.Cloth), marker.X, marker.Y - 0.01f, 0.014f, 0.012f);
            }
        }
    }

    /// <summary>A green on the far bank of a pond.</summary>
    private static void BehindWater(ScenePainter p)
    {
        float half = p.Uniform(0.8f, 1.3f);
        Fairway(p, _ => 0, half);
        float bank = p.Horizon + ((1 - p.Horizon) * p.Uniform(0.36f, 0.5f)), near = p.Uniform(0.74f, 0.84f), lean = p.Uniform(-0.05f, 0.05f);
        float x = p.Uniform(0.34f, 0.66f), wide = p.Uniform(0.2f, 0.32f), y = bank - p.Uniform(0.05f, 0.09f);
        Shape(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.9f), 0);
        Shape(SceneRegion.Water, p.Colour(SceneRegion.Water, 1.05f), 0.018f);
        p.Soft(new(10, 40, 20, 130), x, bank + 0.05f, wide * 1.4f, 0.07f);
        Scenery.Gleam(p, bank + 0.05f, near - 0.02f, 18);
        Scenery.Ridge(p, SceneRegion.Grass, p.Colour(SceneRegion.Grass, 1.05f), near + 0.05f, 0.06f, 0.02f);
        p.Fade(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 1.05f), p.Colour(SceneRegion.Grass, 0.85f), near + 0.04f, 1);
        Green(p, x, y, wide);
        if (p.Chance(0.7f))
        {
            Bunker(p, x + ((p.Chance(0.5f) ? 1 : -1) * wide * 1.2f), y + 0.005f, p.Uniform(0.06f, 0.1f));
        }

        Flag(p, x + (p.Uniform(-0.5f, 0.5f) * wide), y, p.Uniform(0.16f, 0.26f));

        void Shape(SceneRegion region, SKColor colour, float lower)
        {
            using SKPath pond = new();
            pond.MoveTo(-0.02f, bank + lower + 0.02f + lean);
            pond.QuadTo(0.5f, bank + lower - 0.02f, 1.02f, bank + lower + 0.02f - lean);
            pond.LineTo(1.02f, near + 0.06f);
            pond.LineTo(-0.02f, near + 0.06f);
            p.Fill(region, colour, pond);
        }
    }

    /// <summary>Mown grass in stripes, bands, a chequer, or plain.</summary>
    /// <param name="p">The picture.</param>
    /// <param name="middle">Where its middle line is at a depth, on the ground.</param>
    /// <param name="half">Half of its breadth.</param>
    private static void Fairway(ScenePainter p, Func<float, float> middle, float half)
    {
        (int along, int across) = p.Pick((8, 0), (0, 1), (4, 1), (1, 0));
        const int Bands = 12;
        int stripes = Math.Max(along, 1);
        for (int band = 0; band < Bands; band++)
        {
            // Evenly spaced as seen, nearly; each reaches a little under the one before.
            (float far, float near) = (Depth(band), Depth(band + 1) * 0.985f);
            for (int stripe = 0; stripe < stripes; stripe++)
            {
                (float left, float right) = ((2f * stripe / stripes) - 1, (2f * (stripe + 1) / stripes) - 1);
                float light = (stripe + (across * band)) % 2 == 0 ? 1.28f : along + across == 1 ? 1.2f : 1.08f;
                p.Polygon(
                    SceneRegion.Grass,
                    p.Colour(SceneRegion.Grass, light),
                    p.Ground(middle(far) + (left * half), far),
                    p.Ground(middle(far) + (right * half), far),
                    p.Ground(middle(near) + (right * half), near),
                    p.Ground(middle(near) + (left * half), near));
            }
        }

        static float Depth(int band) => 1 / (0.1f + (1.05f * MathF.Pow(band / (float)Bands, 1.3f)));
    }

    private static void Green(ScenePainter p, float x, float y, float wide)
    {
        float flat = p.Uniform(0.18f, 0.26f);
        p.Oval(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 0.95f), x, y + 0.006f, wide * 1.1f, wide * flat * 1.15f);
        p.Oval(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 1.5f), x, y, wide, wide * flat);
        if (p.Chance(0.4f))
        {
            // Not every green is round.
            float side = p.Chance(0.5f) ? 1 : -1;
            p.Oval(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 1.5f), x + (side * wide * 0.6f), y + (wide * 0.05f), wide * 0.6f, wide * flat * 0.8f);
        }
    }

    private static void Flag(ScenePainter p, float x, float y, float pole)
    {
        float slim = Math.Max(0.003f, pole * 0.02f);
        bool left = p.Chance(0.5f);
        float out1 = (left ? -1 : 1) * pole * p.Uniform(0.34f, 0.46f), droop = p.Uniform(0.12f, 0.2f);
        p.Oval(SceneRegion.Grass, new(40, 50, 30), x, y, pole * 0.05f, pole * 0.018f);
        p.Line(new(20, 40, 20, 110), slim, new(x, y), new(x + (pole * 0.6f), y + (pole * 0.09f)));
        p.Box(SceneRegion.Wood, new(242, 240, 230), x - slim, y - pole, x + slim, y);
        p.Polygon(SceneRegion.Cloth, p.Colour(SceneRegion.Cloth), new(x, y - pole), new(x + out1, y - (pole * (1 - droop))), new(x, y - (pole * 0.66f)));
    }

    private static void Bunker(ScenePainter p, float x, float y, float radius)
    {
        float side = p.Chance(0.5f) ? 1 : -1;
        p.Oval(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 0.62f), x, y - (radius * 0.05f), radius * 1.08f, radius * 0.36f);
        p.Oval(SceneRegion.Sand, p.Colour(SceneRegion.Sand, 1.1f), x, y, radius, radius * 0.29f);
        p.Oval(SceneRegion.Sand, p.Colour(SceneRegion.Sand, 1.1f), x + (side * radius * 0.6f), y + (radius * 0.12f), radius * p.Uniform(0.4f, 0.8f), radius * 0.22f);
        p.Oval(SceneRegion.Sand, p.Colour(SceneRegion.Sand, 1.22f), x + (side * radius * 0.2f), y + (radius * 0.1f), radius * 0.6f, radius * 0.12f);
    }

    private static void Cart(ScenePainter p, float x, float y)
    {
        float height = 0.03f + (0.2f * (y - p.Horizon));
        p.Soft(new(20, 40, 20, 150), x + (height * 0.2f), y, height * 0.9f, height * 0.12f);
        p.Box(SceneRegion.Wood, new(236, 234, 226), x - (height * 0.6f), y - (height * 0.5f), x + (height * 0.6f), y - (height * 0.16f));
        p.Box(SceneRegion.Wood, new(60, 54, 50), x - (height * 0.45f), y - (height * 0.66f), x - (height * 0.1f), y - (height * 0.48f));
        foreach (float post in (ReadOnlySpan<float>)[-0.5f, 0.42f])
        {
            p.Box(SceneRegion.Wood, new(90, 90, 90), x + (height * post), y - height, x + (height * (post + 0.06f)), y - (height * 0.5f));
            p.Oval(SceneRegion.Wood, new(30, 30, 32), x + (height * post * 0.85f), y - (height * 0.13f), height * 0.14f, height * 0.14f);
        }

        p.Box(SceneRegion.Cloth, new(240, 238, 230), x - (height * 0.62f), y - (height * 1.06f), x + (height * 0.6f), y - (height * 0.96f));
    }
}

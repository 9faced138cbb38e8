using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>Beach and harbour.</summary>
internal static class Coasts
{
    private static readonly SKColor[] Paints = [new(196, 52, 48), new(42, 92, 160), new(238, 232, 220), new(226, 178, 60), new(48, 128, 110)];

    /// <summary>Sea, foam and sand in a slanting line, palms and parasols.</summary>
    public static void Beach(ScenePainter p)
    {
        Scenery.Sky(p, 0.7f);
        p.Fade(SceneRegion.Water, p.Colour(SceneRegion.Water, 0.8f), p.Colour(SceneRegion.Water, 1.3f), p.Horizon, 1);
        if (p.Chance(0.4f))
        {
            Scenery.Ridge(p, SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees), new(150, 180, 210), 0.5f), p.Horizon, p.Uniform(0.03f, 0.08f), 0.05f);
            p.Fade(SceneRegion.Water, p.Colour(SceneRegion.Water, 0.8f), p.Colour(SceneRegion.Water, 1.3f), p.Horizon, 1);
        }

        Scenery.Gleam(p, p.Horizon, p.Horizon + 0.3f, 28);
        (float left, float right) = (p.Horizon + p.Uniform(0.08f, 0.2f), p.Horizon + p.Uniform(0.24f, 0.42f));
        float bend = p.Uniform(-0.06f, 0.1f);
        Shore(p, SceneRegion.Water, new(240, 248, 246), left - 0.03f, right - 0.035f, bend);
        Shore(p, SceneRegion.Water, p.Colour(SceneRegion.Water, 1.45f), left - 0.018f, right - 0.02f, bend);
        Shore(p, SceneRegion.Water, new(246, 250, 248), left - 0.006f, right - 0.006f, bend);
        Shore(p, SceneRegion.Sand, p.Colour(SceneRegion.Sand, 0.78f), left, right, bend);
        Shore(p, SceneRegion.Sand, p.Colour(SceneRegion.Sand, 1.08f), left + 0.03f, right + 0.05f, bend);
        for (int i = p.Count(1, 5); i > 0; i--)
        {
            float x = p.Uniform(0.08f, 0.85f);
            float y = p.Uniform(left + ((right - left) * x) + 0.12f, 0.97f);
            Parasol(p, x, y, 0.26f * (y - p.Horizon), Paints[p.Count(0, 4)]);
        }

        for (int i = p.Count(0, 3); i > 0; i--)
        {
            Scenery.Palm(p, p.Uniform(0.02f, 0.2f), p.Uniform(Math.Max(left + 0.1f, 0.7f), 0.98f), p.Uniform(0.4f, 0.65f));
        }
    }

    /// <summary>A quay with tall houses, boats before it and their reflections.</summary>
    public static void Harbour(ScenePainter p)
    {
        Scenery.Sky(p);
        Scenery.Ridge(p, SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees), new(150, 180, 200), 0.35f), p.Horizon + 0.02f, p.Uniform(0.1f, 0.24f), 0.03f);
        float quay = p.Horizon + 0.05f;
        p.Fade(SceneRegion.Water, p.Colour(SceneRegion.Water, 0.9f), p.Colour(SceneRegion.Water, 1.1f), quay, 1);
        for (float x = -p.Uniform(0, 0.08f); x < 1;)
        {
            float width = p.Uniform(0.08f, 0.15f);
            if (p.Chance(0.85f))
            {
                House(p, x, x + width, quay - 0.02f, p.Uniform(0.12f, 0.24f));
            }

            x += width;
        }

        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.7f), 0, quay - 0.025f, 1, quay + 0.015f);
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.1f), 0, quay - 0.03f, 1, quay - 0.02f);
        Scenery.Gleam(p, quay + 0.03f, 1, 45);
        int boats = p.Count(3, 6);
        for (int i = 0; i < boats; i++)
        {
            float y = quay + 0.06f + ((0.92f - quay) * (i + p.Uniform(0, 0.7f)) / boats);
            Boat(p, p.Uniform(0.08f, 0.92f), y, 0.07f + (0.26f * (y - quay)));
        }
    }

    private static void Shore(ScenePainter p, SceneRegion region, SKColor colour, float left, float right, float bend)
    {
        using SKPath shore = new();
        shore.MoveTo(-0.01f, 1.01f);
        shore.LineTo(-0.01f, left);
        shore.QuadTo(0.45f, ((left + right) / 2) + bend, 1.01f, right);
        shore.LineTo(1.01f, 1.01f);
        p.Fill(region, colour, shore);
    }

    private static void Parasol(ScenePainter p, float x, float y, float height, SKColor cloth)
    {
        float half = height * 0.7f;
        p.Soft(new(50, 30, 20, 130), x + (height * 0.5f), y, half, half * 0.25f);
        p.Box(SceneRegion.Wood, new(236, 226, 204), x - (height * 0.025f), y - height, x + (height * 0.025f), y);
        for (int gore = 0; gore < 6; gore++)
        {
            (float a, float b) = ((gore / 3f) - 1, ((gore + 1) / 3f) - 1);
            SKColor colour = gore % 2 == 0 ? cloth : new(246, 240, 228);
            p.Polygon(SceneRegion.Cloth, Outdoors.Mix(colour, SKColors.Black, 0.05f * gore), new(x + (a * half), y - (height * 0.78f)), new(x + (a * half * 0.6f), y - (height * 1.02f)), new(x, y - (height * 1.14f)), new(x + (b * half * 0.6f), y - (height * 1.02f)), new(x + (b * half), y - (height * 0.78f)));
        }
    }

    private static void House(ScenePainter p, float left, float right, float foot, float height)
    {
        (float top, float middle) = (foot - height, (left + right) / 2);
        float gable = (right - left) * p.Uniform(0.35f, 0.6f);
        float light = p.Uniform(0.8f, 1.25f);
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, light), left, top, right, foot);
        p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof, p.Uniform(0.85f, 1.2f)), new(left - 0.006f, top), new(middle, top - gable), new(right + 0.006f, top));
        int storeys = Math.Max(2, (int)(height / 0.055f));
        for (int storey = 0; storey < storeys; storey++)
        {
            for (int column = 0; column < 3; column++)
            {
                float x = left + ((right - left) * (column + 0.5f) / 3);
                float y = top + (height * (storey + 0.3f) / storeys);
                p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.42f), x - 0.009f, y, x + 0.009f, y + (height * 0.45f / storeys));
            }
        }

        p.Glaze(new(10, 10, 40, 60), new(right - 0.015f, top), new(right, top), new(right, foot), new(right - 0.015f, foot));
        p.Box(SceneRegion.Water, Outdoors.Mix(p.Colour(SceneRegion.Stone, 0.8f * light), p.Colour(SceneRegion.Water), 0.6f), left, foot + 0.03f, right, foot + 0.03f + (height * 0.7f));
    }

    private static void Boat(ScenePainter p, float x, float y, float length)
    {
        SKColor hull = Paints[p.Count(0, 4)];
        float half = length / 2;
        p.Soft(new(10, 20, 40, 150), x, y + (length * 0.06f), half * 1.15f, length * 0.14f);
        p.Soft(hull.WithAlpha(90), x, y + (length * 0.16f), half * 0.8f, length * 0.16f);
        p.Box(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 1.3f), x - (length * 0.012f), y - (length * 1.3f), x + (length * 0.012f), y);
        if (p.Chance(0.65f))
        {
            SKColor sail = p.Chance(0.7f) ? new(240, 236, 224) : p.Colour(SceneRegion.Cloth);
            p.Polygon(SceneRegion.Cloth, sail, new(x + (length * 0.02f), y - (length * 1.25f)), new(x + (half * 0.9f), y - (length * 0.25f)), new(x + (length * 0.02f), y - (length * 0.25f)));
            p.Polygon(SceneRegion.Cloth, Outdoors.Mix(sail, SKColors.Black, 0.14f), new(x - (length * 0.02f), y - (length * 1.1f)), new(x - (half * 0.75f), y - (length * 0.22f)), new(x - (length * 0.02f), y - (length * 0.25f)));
        }
        else
        {
            p.Box(SceneRegion.Wood, new(240, 236, 226), x - (half * 0.5f), y - (length * 0.34f), x + (half * 0.2f), y - (length * 0.1f));
            p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.4f), x - (half * 0.4f), y - (length * 0.28f), x + (half * 0.1f), y - (length * 0.2f));
        }

        p.Polygon(SceneRegion.Wood, hull, new(x - half, y - (length * 0.16f)), new(x + half, y - (length * 0.18f)), new(x + (half * 0.75f), y + (length * 0.06f)), new(x - (half * 0.8f), y + (length * 0.06f)));
        p.Polygon(SceneRegion.Wood, Outdoors.Mix(hull, SKColors.White, 0.5f), new(x - half, y - (length * 0.17f)), new(x + half, y - (length * 0.19f)), new(x + (half * 0.96f), y - (length * 0.13f)), new(x - (half * 0.97f), y - (length * 0.12f)));
    }
}

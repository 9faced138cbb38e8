using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>Desert and forest.</summary>
internal static class Wilds
{
    /// <summary>Dunes with a lit and a shaded side, tables of rock far away, cacti.</summary>
    public static void Desert(ScenePainter p)
    {
        Scenery.Sky(p, 0.25f);
        for (int mesa = p.Count(0, 3); mesa > 0; mesa--)
        {
            (float x, float half, float top) = (p.Uniform(0.05f, 0.95f), p.Uniform(0.05f, 0.16f), p.Horizon - p.Uniform(0.06f, 0.18f));
            SKColor far = Outdoors.Mix(p.Colour(SceneRegion.Rock, 1.15f), new(190, 180, 190), 0.3f);
            p.Polygon(SceneRegion.Rock, far, new(x - (half * 1.3f), p.Horizon + 0.02f), new(x - half, top), new(x + half, top), new(x + (half * 1.4f), p.Horizon + 0.02f));
            p.Polygon(SceneRegion.Rock, Outdoors.Mix(far, SKColors.Black, 0.25f), new(x + (half * 0.3f), p.Horizon + 0.02f), new(x + (half * 0.5f), top), new(x + half, top), new(x + (half * 1.4f), p.Horizon + 0.02f));
        }

        Scenery.Plain(p, SceneRegion.Sand);
        int dunes = p.Count(4, 6);
        for (int i = 0; i < dunes; i++)
        {
            float y = p.Horizon + ((1 - p.Horizon) * MathF.Pow((i + 0.6f) / dunes, 1.5f));
            Dune(p, p.Uniform(0.1f, 0.9f), y, 0.04f + (0.22f * (y - p.Horizon)), 1.12f - (0.04f * i));
        }

        for (int i = p.Count(0, 4); i > 0; i--)
        {
            float y = p.Uniform(p.Horizon + 0.12f, 0.95f);
            Cactus(p, p.Uniform(0.06f, 0.94f), y, 0.5f * (y - p.Horizon));
        }
    }

    /// <summary>Trunks one behind the other, leaves above, a path on the ground, flecks of light.</summary>
    public static void Forest(ScenePainter p)
    {
        Scenery.Sky(p, 0);
        Scenery.Ridge(p, SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees, 1.5f), new(200, 215, 190), 0.4f), p.Horizon + 0.02f, p.Horizon * p.Uniform(0.7f, 1.2f), 0.15f);
        Scenery.Plain(p, SceneRegion.Grass);
        float bend = p.Uniform(-0.6f, 0.6f);
        using SKPath way = new();
        way.MoveTo(p.Ground(-0.1f, 6));
        way.QuadTo(p.Ground(bend - 0.15f, 2), p.Ground(-0.25f, 0.95f));
        way.LineTo(p.Ground(0.25f, 0.95f));
        way.QuadTo(p.Ground(bend + 0.2f, 2), p.Ground(0.1f, 6));
        p.Fill(SceneRegion.Path, p.Colour(SceneRegion.Path, 0.85f), way);
        int trunks = p.Count(14, 20);
        for (int i = 0; i < trunks; i++)
        {
            float depth = 5.5f - (4.3f * i / trunks);
            float across = (p.Chance(0.5f) ? 1 : -1) * p.Uniform(0.18f, 0.6f) * (0.5f + (0.6f * depth));
            SKPoint foot = p.Ground(across, depth);
            float half = p.Uniform(0.03f, 0.055f) / depth;
            float haze = 0.35f * (depth - 1) / 4.5f;
            p.Soft(new(15, 20, 10, 120), foot.X + (half * 3), foot.Y, half * 6, half * 1.1f);
            p.Polygon(SceneRegion.Wood, Haze(p.Colour(SceneRegion.Wood, 1.15f), haze), new(foot.X - (half * 1.5f), foot.Y), new(foot.X - (half * 0.8f), foot.Y - (half * 3)), new(foot.X - (half * 0.7f), -0.01f), new(foot.X + (half * 0.7f), -0.01f), new(foot.X + (half * 0.8f), foot.Y - (half * 3)), new(foot.X + (half * 1.5f), foot.Y));
            p.Polygon(SceneRegion.Wood, Haze(p.Colour(SceneRegion.Wood, 0.65f), haze), new(foot.X + (half * 0.1f), foot.Y), new(foot.X + (half * 0.1f), -0.01f), new(foot.X + (half * 0.7f), -0.01f), new(foot.X + (half * 0.8f), foot.Y - (half * 3)), new(foot.X + (half * 1.5f), foot.Y));
            for (int leaf = 0; leaf < 7; leaf++)
            {
                float r = p.Uniform(0.04f, 0.075f) / MathF.Sqrt(depth);
                (float x, float y) = (foot.X + p.Uniform(-0.16f, 0.16f), p.Uniform(-0.02f, (p.Horizon * 0.45f) + (0.1f / depth)));
                p.Oval(SceneRegion.Trees, Haze(p.Colour(SceneRegion.Trees, p.Uniform(0.6f, 1.4f)), haze), x, y, r * 1.3f, r);
            }
        }

        for (int fleck = 0; fleck < 10; fleck++)
        {
            p.Soft(new(255, 240, 170, 90), p.Uniform(0, 1), p.Uniform(p.Horizon + 0.1f, 1), p.Uniform(0.03f, 0.1f), p.Uniform(0.008f, 0.025f));
        }
    }

    private static SKColor Haze(SKColor colour, float amount) => Outdoors.Mix(colour, new(190, 210, 190), amount);

    private static void Dune(ScenePainter p, float crest, float y, float height, float light)
    {
        using SKPath lit = new();
        lit.MoveTo(-0.01f, 1.01f);
        lit.LineTo(-0.01f, y + (height * 0.4f));
        lit.CubicTo(crest * 0.5f, y + (height * 0.5f), crest * 0.8f, y - (height * 0.8f), crest, y - height);
        lit.CubicTo(crest + 0.1f, y - (height * 0.3f), crest + 0.25f, y + (height * 0.5f), 1.01f, y + (height * 0.3f));
        lit.LineTo(1.01f, 1.01f);
        p.Fill(SceneRegion.Sand, p.Colour(SceneRegion.Sand, light), lit);
        using SKPath shade = new();
        shade.MoveTo(crest, y - height);
        shade.CubicTo(crest + 0.1f, y - (height * 0.3f), crest + 0.25f, y + (height * 0.5f), 1.01f, y + (height * 0.3f));
        shade.CubicTo(crest + 0.3f, y + (height * 1.3f), crest - 0.05f, y + height, crest - 0.1f, y + (height * 1.5f));
        shade.CubicTo(crest + 0.06f, y + (height * 0.4f), crest - 0.03f, y, crest, y - height);
        p.Fill(SceneRegion.Sand, p.Colour(SceneRegion.Sand, light * 0.68f), shade);
    }

    private static void Cactus(ScenePainter p, float x, float y, float height)
    {
        float half = height * 0.08f;
        p.Soft(new(60, 30, 20, 140), x + (height * 0.3f), y, height * 0.4f, height * 0.06f);
        Column(p, x - (height * 0.25f), y - (height * 0.75f), y - (height * 0.4f), half * 0.7f);
        Column(p, x + (height * 0.25f), y - (height * 0.85f), y - (height * 0.5f), half * 0.7f);
        p.Box(SceneRegion.Trees, p.Colour(SceneRegion.Trees, 0.9f), x - (height * 0.29f), y - (height * 0.45f), x, y - (height * 0.35f));
        p.Box(SceneRegion.Trees, p.Colour(SceneRegion.Trees, 0.8f), x, y - (height * 0.55f), x + (height * 0.29f), y - (height * 0.45f));
        Column(p, x, y - height, y, half);
    }

    private static void Column(ScenePainter p, float x, float top, float bottom, float half)
    {
        p.Oval(SceneRegion.Trees, p.Colour(SceneRegion.Trees, 1.1f), x, top, half, half);
        p.Box(SceneRegion.Trees, p.Colour(SceneRegion.Trees, 1.1f), x - half, top, x + half, bottom);
        p.Box(SceneRegion.Trees, p.Colour(SceneRegion.Trees, 0.7f), x + (half * 0.2f), top, x + half, bottom);
    }
}

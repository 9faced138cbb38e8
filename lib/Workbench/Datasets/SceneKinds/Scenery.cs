using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>What several classes of scenes have in common: sky, ground, ridges, trees, beds.</summary>
internal static class Scenery
{
    private static readonly SKColor[] Petals = [new(214, 48, 62), new(240, 200, 60), new(236, 130, 170), new(244, 240, 236), new(150, 80, 190), new(240, 130, 50)];

    /// <summary>The sky with its clouds.</summary>
    public static void Sky(ScenePainter p, float cover = 0.6f)
    {
        p.Label = (byte)SceneRegion.Sky;
        Outdoors.Sky(p, p.Horizon, cover);
    }

    /// <summary>The ground from the horizon down, paler in the distance.</summary>
    public static void Plain(ScenePainter p, SceneRegion region) =>
        p.Fade(region, Outdoors.Mix(p.Colour(region, 1.1f), new(190, 205, 215), 0.2f), p.Colour(region, 0.85f), p.Horizon, 1);

    /// <summary>Hills or a line of tree tops that rise from <paramref name="foot"/>.</summary>
    public static void Ridge(ScenePainter p, SceneRegion region, SKColor colour, float foot, float height, float roughness)
    {
        p.Label = (byte)region;
        Outdoors.Ridge(p, colour, foot, height, roughness);
    }

    /// <summary>A line of distant trees along the horizon.</summary>
    public static void TreeLine(ScenePainter p, float height)
    {
        Ridge(p, SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees, 1.15f), new(170, 190, 205), 0.3f), p.Horizon + 0.005f, height, 0.12f);
        for (int i = 0; i < 18; i++)
        {
            float r = height * p.Uniform(0.25f, 0.5f);
            float x = p.Uniform(0, 1);
            p.Oval(SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees, p.Uniform(0.8f, 1.3f)), new(170, 190, 205), 0.18f), x, p.Horizon - (r * 0.8f), r * 1.2f, r);
        }
    }

    /// <summary>A broad-leaved tree that stands on (x, y).</summary>
    public static void Tree(ScenePainter p, float x, float y, float height)
    {
        float crown = height * p.Uniform(0.3f, 0.38f);
        p.Soft(new(10, 20, 20, 120), x + (crown * 0.6f), y, crown * 1.3f, crown * 0.22f);
        p.Box(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 0.8f), x - (height * 0.03f), y - (height * 0.5f), x + (height * 0.03f), y);
        p.Label = (byte)SceneRegion.Trees;
        Outdoors.Crown(p, light => p.Colour(SceneRegion.Trees, light), x, y - (height * 0.62f), crown);
    }

    /// <summary>A conifer that stands on (x, y).</summary>
    public static void Conifer(ScenePainter p, float x, float y, float height)
    {
        float light = p.Uniform(0.7f, 1.1f);
        p.Box(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 0.7f), x - (height * 0.025f), y - (height * 0.2f), x + (height * 0.025f), y);
        for (int tier = 0; tier < 5; tier++)
        {
            float top = y - (height * (0.52f + (0.12f * tier)));
            float bottom = top + (height * (0.42f - (0.05f * tier)));
            float half = height * (0.24f - (0.04f * tier));
            p.Polygon(SceneRegion.Trees, p.Colour(SceneRegion.Trees, light), new(x - half, bottom), new(x, top), new(x + half, bottom));
            p.Polygon(SceneRegion.Trees, p.Colour(SceneRegion.Trees, light * 0.65f), new(x + (half * 0.1f), bottom), new(x, top), new(x + half, bottom));
        }
    }

    /// <summary>A palm that stands on (x, y).</summary>
    public static void Palm(ScenePainter p, float x, float y, float height)
    {
        float lean = height * p.Uniform(-0.15f, 0.15f);
        SKPoint top = new(x + lean, y - height);
        float half = height * 0.03f;
        p.Soft(new(20, 20, 20, 100), x + (height * 0.2f), y, height * 0.3f, height * 0.05f);
        using SKPath trunk = new();
        trunk.MoveTo(x - half, y);
        trunk.QuadTo(x + (lean * 0.2f) - half, y - (height * 0.5f), top.X - (half * 0.6f), top.Y);
        trunk.LineTo(top.X + (half * 0.6f), top.Y);
        trunk.QuadTo(x + (lean * 0.2f) + half, y - (height * 0.5f), x + half, y);
        p.Fill(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 1.2f), trunk);
        using SKPath frond = new();
        for (int i = 0; i < 11; i++)
        {
            float angle = (i / 10f * 3.9f) - 3.5f + p.Uniform(-0.12f, 0.12f);
            (float sin, float cos) = MathF.SinCos(angle);
            float length = height * p.Uniform(0.38f, 0.5f);
            SKPoint tip = new(top.X + (cos * length), top.Y + (sin * length * 0.6f) + (length * 0.28f));
            SKPoint bend = new(top.X + (cos * length * 0.55f), top.Y + (sin * length * 0.75f) - (length * 0.12f));
            frond.Rewind();
            frond.MoveTo(top);
            frond.QuadTo(bend.X, bend.Y - (length * 0.09f), tip.X, tip.Y);
            frond.QuadTo(bend.X, bend.Y + (length * 0.12f), top.X, top.Y);
            p.Fill(SceneRegion.Trees, p.Colour(SceneRegion.Trees, 1 - (0.3f * cos) - (0.15f * sin)), frond);
        }
    }

    /// <summary>A block that stands on the ground between two sides and two depths, lit from the left.</summary>
    public static void Block(ScenePainter p, SceneRegion region, float left, float right, float far, float near, float height, float light = 1)
    {
        if (left > 0)
        {
            p.Polygon(region, p.Colour(region, light), p.Ground(left, near), p.Ground(left, far), p.Ground(left, far, height), p.Ground(left, near, height));
        }

        if (right < 0)
        {
            p.Polygon(region, p.Colour(region, 0.62f * light), p.Ground(right, near), p.Ground(right, far), p.Ground(right, far, height), p.Ground(right, near, height));
        }

        p.Polygon(region, p.Colour(region, 0.78f * light), p.Ground(left, near), p.Ground(right, near), p.Ground(right, near, height), p.Ground(left, near, height));
        p.Polygon(region, p.Colour(region, 1.3f * light), p.Ground(left, far, height), p.Ground(right, far, height), p.Ground(right, near, height), p.Ground(left, near, height));
    }

    /// <summary>A bed of flowers on the ground: soil, leaves and blossoms in one or two colours.</summary>
    public static void Flowers(ScenePainter p, float left, float right, float far, float near, int count)
    {
        p.Polygon(SceneRegion.Flowers, p.Colour(SceneRegion.Flowers), p.Ground(left, far), p.Ground(right, far), p.Ground(right, near), p.Ground(left, near));
        (SKColor one, SKColor two) = (Petals[p.Count(0, 5)], Petals[p.Count(0, 5)]);
        for (int i = 0; i < count; i++)
        {
            // Nearer blossoms come later and cover those behind.
            float depth = 1 / ((1 / far) + (((1 / near) - (1 / far)) * (i + 0.5f) / count));
            SKPoint at = p.Ground(p.Uniform(left, right), depth, 0.006f);
            float radius = p.Uniform(0.013f, 0.021f) / depth;
            SKColor colour = p.Chance(0.25f) ? p.Colour(SceneRegion.Hedge, 1.2f) : p.Chance(0.7f) ? one : two;
            p.Oval(SceneRegion.Flowers, Outdoors.Mix(colour, SKColors.Black, p.Uniform(0, 0.25f)), at.X, at.Y, radius, radius * 0.75f);
        }
    }

    /// <summary>Streaks of light along a sheet of water.</summary>
    public static void Gleam(ScenePainter p, float top, float bottom, int count)
    {
        for (int i = 0; i < count; i++)
        {
            float t = (i + p.Uniform(0, 1)) / count;
            float y = top + ((bottom - top) * t * t);
            (float x, float half) = (p.Uniform(0, 1), p.Uniform(0.02f, 0.09f) * (0.4f + t));
            p.Line(new(255, 255, 255, (byte)p.Uniform(25, 80)), 0.002f + (0.004f * t), new(x - half, y), new(x + half, y));
        }
    }
}

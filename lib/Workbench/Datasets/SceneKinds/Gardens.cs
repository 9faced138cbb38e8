using SkiaSharp;

namespace Workbench.Datasets.SceneKinds;

/// <summary>Formal garden and botanical garden.</summary>
internal static class Gardens
{
    /// <summary>Parterres on both sides of a gravel walk: box hedges around flowers, cones of yew, a basin, often a palace at the end.</summary>
    public static void Formal(ScenePainter p)
    {
        Scenery.Sky(p);
        Scenery.TreeLine(p, p.Uniform(0.05f, 0.11f));
        if (p.Chance(0.6f))
        {
            Buildings.Palace(p);
        }

        Scenery.Plain(p, SceneRegion.Grass);
        float walk = p.Uniform(0.14f, 0.22f);
        float width = p.Uniform(0.34f, 0.5f);
        float margin = p.Uniform(0.04f, 0.08f);
        p.Polygon(SceneRegion.Path, p.Colour(SceneRegion.Path), p.Ground(-walk, 9), p.Ground(walk, 9), p.Ground(walk, 0.9f), p.Ground(-walk, 0.9f));
        bool basin = p.Chance(0.6f);
        (float hedge, float tall) = (p.Uniform(0.03f, 0.045f), p.Uniform(0.03f, 0.06f));
        float[] depths = [9, 5.2f, 4.6f, 3.1f, 2.75f, 1.9f, 1.7f, 1.18f, 1.06f, 0.75f];
        for (int row = 0; row < depths.Length; row += 2)
        {
            (float far, float near) = (depths[row], depths[row + 1]);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                float inner = walk + margin;
                for (int bed = 0; bed < (row < 4 ? 3 : 2); bed++, inner += width + (2 * margin))
                {
                    (float left, float right) = side < 0 ? (-inner - width, -inner) : (inner, inner + width);
                    Parterre(p, left, right, far, near, hedge, tall, row < 2 ? 12 : row < 4 ? 24 : 60);
                }

                SKPoint foot = p.Ground(side * (walk + (margin / 2)), near);
                Cone(p, foot, p.Uniform(0.14f, 0.22f) / near);
            }

            if (basin && row == 4)
            {
                Basin(p, 2.3f, walk * 1.5f);
            }
        }
    }

    /// <summary>A glasshouse among palms, shrubs and beds, with a pond.</summary>
    public static void Botanical(ScenePainter p)
    {
        Scenery.Sky(p);
        Scenery.TreeLine(p, p.Uniform(0.1f, 0.2f));
        Scenery.Plain(p, SceneRegion.Grass);
        GlassHouse(p, p.Uniform(0.3f, 0.7f), p.Horizon + 0.06f, p.Uniform(0.24f, 0.36f), p.Uniform(0.24f, 0.34f));
        float bend = p.Uniform(-0.5f, 0.5f);
        using SKPath way = new();
        way.MoveTo(p.Ground(-0.05f, 5));
        way.QuadTo(p.Ground(bend - 0.1f, 1.8f), p.Ground(-0.3f, 0.95f));
        way.LineTo(p.Ground(0.2f, 0.95f));
        way.QuadTo(p.Ground(bend + 0.3f, 1.8f), p.Ground(0.15f, 5));
        p.Fill(SceneRegion.Path, p.Colour(SceneRegion.Path), way);
        float side = p.Chance(0.5f) ? 0.2f : 0.8f;
        if (p.Chance(0.6f))
        {
            float y = p.Horizon + ((1 - p.Horizon) * p.Uniform(0.4f, 0.6f));
            p.Oval(SceneRegion.Water, p.Colour(SceneRegion.Water, 0.8f), side, y, 0.17f, 0.06f);
            p.Oval(SceneRegion.Water, p.Colour(SceneRegion.Water, 1.1f), side, y + 0.008f, 0.16f, 0.05f);
            for (int i = 0; i < 9; i++)
            {
                (float a, float r) = (p.Uniform(0, 6.28f), p.Uniform(0.3f, 0.8f));
                p.Oval(SceneRegion.Flowers, p.Colour(SceneRegion.Hedge, 1.6f), side + (0.15f * r * MathF.Cos(a)), y + (0.05f * r * MathF.Sin(a)), 0.016f, 0.007f);
            }
        }

        for (int i = 0; i < 7; i++)
        {
            float depth = 3.2f - (0.36f * i);
            float across = (p.Chance(0.5f) ? 1 : -1) * p.Uniform(0.3f, 0.62f) * depth;
            SKPoint foot = p.Ground(across, depth);
            switch (p.Count(0, 3))
            {
                case 0 or 1:
                    Scenery.Palm(p, foot.X, foot.Y, p.Uniform(0.5f, 0.75f) / depth);
                    break;
                case 2:
                    // Beds lie across the walk from the pond.
                    across = side < 0.5f ? Math.Abs(across) : -Math.Abs(across);
                    Scenery.Flowers(p, across - 0.25f, across + 0.25f, depth * 1.3f, depth, 50);
                    break;
                default:
                    Shrub(p, foot, p.Uniform(0.2f, 0.32f) / depth);
                    break;
            }
        }
    }

    private static void Parterre(ScenePainter p, float left, float right, float far, float near, float hedge, float height, int blossoms)
    {
        if (p.Ground(left, far).X > 1 || p.Ground(right, far).X < 0)
        {
            return; // beside the picture
        }

        Scenery.Block(p, SceneRegion.Hedge, left, right, far, far - (hedge * far), height);
        Scenery.Flowers(p, left + hedge, right - hedge, far * 0.97f, near * 1.04f, blossoms);
        Scenery.Block(p, SceneRegion.Hedge, left, left + hedge, far, near, height);
        Scenery.Block(p, SceneRegion.Hedge, right - hedge, right, far, near, height);
        Scenery.Block(p, SceneRegion.Hedge, left, right, near * 1.05f, near, height);
    }

    private static void Cone(ScenePainter p, SKPoint foot, float height)
    {
        float half = height * 0.24f;
        p.Soft(new(10, 20, 10, 130), foot.X + (half * 1.2f), foot.Y, half * 2, half * 0.5f);
        p.Polygon(SceneRegion.Hedge, p.Colour(SceneRegion.Hedge, 1.15f), new(foot.X - half, foot.Y), new(foot.X, foot.Y - height), new(foot.X + half, foot.Y));
        p.Polygon(SceneRegion.Hedge, p.Colour(SceneRegion.Hedge, 0.7f), new(foot.X + (half * 0.15f), foot.Y), new(foot.X, foot.Y - height), new(foot.X + half, foot.Y));
    }

    private static void Basin(ScenePainter p, float depth, float radius)
    {
        SKPoint at = p.Ground(0, depth);
        float r = radius / depth * 1.6f;
        p.Oval(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.8f), at.X, at.Y + (r * 0.07f), r, r * 0.3f);
        p.Oval(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.2f), at.X, at.Y, r, r * 0.3f);
        p.Oval(SceneRegion.Water, p.Colour(SceneRegion.Water, 1.1f), at.X, at.Y, r * 0.85f, r * 0.23f);
        p.Soft(new(255, 255, 255, 230), at.X, at.Y - (r * 0.5f), r * 0.14f, r * 0.6f);
    }

    private static void Shrub(ScenePainter p, SKPoint foot, float size)
    {
        p.Soft(new(10, 20, 10, 120), foot.X + (size * 0.3f), foot.Y, size, size * 0.2f);
        for (int i = 0; i < 22; i++)
        {
            (float across, float up) = (p.Uniform(-0.6f, 0.6f), p.Uniform(0.1f, 0.8f));
            p.Oval(SceneRegion.Trees, p.Colour(SceneRegion.Trees, 0.6f + (0.7f * up) - (0.3f * across)), foot.X + (across * size), foot.Y - (up * size), size * 0.16f, size * 0.2f);
        }
    }

    private static void GlassHouse(ScenePainter p, float x, float foot, float half, float height)
    {
        float wall = height * 0.42f;
        float dome = half * 0.45f;
        p.Soft(new(10, 20, 20, 120), x + 0.05f, foot, half * 1.3f, 0.03f);
        p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.82f), x - half, foot - wall, x + half, foot);
        using SKPath roof = new();
        roof.MoveTo(x - half, foot - wall);
        roof.QuadTo(x - (half * 0.9f), foot - (height * 0.62f), x - (half * 0.6f), foot - (height * 0.64f));
        roof.LineTo(x + (half * 0.6f), foot - (height * 0.64f));
        roof.QuadTo(x + (half * 0.9f), foot - (height * 0.62f), x + half, foot - wall);
        p.Fill(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 1.05f), roof);
        p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.9f), x - dome, foot - (height * 0.72f), x + dome, foot);
        using SKPath cap = new();
        cap.MoveTo(x - dome, foot - (height * 0.72f));
        cap.CubicTo(x - dome, foot - (height * 1.12f), x + dome, foot - (height * 1.12f), x + dome, foot - (height * 0.72f));
        p.Fill(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 1.15f), cap);
        SKColor bar = new(246, 248, 246, 200);
        for (int i = 0; i <= 16; i++)
        {
            float t = (i / 8f) - 1;
            p.Line(bar, 0.005f, new(x + (t * half), foot), new(x + (t * half), foot - wall));
            p.Line(bar, 0.004f, new(x + (t * half), foot - wall), new(x + (t * half * 0.62f), foot - (height * 0.64f)));
        }

        for (int i = 0; i <= 8; i++)
        {
            float t = (i / 4f) - 1;
            p.Line(bar, 0.005f, new(x + (t * dome), foot), new(x + (t * dome), foot - (height * 0.72f)));
            p.Line(bar, 0.004f, new(x + (t * dome), foot - (height * 0.72f)), new(x + (t * dome * 0.45f), foot - (height * (1.02f - (0.08f * t * t)))));
        }

        p.Line(bar, 0.01f, new(x - half, foot - wall), new(x + half, foot - wall));
        p.Line(bar, 0.01f, new(x - dome, foot - (height * 0.72f)), new(x + dome, foot - (height * 0.72f)));
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone), x - half, foot - (height * 0.06f), x + half, foot);
        p.Box(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 0.7f), x - (dome * 0.3f), foot - (wall * 0.8f), x + (dome * 0.3f), foot);
    }
}

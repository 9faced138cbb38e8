using SkiaSharp;

namespace Workbench.Datasets.SceneKinds;

/// <summary>The abbey, and the palace behind a formal garden.</summary>
internal static class Buildings
{
    /// <summary>A church front with two towers, gable, rose window, lancets and portal on a green.</summary>
    public static void Abbey(ScenePainter p)
    {
        Scenery.Sky(p, 0.85f);
        Scenery.TreeLine(p, p.Uniform(0.05f, 0.12f));
        Scenery.Plain(p, SceneRegion.Grass);
        float x = p.Uniform(0.36f, 0.56f);
        float foot = p.Horizon + p.Uniform(0.1f, 0.2f);
        float tower = foot - p.Uniform(0.16f, 0.3f);
        float half = p.Uniform(0.16f, 0.22f);
        float broad = half * p.Uniform(0.4f, 0.5f);
        float eaves = foot - (tower * p.Uniform(0.5f, 0.62f));
        float nave = p.Uniform(0.22f, 0.36f);
        p.Glaze(new(20, 22, 45, 100), new(x - half, foot), new(x + half + nave, foot), new(x + half + nave + 0.12f, foot + 0.08f), new(x - half + 0.15f, foot + 0.08f));

        // The nave runs back behind the right tower.
        p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof), new(x, eaves - 0.1f), new(x + half + nave - 0.03f, eaves - 0.05f), new(x + half + nave, eaves + 0.05f), new(x, eaves + 0.05f));
        p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.72f), new(x, eaves + 0.04f), new(x + half + nave, eaves + 0.05f), new(x + half + nave, foot - 0.02f), new(x, foot));
        for (float at = x + half + 0.05f; at < x + half + nave - 0.02f; at += 0.065f)
        {
            Lancet(p, at, eaves + 0.1f, foot - 0.06f, 0.013f);
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.9f), at + 0.026f, eaves + 0.07f, at + 0.038f, foot - 0.01f);
        }

        p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.95f), new(x - half, foot), new(x - half, eaves), new(x, eaves - (half * 0.9f)), new(x + half, eaves), new(x + half, foot));
        float rose = half * 0.27f;
        p.Oval(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.2f), x, eaves + (rose * 0.4f), rose * 1.2f, rose * 1.2f);
        p.Oval(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.36f), x, eaves + (rose * 0.4f), rose, rose);
        for (int spoke = 0; spoke < 6; spoke++)
        {
            (float sin, float cos) = MathF.SinCos(spoke * MathF.PI / 6);
            p.Line(p.Colour(SceneRegion.Stone, 1.1f), 0.004f, new(x - (cos * rose), eaves + (rose * 0.4f) - (sin * rose)), new(x + (cos * rose), eaves + (rose * 0.4f) + (sin * rose)));
        }

        using (SKPath portal = Pointed(x, foot - (half * 0.75f), foot, half * 0.3f))
        {
            p.Fill(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.6f), portal);
        }

        using (SKPath door = Pointed(x, foot - (half * 0.6f), foot, half * 0.2f))
        {
            p.Fill(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 0.8f), door);
        }

        bool spires = p.Chance(0.55f);
        float uneven = p.Chance(0.3f) ? 0.7f : 1;
        Tower(p, x - half, foot, broad, tower * uneven, spires);
        Tower(p, x + half, foot, broad, tower, spires);
        p.Vanishing = x;
        p.Polygon(SceneRegion.Path, p.Colour(SceneRegion.Path), new(x - 0.04f, foot), new(x + 0.04f, foot), p.Ground(0.2f, 0.9f), p.Ground(-0.1f, 0.9f));
        for (int grave = p.Count(0, 7); grave > 0; grave--)
        {
            // Beside the path.
            float gx = x + (p.Chance(0.5f) ? p.Uniform(0.2f, 0.55f) : -p.Uniform(0.15f, 0.5f));
            float gy = p.Uniform(foot + 0.05f, 0.94f);
            float size = (gy - p.Horizon) * 0.12f;
            p.Soft(new(10, 20, 20, 120), gx + size, gy, size * 1.2f, size * 0.3f);
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.9f), gx - (size * 0.4f), gy - size, gx + (size * 0.4f), gy);
            p.Oval(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.9f), gx, gy - size, size * 0.4f, size * 0.35f);
        }

        if (p.Chance(0.5f))
        {
            Scenery.Tree(p, p.Chance(0.5f) ? p.Uniform(0, 0.08f) : p.Uniform(0.92f, 1), foot + 0.12f, p.Uniform(0.35f, 0.55f));
        }
    }

    /// <summary>A long house with rows of windows, at the end of the walk.</summary>
    public static void Palace(ScenePainter p)
    {
        (float half, float height) = (p.Uniform(0.18f, 0.34f), p.Uniform(0.09f, 0.14f));
        (float x, float foot) = (p.Vanishing, p.Horizon + 0.03f);
        p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof), new(x - half, foot - height), new(x - half + 0.03f, foot - (height * 1.4f)), new(x + half - 0.03f, foot - (height * 1.4f)), new(x + half, foot - height));
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.1f), x - half, foot - height, x + half, foot);
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.2f), x - 0.06f, foot - (height * 1.1f), x + 0.06f, foot);
        p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.05f), new(x - 0.07f, foot - (height * 1.1f)), new(x, foot - (height * 1.5f)), new(x + 0.07f, foot - (height * 1.1f)));
        for (float at = x - half + 0.025f; at < x + half - 0.01f; at += 0.034f)
        {
            p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.45f), at - 0.006f, foot - (height * 0.88f), at + 0.006f, foot - (height * 0.6f));
            p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.45f), at - 0.006f, foot - (height * 0.48f), at + 0.006f, foot - (height * 0.2f));
        }
    }

    private static void Tower(ScenePainter p, float x, float foot, float broad, float height, bool spire)
    {
        (float left, float right, float top) = (x - (broad / 2), x + (broad / 2), foot - height);
        if (spire)
        {
            p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof, 1.15f), new(left, top), new(x, top - (broad * 1.5f)), new(right, top));
            p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof, 0.75f), new(x, top), new(x, top - (broad * 1.5f)), new(right, top));
        }

        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.12f), left, top, x + (broad * 0.28f), foot);
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.68f), x + (broad * 0.28f), top, right, foot);
        for (int merlon = 0; merlon < 4; merlon++)
        {
            float at = left + (broad * (merlon + 0.1f) / 4);
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.05f), at, top - (broad * 0.14f), at + (broad * 0.15f), top);
        }

        for (int storey = 0; storey < 3; storey++)
        {
            float sill = foot - (height * (0.3f + (0.3f * storey)));
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.25f), left - 0.004f, sill + 0.01f, right + 0.004f, sill + 0.018f);
            Lancet(p, x - (broad * 0.2f), sill - (height * 0.2f), sill, broad * 0.1f);
            Lancet(p, x + (broad * 0.08f), sill - (height * 0.2f), sill, broad * 0.1f);
        }
    }

    private static void Lancet(ScenePainter p, float x, float top, float bottom, float half)
    {
        using SKPath window = Pointed(x, top, bottom, half);
        p.Fill(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.32f), window);
    }

    private static SKPath Pointed(float x, float top, float bottom, float half)
    {
        SKPath path = new();
        float spring = Math.Min(top + (half * 2), bottom);
        path.MoveTo(x - half, bottom);
        path.LineTo(x - half, spring);
        path.QuadTo(x - half, top + (half * 0.8f), x, top);
        path.QuadTo(x + half, top + (half * 0.8f), x + half, spring);
        path.LineTo(x + half, bottom);
        path.Close();
        return path;
    }
}

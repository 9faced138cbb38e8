using SkiaSharp;

namespace Workbench.Datasets.SceneKinds;

/// <summary>Arch and abbey, and the palace behind a formal garden.</summary>
internal static class Buildings
{
    /// <summary>A triumphal arch with one or three openings: courses, voussoirs, cornice, attic, and its shadow on the ground.</summary>
    public static void Arch(ScenePainter p)
    {
        Scenery.Sky(p);
        Scenery.TreeLine(p, p.Uniform(0.04f, 0.1f));
        Scenery.Plain(p, SceneRegion.Grass);
        float x = p.Uniform(0.4f, 0.6f);
        p.Vanishing = x;
        p.Polygon(SceneRegion.Path, p.Colour(SceneRegion.Path), p.Ground(-0.22f, 12), p.Ground(0.22f, 12), p.Ground(0.3f, 0.9f), p.Ground(-0.3f, 0.9f));
        float foot = p.Horizon + p.Uniform(0.18f, 0.3f);
        float height = foot - p.Uniform(0.08f, 0.2f);
        bool three = p.Chance(0.4f);
        float half = height * (three ? p.Uniform(0.52f, 0.62f) : p.Uniform(0.4f, 0.5f));
        float top = foot - height;
        float attic = top + (height * p.Uniform(0.2f, 0.27f));
        p.Glaze(new(25, 22, 40, 110), new(x - half, foot), new(x + half, foot), new(x + half + (height * 0.5f), foot + (height * 0.2f)), new(x - half + (height * 0.5f), foot + (height * 0.2f)));

        List<SKPoint> springs = [new(x, foot - (height * 0.44f))];
        List<float> radii = [half * (three ? 0.3f : 0.46f)];
        if (three)
        {
            springs.AddRange([new(x - (half * 0.66f), foot - (height * 0.32f)), new(x + (half * 0.66f), foot - (height * 0.32f))]);
            radii.AddRange([half * 0.17f, half * 0.17f]);
        }

        using SKPath wall = new() { FillType = SKPathFillType.EvenOdd };
        wall.AddRect(new(x - half, top, x + half, foot));
        for (int i = 0; i < radii.Count; i++)
        {
            // The thickness of the wall: its far opening, seen through the near one, lies towards the eye's side.
            using SKPath near = Opening(springs[i], radii[i], foot);
            using SKPath reveal = new() { FillType = SKPathFillType.EvenOdd };
            reveal.AddPath(near);
            using SKPath far = Opening(new(springs[i].X + (radii[i] * 0.12f), springs[i].Y + (radii[i] * 0.1f)), radii[i] * 0.8f, foot - (radii[i] * 0.12f));
            reveal.AddPath(far);
            p.Fill(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.5f), reveal);
            wall.AddPath(near);
        }

        p.Fill(SceneRegion.Stone, p.Colour(SceneRegion.Stone), wall);
        p.Clip(wall);
        SKColor joint = p.Colour(SceneRegion.Stone, 0.74f).WithAlpha(150);
        int courses = p.Count(14, 22);
        for (int course = 0; course < courses; course++)
        {
            float y = top + (height * course / courses);
            p.Line(joint, 0.003f, new(x - half, y), new(x + half, y));
            for (float block = x - half + (course % 2 * 0.03f); block < x + half; block += 0.06f)
            {
                p.Line(joint, 0.003f, new(block, y), new(block, y + (height / courses)));
            }
        }

        p.Glaze(new(0, 0, 20, 40), new(x + (half * 0.7f), top), new(x + half, top), new(x + half, foot), new(x + (half * 0.7f), foot));
        p.Unclip();
        for (int i = 0; i < radii.Count; i++)
        {
            Voussoirs(p, springs[i], radii[i], 13);
        }

        foreach (float at in three ? (float[])[-0.92f, -0.42f, 0.42f, 0.92f] : [-0.9f, -0.62f, 0.62f, 0.9f])
        {
            float c = x + (at * half);
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.2f), c - (half * 0.05f), attic, c + (half * 0.02f), foot);
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.75f), c + (half * 0.02f), attic, c + (half * 0.06f), foot);
        }

        Cornice(p, x, attic, half, height * 0.03f);
        Cornice(p, x, top, half, height * 0.035f);
        if (p.Chance(0.5f))
        {
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.85f), x - (half * 0.45f), top + (height * 0.08f), x + (half * 0.45f), attic - (height * 0.04f));
        }

        for (int tree = p.Count(0, 2); tree > 0; tree--)
        {
            Scenery.Tree(p, p.Chance(0.5f) ? p.Uniform(0, 0.1f) : p.Uniform(0.9f, 1), foot + p.Uniform(0, 0.1f), p.Uniform(0.3f, 0.5f));
        }
    }

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

    private static SKPath Opening(SKPoint spring, float radius, float foot)
    {
        SKPath path = new();
        path.MoveTo(spring.X - radius, foot);
        path.LineTo(spring.X - radius, spring.Y);
        path.ArcTo(new(spring.X - radius, spring.Y - radius, spring.X + radius, spring.Y + radius), 180, 180, false);
        path.LineTo(spring.X + radius, foot);
        path.Close();
        return path;
    }

    private static void Voussoirs(ScenePainter p, SKPoint spring, float radius, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (float sin0, float cos0) = MathF.SinCos(MathF.PI * i / count);
            (float sin1, float cos1) = MathF.SinCos(MathF.PI * (i + 1) / count);
            float outer = radius * (i == count / 2 ? 1.32f : 1.22f);
            SKColor colour = p.Colour(SceneRegion.Stone, (i % 2 == 0 ? 1.2f : 1.05f) - (0.15f * cos0));
            p.Polygon(
                SceneRegion.Stone,
                colour,
                new(spring.X + (cos0 * radius), spring.Y - (sin0 * radius)),
                new(spring.X + (cos0 * outer), spring.Y - (sin0 * outer)),
                new(spring.X + (cos1 * outer), spring.Y - (sin1 * outer)),
                new(spring.X + (cos1 * radius), spring.Y - (sin1 * radius)));
        }
    }

    private static void Cornice(ScenePainter p, float x, float y, float half, float height)
    {
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.25f), x - (half * 1.06f), y - height, x + (half * 1.06f), y);
        p.Glaze(new(20, 15, 30, 90), new(x - half, y), new(x + half, y), new(x + half, y + (height * 0.8f)), new(x - half, y + (height * 0.8f)));
    }
}

using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>Triumphal arches, city gates, arcades and ruins, on lawns and squares, before trees, hills or a town.</summary>
internal static class Arches
{
    public static void Paint(ScenePainter p)
    {
        Scenery.Sky(p);
        float x = p.Uniform(0.38f, 0.62f);
        p.Vanishing = x;
        Background(p);
        bool paved = p.Chance(0.35f);
        Ground(p, paved);
        float foot = p.Horizon + p.Uniform(0.12f, 0.32f);
        switch (p.Count(0, 6))
        {
            case 0 or 1 or 2 or 3:
                Triumphal(p, x, foot);
                break;
            case 4:
                Gate(p, x, foot);
                break;
            case 5:
                Arcade(p, foot);
                break;
            default:
                Ruin(p, x, foot);
                break;
        }

        for (int tree = paved ? 0 : p.Count(0, 2); tree > 0; tree--)
        {
            Scenery.Tree(p, p.Chance(0.5f) ? p.Uniform(0.02f, 0.14f) : p.Uniform(0.86f, 0.98f), foot + p.Uniform(-0.04f, 0.1f), p.Uniform(0.22f, 0.5f));
        }
    }

    private static void Background(ScenePainter p)
    {
        switch (p.Count(0, 3))
        {
            case 0:
                Scenery.TreeLine(p, p.Uniform(0.04f, 0.12f));
                break;
            case 1:
                Scenery.Ridge(p, SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees, 1.1f), new(160, 185, 205), 0.45f), p.Horizon + 0.01f, p.Uniform(0.1f, 0.26f), 0.03f);
                Scenery.TreeLine(p, p.Uniform(0.03f, 0.06f));
                break;
            case 2:
                Scenery.Ridge(p, SceneRegion.Rock, Outdoors.Mix(p.Colour(SceneRegion.Rock, 1.2f), new(180, 190, 210), 0.4f), p.Horizon + 0.01f, p.Uniform(0.06f, 0.2f), 0.08f);
                break;
            default:
                Town(p);
                break;
        }
    }

    /// <summary>Houses far away, on both sides of a gap that the street runs into.</summary>
    private static void Town(ScenePainter p)
    {
        for (float left = -0.02f; left < 1;)
        {
            (float width, float height) = (p.Uniform(0.06f, 0.13f), p.Uniform(0.1f, 0.24f));
            float top = p.Horizon - height;
            p.Box(SceneRegion.Stone, Outdoors.Mix(p.Colour(SceneRegion.Stone, p.Uniform(0.85f, 1.2f)), new(190, 195, 205), 0.4f), left, top, left + width, p.Horizon + 0.02f);
            p.Polygon(SceneRegion.Roof, Outdoors.Mix(p.Colour(SceneRegion.Roof, 1.1f), new(190, 195, 205), 0.25f), new(left, top), new(left + (width * 0.15f), top - 0.035f), new(left + (width * 0.85f), top - 0.035f), new(left + width, top));
            for (float y = top + 0.02f; y < p.Horizon - 0.02f; y += 0.04f)
            {
                for (float at = left + 0.012f; at < left + width - 0.015f; at += 0.025f)
                {
                    p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.6f), at, y, at + 0.01f, y + 0.018f);
                }
            }

            left += width;
        }
    }

    private static void Ground(ScenePainter p, bool paved)
    {
        Scenery.Plain(p, paved ? SceneRegion.Path : SceneRegion.Grass);
        if (paved)
        {
            List<SKPoint> joints = [];
            for (float across = -2.1f; across < 2.2f; across += 0.2f)
            {
                joints.AddRange([p.Ground(across, 8), p.Ground(across, 0.9f)]);
            }

            for (float depth = 0.95f; depth < 8; depth *= 1.22f)
            {
                joints.AddRange([new(0, p.Ground(0, depth).Y), new(1, p.Ground(0, depth).Y)]);
            }

            p.Lines(p.Colour(SceneRegion.Path, 0.8f).WithAlpha(170), 0.003f, joints);
        }
        else if (p.Chance(0.75f))
        {
            float half = p.Uniform(0.14f, 0.34f);
            p.Polygon(SceneRegion.Path, p.Colour(SceneRegion.Path), p.Ground(-half * 0.8f, 12), p.Ground(half * 0.8f, 12), p.Ground(half, 0.9f), p.Ground(-half, 0.9f));
        }
    }

    /// <summary>One opening or three, pilasters, cornices, an attic, and what stands on it.</summary>
    private static void Triumphal(ScenePainter p, float x, float foot)
    {
        float height = foot - p.Uniform(0.1f, 0.3f);
        bool three = p.Chance(0.4f);
        float half = height * (three ? p.Uniform(0.5f, 0.64f) : p.Uniform(0.34f, 0.5f));
        float top = foot - height, attic = top + (height * p.Uniform(0.18f, 0.27f));
        Shadow(p, x, half, foot, height);
        Side(p, x + half, half * p.Uniform(0, 0.5f), top, foot);
        List<(SKPoint Spring, float Radius)> openings = [(new(x, foot - (height * p.Uniform(0.38f, 0.45f))), Math.Min(half * (three ? 0.3f : p.Uniform(0.42f, 0.52f)), height * 0.22f))];
        if (three)
        {
            openings.AddRange([(new(x - (half * 0.66f), foot - (height * 0.32f)), half * 0.17f), (new(x + (half * 0.66f), foot - (height * 0.32f)), half * 0.17f)]);
        }

        using SKPath wall = Box(x - half, top, x + half, foot);
        Wall(p, wall, openings, foot);
        bool round = p.Chance(0.5f);
        foreach (float at in three ? (ReadOnlySpan<float>)[-0.92f, -0.42f, 0.42f, 0.92f] : p.Chance(0.7f) ? [-0.9f, -0.64f, 0.64f, 0.9f] : [-0.86f, 0.86f])
        {
            (float c, float broad) = (x + (at * half), half * (round ? 0.055f : 0.08f));
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.2f), c - broad, attic, c + (broad * 0.3f), foot);
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.75f), c + (broad * 0.3f), attic, c + broad, foot);
        }

        Cornice(p, x, attic, half, height * 0.03f);
        Cornice(p, x, top, half, height * 0.035f);
        switch (p.Count(0, 3))
        {
            case 0:
                p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.05f), new(x - (half * 0.95f), top - (height * 0.035f)), new(x, top - (height * 0.2f)), new(x + (half * 0.95f), top - (height * 0.035f)));
                break;
            case 1:
                for (int statue = p.Count(3, 5), i = 0; i < statue; i++)
                {
                    Statue(p, x + (half * (((i + 0.5f) * 2 / statue) - 1)), top - (height * 0.03f), height * 0.14f);
                }

                break;
            case 2:
                // An inscription.
                p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.85f), x - (half * 0.5f), top + (height * 0.05f), x + (half * 0.5f), attic - (height * 0.06f));
                break;
            default:
                p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.95f), x - (half * 0.55f), top - (height * 0.11f), x + (half * 0.55f), top - (height * 0.03f));
                break;
        }
    }

    /// <summary>A gate between two towers with battlements or pointed roofs.</summary>
    private static void Gate(ScenePainter p, float x, float foot)
    {
        float height = foot - p.Uniform(0.22f, 0.36f);
        float half = height * p.Uniform(0.3f, 0.42f), broad = half * p.Uniform(0.5f, 0.7f), tower = height * p.Uniform(1.08f, 1.3f);
        bool roofs = p.Chance(0.5f), town = p.Chance(0.5f);
        Shadow(p, x, half + broad, foot, height);
        if (town)
        {
            // The town's wall on both sides.
            using SKPath low = Box(-0.02f, foot - (height * 0.5f), 1.02f, foot - 0.01f);
            Masonry(p, low, 0.85f);
            Merlons(p, -0.02f, 1.02f, foot - (height * 0.5f), height * 0.07f, 0.85f);
        }

        using SKPath wall = Box(x - half, foot - height, x + half, foot);
        Wall(p, wall, [(new(x, foot - (height * 0.42f)), half * p.Uniform(0.5f, 0.62f))], foot);
        Merlons(p, x - half, x + half, foot - height, height * 0.08f, 1);
        foreach (float middle in (ReadOnlySpan<float>)[x - half - (broad * 0.8f), x + half + (broad * 0.8f)])
        {
            (float left, float right, float top) = (middle - broad, middle + broad, foot + 0.01f - tower);
            using SKPath round = Box(left, top, right, foot + 0.01f);
            Masonry(p, round, 1);
            p.Glaze(new(255, 244, 220, 60), new(left, top), new(left + (broad * 0.6f), top), new(left + (broad * 0.6f), foot + 0.01f), new(left, foot + 0.01f));
            p.Glaze(new(10, 10, 30, 100), new(right - (broad * 0.7f), top), new(right, top), new(right, foot + 0.01f), new(right - (broad * 0.7f), foot + 0.01f));
            p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.3f), middle - (broad * 0.08f), top + (tower * 0.25f), middle + (broad * 0.08f), top + (tower * 0.38f));
            if (roofs)
            {
                p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof, 1.15f), new(left - (broad * 0.15f), top), new(middle, top - (broad * 1.9f)), new(right + (broad * 0.15f), top));
                p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof, 0.75f), new(middle + (broad * 0.2f), top), new(middle, top - (broad * 1.9f)), new(right + (broad * 0.15f), top));
            }
            else
            {
                Merlons(p, left, right, top, height * 0.08f, 1);
            }
        }
    }

    /// <summary>An aqueduct or a bridge on land: a row of arches across the picture, often a second above it, sometimes broken off.</summary>
    private static void Arcade(ScenePainter p, float foot)
    {
        float radius = p.Uniform(0.06f, 0.12f), pier = radius * p.Uniform(0.5f, 0.9f), pitch = (2 * radius) + pier;
        float rise = radius * p.Uniform(1.2f, 2.4f), start = p.Uniform(0, pitch);
        float end = p.Chance(0.4f) ? p.Uniform(0.6f, 0.8f) : 1.1f;
        int tiers = foot - (2 * (rise + (1.6f * radius))) > 0.1f ? p.Count(1, 2) : 1;
        float bottom = foot;
        for (int tier = 0; tier < tiers; tier++)
        {
            float top = bottom - rise - (radius * 1.6f);
            using SKPath wall = new();
            wall.AddPoly([new(-0.1f, bottom), new(-0.1f, top), new(end - (tier * pitch), top), new(end - (tier * pitch * 0.4f), top + (radius * 0.7f)), new(end, bottom)], close: true);
            List<(SKPoint, float)> openings = [];
            for (float middle = start - pitch; middle < end - (radius * (1.4f + (2.5f * tier))); middle += pitch)
            {
                openings.Add((new(middle, bottom - rise), radius));
            }

            Wall(p, wall, openings, bottom);
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.25f), -0.1f, top - 0.012f, end - (tier * pitch), top + 0.004f);
            bottom = top - 0.01f;
            rise *= 0.7f;
        }

        Rubble(p, end, foot, 3);
    }

    /// <summary>An arch that is left of something larger: a ragged top, fallen stones, ivy.</summary>
    private static void Ruin(ScenePainter p, float x, float foot)
    {
        float height = foot - p.Uniform(0.14f, 0.32f), half = height * p.Uniform(0.42f, 0.7f);
        Shadow(p, x, half, foot, height);
        (float low, float lean) = (p.Uniform(0.4f, 0.75f), p.Uniform(0.75f, 1.5f));
        using SKPath wall = new();
        wall.MoveTo(x - half, foot);
        for (int i = 0; i <= 12; i++)
        {
            // High over the crown of the arch, fallen away to one side.
            float t = i / 12f;
            float left = foot - (height * (low + ((1 - low) * MathF.Sin(MathF.PI * Math.Clamp(t * lean, 0, 1)))));
            wall.LineTo(x - half + (2 * half * t), left + p.Uniform(0, height * 0.07f));
        }

        wall.LineTo(x + half, foot);
        wall.Close();
        Wall(p, wall, [(new(x - (half * 0.05f), foot - (height * p.Uniform(0.36f, 0.48f))), half * p.Uniform(0.44f, 0.58f))], foot);
        Rubble(p, x - half, foot, p.Count(1, 4));
        Rubble(p, x + half, foot, p.Count(1, 4));
        p.Label = (byte)SceneRegion.Trees;
        for (int ivy = p.Count(0, 3); ivy > 0; ivy--)
        {
            (float at, float down) = (x + (half * (p.Chance(0.5f) ? p.Uniform(-0.95f, -0.7f) : p.Uniform(0.7f, 0.95f))), foot - (height * p.Uniform(0.1f, 0.7f)));
            Outdoors.Crown(p, light => p.Colour(SceneRegion.Trees, light), at, down, height * p.Uniform(0.06f, 0.12f));
        }
    }

    /// <summary>A wall with round openings: their reveals, the courses, the stones around each arch.</summary>
    private static void Wall(ScenePainter p, SKPath wall, List<(SKPoint Spring, float Radius)> openings, float foot)
    {
        using SKPath pierced = new() { FillType = SKPathFillType.EvenOdd };
        pierced.AddPath(wall);
        foreach ((SKPoint spring, float radius) in openings)
        {
            // The thickness of the wall: its far opening, seen through the near one, lies towards the eye's side.
            using SKPath near = Opening(spring, radius, foot);
            using SKPath reveal = new() { FillType = SKPathFillType.EvenOdd };
            reveal.AddPath(near);
            using SKPath far = Opening(new(spring.X + (radius * 0.12f), spring.Y + (radius * 0.1f)), radius * 0.8f, foot);
            reveal.AddPath(far);
            p.Fill(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.5f), reveal);
            pierced.AddPath(near);
        }

        Masonry(p, pierced, 1);
        foreach ((SKPoint spring, float radius) in openings)
        {
            Voussoirs(p, spring, radius, openings.Count > 3 ? 7 : 13);
        }
    }

    private static void Masonry(ScenePainter p, SKPath wall, float light)
    {
        p.Fill(SceneRegion.Stone, p.Colour(SceneRegion.Stone, light), wall);
        p.Clip(wall);
        SKRect box = wall.Bounds;
        int courses = Math.Max(4, (int)(box.Height / p.Uniform(0.022f, 0.038f)));
        float course = box.Height / courses;
        List<SKPoint> joints = [];
        for (int i = 0; i < courses; i++)
        {
            float y = box.Top + (course * i);
            joints.AddRange([new(box.Left, y), new(box.Right, y)]);
            for (float block = box.Left + (i % 2 * course); block < box.Right; block += course * 2)
            {
                joints.AddRange([new(block, y), new(block, y + course)]);
            }
        }

        p.Lines(p.Colour(SceneRegion.Stone, 0.74f * light).WithAlpha(150), 0.003f, joints);
        p.Unclip();
    }

    private static void Voussoirs(ScenePainter p, SKPoint spring, float radius, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (float sin0, float cos0) = MathF.SinCos(MathF.PI * i / count);
            (float sin1, float cos1) = MathF.SinCos(MathF.PI * (i + 1) / count);
            float outer = radius * (i == count / 2 ? 1.32f : 1.22f);
            p.Polygon(
                SceneRegion.Stone,
                p.Colour(SceneRegion.Stone, (i % 2 == 0 ? 1.2f : 1.05f) - (0.15f * cos0)),
                new(spring.X + (cos0 * radius), spring.Y - (sin0 * radius)),
                new(spring.X + (cos0 * outer), spring.Y - (sin0 * outer)),
                new(spring.X + (cos1 * outer), spring.Y - (sin1 * outer)),
                new(spring.X + (cos1 * radius), spring.Y - (sin1 * radius)));
        }
    }

    private static void Statue(ScenePainter p, float x, float foot, float height)
    {
        p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.15f), new(x - (height * 0.16f), foot), new(x - (height * 0.2f), foot - (height * 0.7f)), new(x + (height * 0.2f), foot - (height * 0.7f)), new(x + (height * 0.16f), foot));
        p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.7f), new(x + (height * 0.04f), foot), new(x + (height * 0.04f), foot - (height * 0.7f)), new(x + (height * 0.2f), foot - (height * 0.7f)), new(x + (height * 0.16f), foot));
        p.Oval(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.05f), x, foot - (height * 0.84f), height * 0.12f, height * 0.15f);
    }

    private static void Cornice(ScenePainter p, float x, float y, float half, float height)
    {
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.25f), x - (half * 1.06f), y - height, x + (half * 1.06f), y);
        p.Glaze(new(20, 15, 30, 90), new(x - half, y), new(x + half, y), new(x + half, y + (height * 0.8f)), new(x - half, y + (height * 0.8f)));
    }

    private static void Merlons(ScenePainter p, float left, float right, float top, float height, float light)
    {
        for (float at = left; at < right - (height * 0.5f); at += height * 1.6f)
        {
            p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.05f * light), at, top - height, Math.Min(at + (height * 0.9f), right), top + 0.002f);
        }
    }

    private static void Rubble(ScenePainter p, float x, float foot, int stones)
    {
        for (int i = 0; i < stones; i++)
        {
            (float at, float y, float size) = (x + p.Uniform(-0.1f, 0.1f), foot + p.Uniform(0, 0.08f), p.Uniform(0.015f, 0.035f));
            p.Soft(new(20, 18, 24, 130), at + size, y, size * 1.6f, size * 0.5f);
            p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 1.15f), new(at - size, y), new(at - (size * 0.8f), y - size), new(at + (size * 0.6f), y - (size * 1.2f)), new(at + size, y));
            p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.7f), new(at + (size * 0.4f), y), new(at + (size * 0.6f), y - (size * 1.2f)), new(at + size, y));
        }
    }

    private static void Shadow(ScenePainter p, float x, float half, float foot, float height) =>
        p.Glaze(new(25, 22, 40, 110), new(x - half, foot), new(x + half, foot), new(x + half + (height * 0.5f), foot + (height * 0.2f)), new(x - half + (height * 0.5f), foot + (height * 0.2f)));

    /// <summary>The side that looks away from the sun, as far as it can be seen.</summary>
    private static void Side(ScenePainter p, float x, float width, float top, float foot)
    {
        float back = width * 0.35f;
        p.Polygon(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.58f), new(x, foot), new(x, top), new(x + width, top + back), new(x + width, foot - (back * 0.5f)));
    }

    private static SKPath Box(float left, float top, float right, float bottom)
    {
        SKPath path = new();
        path.AddRect(new(left, top, right, bottom));
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
}

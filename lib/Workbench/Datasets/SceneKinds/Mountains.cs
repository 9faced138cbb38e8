using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>Mountains: a range, one great summit, a valley or a broad massif; before them a lake, a meadow, a stream, a forest or scree.</summary>
internal static class Mountains
{
    private const int Ribs = 16;
    private static readonly SKColor Haze = new(172, 190, 216);

    public static void Paint(ScenePainter p)
    {
        Scenery.Sky(p, 0.8f);
        float foot = p.Horizon + 0.06f, tall = foot - p.Uniform(0.06f, 0.18f);
        float snow = p.Chance(0.2f) ? 0 : p.Uniform(0.3f, 0.75f);
        if (p.Chance(0.5f))
        {
            Massif(p, Range(p, 4), foot, tall * p.Uniform(0.5f, 0.75f), snow * 0.8f, 0.55f);
        }

        switch (p.Count(0, 3))
        {
            case 0:
                Massif(p, Range(p, p.Count(2, 5)), foot, tall, snow, 0.15f);
                break;
            case 1:
                Massif(p, Summit(p), foot, tall * 1.05f, snow, 0.15f);
                break;
            case 2:
                Massif(p, Range(p, 3), foot, tall * 0.7f, snow, 0.4f);
                Massif(p, Valley(p), foot, tall, snow * 0.7f, 0.08f);
                break;
            default:
                Massif(p, Dome(p), foot, tall * 0.85f, snow, 0.18f);
                break;
        }

        if (p.Chance(0.7f))
        {
            Scenery.Ridge(p, SceneRegion.Trees, Outdoors.Mix(p.Colour(SceneRegion.Trees), new(130, 160, 190), 0.3f), foot, p.Uniform(0.03f, 0.09f), 0.1f);
        }

        p.Fade(SceneRegion.Grass, p.Colour(SceneRegion.Grass, 1.1f), p.Colour(SceneRegion.Grass, 0.8f), p.Horizon + 0.05f, 1);
        switch (p.Count(0, 4))
        {
            case 0 or 1:
                Lake(p, foot);
                break;
            case 2:
                Stream(p, foot);
                break;
            case 3:
                Scree(p, foot);
                break;
            default:
                Meadow(p, foot);
                break;
        }
    }

    // Outlines: how high the mountain is at each of evenly spaced places, 0..1.
    private static float[] Range(ScenePainter p, int peaks)
    {
        (float Middle, float Height, float Slope)[] summits = new (float, float, float)[peaks];
        for (int i = 0; i < peaks; i++)
        {
            summits[i] = ((i + p.Uniform(0.2f, 0.8f)) / peaks, p.Uniform(0.65f, 1), peaks * p.Uniform(0.6f, 1.1f));
        }

        return Outline(p, t => summits.Max(summit => summit.Height - (summit.Slope * Math.Abs(t - summit.Middle))), 0.09f);
    }

    private static float[] Summit(ScenePainter p)
    {
        float middle = p.Uniform(0.3f, 0.7f), steep = p.Uniform(0.45f, 0.8f), other = p.Uniform(0.45f, 0.8f);
        return Outline(p, t => t < middle ? MathF.Pow(Math.Max(0, 1 - ((middle - t) * 1.7f)), 1 / steep) : MathF.Pow(Math.Max(0, 1 - ((t - middle) * 1.7f)), 1 / other), 0.05f);
    }

    private static float[] Valley(ScenePainter p)
    {
        float middle = p.Uniform(0.38f, 0.62f), steep = p.Uniform(1.8f, 2.8f);
        return Outline(p, t => Math.Min(1, (Math.Abs(t - middle) - 0.06f) * steep), 0.07f);
    }

    private static float[] Dome(ScenePainter p)
    {
        float middle = p.Uniform(0.35f, 0.65f), broad = p.Uniform(1.2f, 2.2f);
        return Outline(p, t => 1 - (broad * broad * (t - middle) * (t - middle)), 0.12f);
    }

    private static float[] Outline(ScenePainter p, Func<float, float> height, float rough)
    {
        float[] outline = new float[Ribs + 1];
        for (int i = 0; i <= Ribs; i++)
        {
            outline[i] = Math.Clamp(height(i / (float)Ribs) + p.Uniform(-rough, rough), 0.04f, 1.05f);
        }

        return outline;
    }

    /// <summary>Rock in facets, bright where the outline rises towards the sun's side and dark where it falls, with snow above a line.</summary>
    /// <param name="p">The picture.</param>
    /// <param name="outline">Heights along it, 0..1.</param>
    /// <param name="foot">Where it stands.</param>
    /// <param name="tall">How high 1 is.</param>
    /// <param name="snow">How much of its height is under snow, 0 for none.</param>
    /// <param name="haze">How much air is between, 0..1.</param>
    private static void Massif(ScenePainter p, float[] outline, float foot, float tall, float snow, float haze)
    {
        SKPoint[] top = new SKPoint[Ribs + 1], middle = new SKPoint[Ribs + 1];
        for (int i = 0; i <= Ribs; i++)
        {
            float x = -0.05f + (1.1f * i / Ribs) + p.Uniform(-0.02f, 0.02f);
            top[i] = new(x, foot - (tall * outline[i]));
            middle[i] = new(x + p.Uniform(-0.04f, 0.04f), foot - (tall * outline[i] * p.Uniform(0.4f, 0.65f)));
        }

        using SKPath whole = new();
        whole.AddPoly([.. top, new(1.1f, foot), new(-0.1f, foot)], close: true);
        p.Fill(SceneRegion.Rock, Rock(0.85f), whole);
        for (int i = 0; i < Ribs; i++)
        {
            bool lit = top[i + 1].Y < top[i].Y;
            p.Polygon(SceneRegion.Rock, Rock((lit ? 1.12f : 0.66f) * p.Uniform(0.93f, 1.07f)), top[i], top[i + 1], middle[i + 1], middle[i]);
            bool litBelow = p.Chance(lit ? 0.75f : 0.3f);
            p.Polygon(SceneRegion.Rock, Rock((litBelow ? 1.02f : 0.74f) * p.Uniform(0.93f, 1.07f)), middle[i], middle[i + 1], new(top[i + 1].X, foot), new(top[i].X, foot));
        }

        float line = foot - (tall * (1 - snow));
        using SKPath cap = new();
        List<(SKColor Colour, SKPoint[] Corners)> fields = [];
        for (int i = 0; i < Ribs; i++)
        {
            if (Math.Min(top[i].Y, top[i + 1].Y) > line)
            {
                continue;
            }

            bool lit = top[i + 1].Y < top[i].Y;
            SKColor white = Outdoors.Mix(p.Colour(SceneRegion.Snow, lit ? 1 : 0.76f), Haze, haze * 0.5f);

            // The lower edge is a tooth: snow lies longest in the gully between two ribs.
            SKPoint gully = new((top[i].X + top[i + 1].X) / 2, Math.Max(top[i].Y, top[i + 1].Y) + (Math.Max(0.02f, line - Math.Min(top[i].Y, top[i + 1].Y)) * p.Uniform(0.5f, 1)));
            SKPoint[] field = [top[i], top[i + 1], Edge(top[i + 1], middle[i + 1]), gully, Edge(top[i], middle[i])];
            fields.Add((white, field));
            cap.AddPoly(field, close: true);
        }

        // All of it once before its parts, for no rock to shine through between them.
        p.Fill(SceneRegion.Snow, Outdoors.Mix(p.Colour(SceneRegion.Snow, 0.9f), Haze, haze * 0.5f), cap);
        fields.ForEach(field => p.Polygon(SceneRegion.Snow, field.Colour, field.Corners));

        SKColor Rock(float light) => Outdoors.Mix(p.Colour(SceneRegion.Rock, light), Haze, haze);
        SKPoint Edge(SKPoint from, SKPoint to) => from.Y >= line ? from : from + new SKPoint((to.X - from.X) * 0.5f, Math.Min((line - from.Y) * 0.6f, (to.Y - from.Y) * 0.9f));
    }

    private static void Lake(ScenePainter p, float foot)
    {
        float shore = p.Uniform(0.66f, 0.84f), far = foot + p.Uniform(0.005f, 0.05f);
        p.Fade(SceneRegion.Water, p.Colour(SceneRegion.Water, 1.2f), p.Colour(SceneRegion.Water, 0.8f), far, shore);
        for (int i = p.Count(0, 6); i > 0; i--)
        {
            // What stands behind it, mirrored.
            p.Soft(new(40, 50, 80, 110), p.Uniform(0, 1), far + p.Uniform(0.02f, 0.1f), p.Uniform(0.05f, 0.16f), p.Uniform(0.05f, 0.14f));
        }

        Scenery.Gleam(p, far + 0.01f, shore, 22);
        Scenery.Ridge(p, SceneRegion.Grass, p.Colour(SceneRegion.Grass, 0.9f), shore + 0.02f, 0.07f, 0.03f);
        Firs(p, shore + 0.02f, p.Count(2, 9));
    }

    private static void Meadow(ScenePainter p, float foot)
    {
        for (int i = p.Count(0, 60); i > 0; i--)
        {
            float y = p.Uniform(foot + 0.08f, 1), size = 0.012f * (y - p.Horizon) / (1 - p.Horizon);
            p.Oval(SceneRegion.Flowers, p.Pick<SKColor>(new(240, 214, 70), new(244, 242, 236), new(206, 84, 130)), p.Uniform(0, 1), y, size, size * 0.8f);
        }

        Firs(p, foot + 0.08f, p.Count(0, 9));
        if (p.Chance(0.6f))
        {
            float y = p.Uniform(foot + 0.1f, 0.72f);
            Hut(p, p.Uniform(0.25f, 0.75f), y, 0.12f + (0.5f * (y - foot)));
        }
    }

    private static void Stream(ScenePainter p, float foot)
    {
        float x = p.Uniform(0.35f, 0.65f), one = p.Uniform(-0.5f, 0.5f), near = p.Uniform(0.14f, 0.28f), end = p.Uniform(0.2f, 0.8f);
        using SKPath water = new();
        water.MoveTo(x - 0.008f, foot + 0.01f);
        water.CubicTo(x + (one * 0.5f), foot + 0.12f, x - one - near, 0.75f, end - near, 1.02f);
        water.LineTo(end + near, 1.02f);
        water.CubicTo(x - one + near, 0.75f, x + (one * 0.5f) + 0.06f, foot + 0.12f, x + 0.008f, foot + 0.01f);
        p.Fill(SceneRegion.Water, p.Colour(SceneRegion.Water, 1.05f), water);
        p.Clip(water);
        Scenery.Gleam(p, foot + 0.05f, 1, 30);
        p.Unclip();
        Boulders(p, foot + 0.1f, p.Count(3, 9));
        Firs(p, foot + 0.06f, p.Count(2, 10));
    }

    private static void Scree(ScenePainter p, float foot)
    {
        // A slope of stones that runs out on the grass from one side.
        (float start, float end) = (p.Uniform(foot + 0.02f, foot + 0.14f), p.Uniform(0.75f, 0.95f));
        using SKPath slope = new();
        slope.MoveTo(-0.02f, start);
        slope.CubicTo(0.3f, start + 0.02f, 0.5f, end - 0.14f, p.Uniform(0.6f, 1), end);
        slope.LineTo(0.8f, 1.02f);
        slope.LineTo(-0.02f, 1.02f);
        p.Fill(SceneRegion.Rock, p.Colour(SceneRegion.Rock, 1.25f), slope);
        for (int i = p.Count(0, 3); i > 0; i--)
        {
            float y = p.Uniform(foot + 0.1f, 0.9f);
            p.Oval(SceneRegion.Snow, p.Colour(SceneRegion.Snow, 0.95f), p.Uniform(0, 1), y, p.Uniform(0.06f, 0.16f), 0.06f * (y - p.Horizon));
        }

        Boulders(p, foot + 0.06f, p.Count(8, 18));
        Firs(p, foot + 0.1f, p.Count(0, 3));
    }

    private static void Firs(ScenePainter p, float from, int count)
    {
        int sides = p.Count(0, 3); // left, right, both, anywhere
        for (int i = 0; i < count; i++)
        {
            float y = from + ((1.02f - from) * i / count);
            bool left = sides == 0 || (sides != 1 && p.Chance(0.5f));
            float x = sides == 3 && y < 0.72f ? p.Uniform(0, 1) : left ? p.Uniform(0.04f, 0.34f) : p.Uniform(0.66f, 0.96f);
            Scenery.Conifer(p, x, y, 0.07f + (p.Uniform(0.35f, 0.6f) * (y - p.Horizon)));
        }
    }

    private static void Boulders(ScenePainter p, float from, int count)
    {
        for (int i = 0; i < count; i++)
        {
            float y = from + ((1 - from) * (i + 0.5f) / count), size = p.Uniform(0.06f, 0.18f) * (y - p.Horizon), x = p.Uniform(0, 1);
            p.Soft(new(20, 24, 30, 130), x + size, y, size * 1.7f, size * 0.4f);
            p.Polygon(SceneRegion.Rock, p.Colour(SceneRegion.Rock, 1.2f), new(x - size, y), new(x - (size * 0.7f), y - (size * 0.7f)), new(x + (size * 0.1f), y - size), new(x + (size * 0.8f), y - (size * 0.6f)), new(x + size, y));
            p.Polygon(SceneRegion.Rock, p.Colour(SceneRegion.Rock, 0.7f), new(x + (size * 0.2f), y), new(x + (size * 0.1f), y - size), new(x + (size * 0.8f), y - (size * 0.6f)), new(x + size, y));
        }
    }

    private static void Hut(ScenePainter p, float x, float y, float width)
    {
        (float half, float wall, float roof) = (width / 2, width * 0.42f, width * 0.4f);
        p.Soft(new(16, 30, 16, 140), x + half, y, width * 0.8f, width * 0.1f);
        p.Box(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 1.05f), x - half, y - wall, x + half, y);
        p.Box(SceneRegion.Stone, p.Colour(SceneRegion.Stone, 0.95f), x - half, y - (wall * 0.35f), x + half, y);
        p.Polygon(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 0.85f), new(x - half, y - wall), new(x, y - wall - roof), new(x + half, y - wall));
        p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof, 1.1f), new(x - (half * 1.3f), y - (wall * 0.8f)), new(x, y - wall - (roof * 1.15f)), new(x, y - wall - (roof * 0.85f)), new(x - (half * 1.2f), y - (wall * 0.7f)));
        p.Polygon(SceneRegion.Roof, p.Colour(SceneRegion.Roof, 0.75f), new(x + (half * 1.3f), y - (wall * 0.8f)), new(x, y - wall - (roof * 1.15f)), new(x, y - wall - (roof * 0.85f)), new(x + (half * 1.2f), y - (wall * 0.7f)));
        foreach (float at in (ReadOnlySpan<float>)[-0.55f, 0.25f])
        {
            p.Box(SceneRegion.Glass, p.Colour(SceneRegion.Glass, 0.5f), x + (half * at), y - (wall * 0.85f), x + (half * (at + 0.3f)), y - (wall * 0.5f));
        }

        p.Box(SceneRegion.Wood, p.Colour(SceneRegion.Wood, 0.6f), x - (half * 0.12f), y - (wall * 0.42f), x + (half * 0.14f), y);
    }
}

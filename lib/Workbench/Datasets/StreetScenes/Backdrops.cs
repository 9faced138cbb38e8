using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.StreetScenes;

/// <summary>What is behind the people. Each returns where the ground begins that one can stand on.</summary>
internal static class Backdrops
{
    private static readonly SKColor[] Walls = [new(176, 96, 74), new(206, 178, 140), new(222, 212, 190), new(160, 160, 162), new(200, 146, 92), new(146, 110, 92), new(186, 196, 190), new(214, 160, 148)];
    private static readonly SKColor[] Cloths = [new(186, 44, 44), new(40, 90, 130), new(46, 110, 74), new(224, 170, 60), new(90, 50, 70)];

    /// <summary>A row of houses along the far side of a street, seen from across it.</summary>
    public static float Terrace(Painter p, float horizon)
    {
        Outdoors.Sky(p, horizon);
        float foot = horizon + p.Uniform(0.09f, 0.13f);
        float storey = p.Uniform(0.16f, 0.22f);
        for (float left = p.Uniform(-0.25f, -0.05f); left < 1.05f;)
        {
            float right = left + p.Uniform(0.24f, 0.5f);
            House(p, left, right, foot, storey, p.Count(2, 3));
            left = right;
        }

        float kerb = foot + p.Uniform(0.1f, 0.22f);
        SKColor paving = p.Pick<SKColor>(new(176, 170, 162), new(190, 176, 156), new(150, 150, 152));
        SKColor road = Outdoors.Lit(new(92, 92, 98), p.Uniform(0.8f, 1.25f));
        p.Fade(Outdoors.Lit(paving, 0.9f), paving, foot, kerb);
        for (float along = -1; along < 2.2f; along += 0.12f)
        {
            float near = 0.5f + ((along - 0.5f) * (kerb - horizon) / (foot - horizon));
            p.Line(Outdoors.Lit(paving, 0.75f), 0.003f, new(along, foot), new(near, kerb));
        }

        p.Fade(Outdoors.Lit(road, 0.9f), Outdoors.Lit(road, 1.1f), kerb, 1);
        p.Box(Outdoors.Lit(paving, 1.2f), 0, kerb - 0.004f, 1, kerb + 0.004f);
        p.Box(Outdoors.Lit(road, 0.6f), 0, kerb + 0.004f, 1, kerb + 0.012f);
        if (p.Chance(0.6f))
        {
            float middle = p.Uniform(kerb + 0.1f, 0.9f);
            for (float x = p.Uniform(-0.2f, 0); x < 1; x += 0.3f)
            {
                p.Polygon(new(226, 224, 214), new(x, middle), new(x + 0.16f, middle), new(x + 0.15f, middle + 0.016f), new(x - 0.014f, middle + 0.016f));
            }
        }

        p.Grain(0.16f, 60, 90, 0, foot, 1, 1);
        return foot + 0.03f;
    }

    /// <summary>A street that runs away from us between houses and trees.</summary>
    public static float Avenue(Painter p, float horizon)
    {
        Outdoors.Sky(p, horizon);
        float vanishing = p.Uniform(0.3f, 0.7f);
        SKPoint Ground(float across, float depth, float height = 0) => new(vanishing + (across / depth), horizon + ((1 - horizon - height) / depth));
        SKColor paving = p.Pick<SKColor>(new(176, 170, 162), new(190, 176, 156), new(156, 154, 152));
        SKColor road = Outdoors.Lit(new(96, 96, 102), p.Uniform(0.8f, 1.25f));
        p.Fade(Outdoors.Lit(paving, 0.85f), paving, horizon, 1);
        float half = p.Uniform(0.5f, 0.75f);
        p.Polygon(road, Ground(-half, 40), Ground(half, 40), Ground(half, 0.9f), Ground(-half, 0.9f));
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            p.Polygon(Outdoors.Lit(paving, 1.25f), Ground(side * half, 40), Ground(side * (half + 0.03f), 40), Ground(side * (half + 0.03f), 0.9f), Ground(side * half, 0.9f));
        }

        for (float depth = 1; depth < 12; depth *= 1.5f)
        {
            p.Polygon(new(226, 224, 214), Ground(-0.02f, depth), Ground(0.02f, depth), Ground(0.02f, depth * 1.25f), Ground(-0.02f, depth * 1.25f));
        }

        p.Grain(0.16f, 60, 100, 0, horizon, 1, 1);
        Outdoors.Ridge(p, new(120, 140, 140), horizon + 0.012f, 0.07f, 0.2f);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float wall = side * (half + p.Uniform(0.45f, 0.7f));
            bool trees = p.Chance(0.5f);
            float far = 11;
            while (far > 0.9f)
            {
                // Each house hides those behind it.
                float near = far / p.Uniform(1.4f, 1.8f);
                SideHouse(p, Ground, wall, far, Math.Max(near, 0.6f), p.Uniform(1.0f, 1.7f), side < 0);
                far = near;
            }

            for (float depth = 7; trees && depth > 2; depth /= 1.7f)
            {
                SKPoint at = Ground(side * (half + 0.14f), depth);
                float height = 0.6f / depth;
                p.Enter(at.X, at.Y, height, height);
                StreetFurniture.Tree(p);
                p.Return();
            }
        }

        return horizon + 0.12f;
    }

    /// <summary>A park: lawn, a path across it, trees, and the town behind.</summary>
    public static float Park(Painter p, float horizon)
    {
        Outdoors.Sky(p, horizon);
        SKColor leaves = Outdoors.Lit(p.Pick<SKColor>(new(62, 106, 50), new(84, 118, 46), new(52, 98, 64)), p.Uniform(0.9f, 1.15f));
        if (p.Chance(0.6f))
        {
            for (float left = p.Uniform(-0.1f, 0); left < 1;)
            {
                float right = left + p.Uniform(0.1f, 0.22f);
                House(p, left, right, horizon + 0.02f, 0.055f, p.Count(3, 6), shops: false);
                left = right + p.Uniform(0, 0.1f);
            }
        }

        Outdoors.Ridge(p, Outdoors.Mix(Outdoors.Lit(leaves, 1.1f), new(160, 180, 190), 0.25f), horizon + 0.02f, p.Uniform(0.05f, 0.12f), 0.25f);
        SKColor lawn = Outdoors.Lit(p.Pick<SKColor>(new(104, 150, 62), new(122, 152, 70), new(84, 136, 66)), p.Uniform(0.9f, 1.1f));
        p.Fade(Outdoors.Mix(lawn, new(190, 205, 190), 0.2f), Outdoors.Lit(lawn, 0.9f), horizon + 0.015f, 1);
        p.Grain(0.3f, 50, 90, 0, horizon + 0.02f, 1, 1);
        SKColor gravel = p.Pick<SKColor>(new(206, 190, 158), new(180, 172, 162), new(150, 148, 148));
        float y = horizon + p.Uniform(0.2f, 0.3f);
        float slope = p.Uniform(-0.05f, 0.05f);
        float broad = p.Uniform(0.18f, 0.3f);
        using SKPath way = new();
        way.MoveTo(-0.02f, y - slope);
        way.CubicTo(0.3f, y - (slope * 2), 0.6f, y + (slope * 2), 1.02f, y + slope);
        way.LineTo(1.02f, y + slope + (broad * 1.1f));
        way.CubicTo(0.6f, y + broad + (slope * 2), 0.3f, y + broad - (slope * 2), -0.02f, y - slope + broad);
        p.Fill(gravel, way);
        p.Clip(way);
        p.Grain(0.2f, 80, 120, 0, horizon, 1, 1);
        p.Unclip();
        for (int i = p.Count(2, 5); i > 0; i--)
        {
            float foot = horizon + (0.04f * i) + p.Uniform(0, 0.03f);
            float height = Math.Min((foot - horizon) * p.Uniform(1, 1.5f), 0.21f);
            float x = p.Uniform(-0.05f, 1.05f);
            p.Soft(new(10, 20, 20, 120), x + height, foot, height * 1.5f, height * 0.2f);
            p.Enter(x, foot, height, height);
            StreetFurniture.Tree(p);
            p.Return();
        }

        return horizon + 0.12f;
    }

    /// <summary>A house seen from the front, with a shop or a door on the ground floor.</summary>
    private static void House(Painter p, float left, float right, float foot, float storey, int floors, bool shops = true)
    {
        SKColor wall = Outdoors.Lit(p.Pick(Walls), p.Uniform(0.85f, 1.1f));
        float top = foot - (storey * floors) - (storey * 0.25f);
        if (p.Chance(0.5f))
        {
            SKColor tiles = p.Pick<SKColor>(new(126, 66, 52), new(84, 84, 96), new(98, 82, 72));
            float slant = Math.Min(storey, right - left) * 0.25f;
            p.Polygon(tiles, new(left - 0.004f, top), new(left + slant, top - (storey * 0.6f)), new(right - slant, top - (storey * 0.6f)), new(right + 0.004f, top));
        }

        p.Box(wall, left, top, right, foot);
        p.Grain(0.14f, 40, 110, left, Math.Max(top, 0), right, foot);
        p.Glaze(SKColors.Black.WithAlpha(50), new(right - 0.012f, top), new(right, top), new(right, foot), new(right - 0.012f, foot));
        p.Box(Outdoors.Lit(wall, 1.2f), left, top, right, top + (storey * 0.07f));
        float ground = foot - (shops ? storey * 1.1f : storey);
        int columns = Math.Max(2, (int)((right - left) / (storey * 0.62f)));
        float pitch = (right - left) / columns;
        bool lintels = p.Chance(0.6f);
        bool shutters = p.Chance(0.3f);
        SKColor blind = p.Pick(Cloths);
        for (int floor = 1; floor < floors; floor++)
        {
            float sill = foot - (storey * (floor + 0.35f));
            if (sill < -0.05f)
            {
                break;
            }

            for (int column = 0; column < columns; column++)
            {
                float middle = left + ((column + 0.5f) * pitch);
                float half = pitch * 0.24f;
                float lintel = sill - (storey * 0.5f);
                if (lintels)
                {
                    p.Box(Outdoors.Lit(wall, 1.25f), middle - (half * 1.3f), lintel - (storey * 0.06f), middle + (half * 1.3f), sill + (storey * 0.05f));
                }

                Window(p, middle, half, lintel, sill);
                if (shutters)
                {
                    p.Box(blind, middle - (half * 1.8f), lintel, middle - half, sill);
                    p.Box(Outdoors.Lit(blind, 0.85f), middle + half, lintel, middle + (half * 1.8f), sill);
                }
            }
        }

        if (shops)
        {
            GroundFloor(p, left, right, foot, ground, wall);
        }
        else
        {
            for (int column = 0; column < columns; column++)
            {
                Window(p, left + ((column + 0.5f) * pitch), pitch * 0.24f, ground + (storey * 0.2f), foot - (storey * 0.3f));
            }
        }
    }

    private static void Window(Painter p, float middle, float half, float lintel, float sill)
    {
        float light = p.Uniform(0.8f, 1.3f);
        p.Box(Outdoors.Lit(new(62, 76, 92), light), middle - half, lintel, middle + half, sill);
        p.Glaze(SKColors.White.WithAlpha(60), new(middle - half, sill), new(middle - half, lintel), new(middle + (half * 0.5f), lintel));
        p.Line(new(236, 234, 228), half * 0.18f, new(middle, lintel), new(middle, sill));
        p.Line(new(236, 234, 228), half * 0.18f, new(middle - half, lintel + ((sill - lintel) * 0.4f)), new(middle + half, lintel + ((sill - lintel) * 0.4f)));
    }

    private static void GroundFloor(Painter p, float left, float right, float foot, float top, SKColor wall)
    {
        float storey = foot - top;
        float door = left + ((right - left) * (p.Chance(0.5f) ? p.Uniform(0.06f, 0.12f) : p.Uniform(0.7f, 0.76f)));
        SKColor wood = p.Pick(Cloths);
        if (p.Chance(0.55f))
        {
            // A shop: wide panes, a fascia, perhaps an awning.
            p.Box(Outdoors.Lit(wood, 0.7f), left + 0.01f, top + (storey * 0.12f), right - 0.01f, foot);
            p.Box(new(74, 84, 92), left + 0.02f, top + (storey * 0.3f), right - 0.02f, foot - (storey * 0.16f));
            p.Glaze(SKColors.White.WithAlpha(50), new(left + 0.05f, foot - (storey * 0.16f)), new(left + 0.12f, top + (storey * 0.3f)), new(left + 0.18f, top + (storey * 0.3f)), new(left + 0.11f, foot - (storey * 0.16f)));
            for (int ware = 0; ware < 5; ware++)
            {
                float x = p.Uniform(left + 0.03f, right - 0.04f);
                p.Box(p.Pick(Walls), x, foot - (storey * p.Uniform(0.3f, 0.5f)), x + 0.02f, foot - (storey * 0.18f));
            }

            p.Box(Outdoors.Lit(wood, 0.8f), door, top + (storey * 0.3f), door + (storey * 0.34f), foot);
            p.Box(new(96, 108, 116), door + (storey * 0.05f), top + (storey * 0.36f), door + (storey * 0.29f), foot - (storey * 0.2f));
            p.Box(wood, left + 0.01f, top + (storey * 0.1f), right - 0.01f, top + (storey * 0.27f));
            p.Line(new(240, 230, 200), storey * 0.05f, new(left + ((right - left) * 0.25f), top + (storey * 0.185f)), new(left + ((right - left) * 0.75f), top + (storey * 0.185f)));
            if (p.Chance(0.6f))
            {
                SKColor cloth = p.Pick(Cloths);
                int stripes = Math.Max(4, (int)((right - left) / 0.03f));
                for (int i = 0; i < stripes; i++)
                {
                    float a = left + 0.01f + ((right - left - 0.02f) * i / stripes);
                    float b = left + 0.01f + ((right - left - 0.02f) * (i + 1) / stripes);
                    p.Polygon(i % 2 == 0 ? cloth : new(240, 236, 226), new(a, top + (storey * 0.24f)), new(b, top + (storey * 0.24f)), new(b + 0.004f, top + (storey * 0.46f)), new(a - 0.004f, top + (storey * 0.46f)));
                }

                p.Glaze(SKColors.Black.WithAlpha(80), new(left + 0.01f, top + (storey * 0.46f)), new(right - 0.01f, top + (storey * 0.46f)), new(right - 0.01f, top + (storey * 0.54f)), new(left + 0.01f, top + (storey * 0.54f)));
            }

            return;
        }

        p.Box(Outdoors.Lit(wall, 0.8f), left, foot - (storey * 0.12f), right, foot);
        p.Box(Outdoors.Lit(wall, 1.25f), door - (storey * 0.05f), foot - (storey * 0.84f), door + (storey * 0.39f), foot);
        p.Box(wood, door, foot - (storey * 0.78f), door + (storey * 0.34f), foot);
        p.Box(Outdoors.Lit(wood, 0.75f), door + (storey * 0.05f), foot - (storey * 0.7f), door + (storey * 0.29f), foot - (storey * 0.42f));
        for (float x = left + 0.05f; x < right - 0.03f; x += storey * 0.62f)
        {
            if (Math.Abs(x - door - (storey * 0.17f)) > storey * 0.4f)
            {
                Window(p, x, storey * 0.15f, foot - (storey * 0.78f), foot - (storey * 0.3f));
            }
        }
    }

    /// <summary>The side of a house along a street that runs away from us, between two depths.</summary>
    private static void SideHouse(Painter p, Func<float, float, float, SKPoint> ground, float wall, float far, float near, float height, bool lit)
    {
        SKColor colour = Outdoors.Lit(p.Pick(Walls), p.Uniform(0.9f, 1.1f) * (lit ? 0.75f : 1.05f));
        colour = Outdoors.Mix(colour, new(186, 198, 210), Math.Min(0.5f, far * 0.05f));
        p.Polygon(colour, ground(wall, far, 0), ground(wall, far, height), ground(wall, near, height), ground(wall, near, 0));

        // The wall towards us where the next house is lower, and the roof's edge.
        float outside = wall * 3;
        p.Polygon(Outdoors.Lit(colour, lit ? 1.2f : 0.8f), ground(wall, near, 0), ground(wall, near, height), ground(outside, near, height), ground(outside, near, 0));
        p.Polygon(Outdoors.Lit(colour, 0.7f), ground(wall, far, height), ground(wall, far, height + 0.04f), ground(wall, near, height + 0.04f), ground(wall, near, height));
        int columns = Math.Max(2, (int)((far - near) / 0.25f));
        columns = Math.Min(columns, 5);
        for (float sill = 0.12f; sill < height - 0.2f; sill += 0.28f)
        {
            for (int column = 0; column < columns; column++)
            {
                float a = near + ((far - near) * (column + 0.28f) / columns);
                float b = near + ((far - near) * (column + 0.72f) / columns);
                SKColor pane = Outdoors.Lit(new(64, 78, 94), p.Uniform(0.8f, 1.3f));
                float low = sill < 0.2f ? 0.05f : sill;
                p.Polygon(pane, ground(wall, a, low), ground(wall, a, sill + 0.17f), ground(wall, b, sill + 0.17f), ground(wall, b, low));
            }
        }
    }
}

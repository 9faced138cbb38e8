using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Equines;

/// <summary>
/// A place with animals: a green meadow for horses, a savanna for zebras. Both are laid out by the same random numbers, drawn in the same
/// order, so that the one has a tree where the other has an acacia.
/// </summary>
internal static class Plain
{
    private const byte AnimalLabel = 1;

    public static void Paint(Painter p, float horizon, bool savanna)
    {
        bool mirrored = p.Chance(0.5f);
        p.Enter(mirrored ? 1 : 0, 0, mirrored ? -1 : 1, 1);
        SKColor grass = Ground(p, horizon, savanna);
        List<(float Foot, Animal Animal)> herd = Herd(p, horizon);

        // Trees stand behind the animals, the nearest last.
        int trees = p.Count(0, 3);
        for (int i = 1; i <= trees; i++)
        {
            float foot = horizon + (0.03f * i) + p.Uniform(0, 0.03f);
            Tree(p, p.Uniform(0, 1), foot, p.Uniform(0.14f, 0.3f), savanna);
        }

        Fence(p, horizon, savanna);
        foreach ((float foot, Animal animal) in herd.OrderBy(one => one.Foot))
        {
            animal.Shadow(p, foot);
            p.Label = AnimalLabel;
            animal.Paint(p, foot, savanna);
            p.Label = 0;
            Tufts(p, grass, animal.X - (animal.Height * 0.8f), animal.X + (animal.Height * 0.8f), foot - (0.02f * animal.Height), foot + (0.05f * animal.Height), animal.Height * 0.13f, 34);
        }

        Tufts(p, grass, 0, 1, 0.9f, 1.05f, 0.06f, 40);
        p.Return();
    }

    private static List<(float Foot, Animal Animal)> Herd(Painter p, float horizon)
    {
        float count = p.Uniform(0, 1);
        List<(float, Animal)> herd = [];
        if (count < 0.45f)
        {
            float height = p.Uniform(0.36f, 0.52f);
            herd.Add((p.Uniform(Math.Max(horizon + (height * 0.5f), Math.Max(0.7f, height * 1.65f)), 0.92f), new Animal(p, p.Uniform(0.38f, 0.6f), height)));
        }
        else
        {
            int many = count < 0.8f ? 2 : 3;
            float scale = p.Uniform(0.62f, 0.8f);
            float first = p.Uniform(0, 1);
            for (int i = 0; i < many; i++)
            {
                float depth = (i + first) % many / many;
                float foot = Math.Min(horizon + 0.2f + (0.34f * depth) + p.Uniform(0, 0.05f), 0.95f);
                herd.Add((foot, new Animal(p, (i + p.Uniform(0.35f, 0.65f)) / many, (foot - horizon) * scale)));
            }
        }

        return herd;
    }

    private static SKColor Ground(Painter p, float horizon, bool savanna)
    {
        Outdoors.Sky(p, horizon, 0.6f);
        float shade = p.Uniform(0.88f, 1.1f);
        float hue = p.Uniform(0, 1);
        SKColor grass = Outdoors.Lit(savanna ? Outdoors.Mix(new(204, 172, 96), new(182, 142, 84), hue) : Outdoors.Mix(new(96, 146, 58), new(124, 156, 62), hue), shade);
        SKColor hills = savanna ? Outdoors.Mix(new(168, 150, 132), new(142, 140, 150), hue) : Outdoors.Mix(new(84, 116, 92), new(116, 140, 150), hue);
        p.Glaze(new(232, 210, 170, savanna ? (byte)90 : (byte)0), new(0, 0), new(1, 0), new(1, horizon + 0.05f), new(0, horizon + 0.05f));
        Outdoors.Ridge(p, Outdoors.Mix(hills, new(200, 210, 220), 0.4f), horizon + 0.01f, p.Uniform(0.03f, 0.12f), 0.03f);
        Outdoors.Ridge(p, savanna ? Outdoors.Mix(hills, new(150, 130, 80), 0.5f) : Outdoors.Lit(hills, 0.8f), horizon + 0.012f, p.Uniform(0.015f, 0.05f), 0.35f);
        p.Fade(Outdoors.Mix(grass, new(210, 206, 180), 0.3f), Outdoors.Lit(grass, 0.86f), horizon, 1);
        for (int i = 0; i < 9; i++)
        {
            // Swells of the ground, and patches where the grass is another.
            float y = horizon + ((1 - horizon) * (i + p.Uniform(0.2f, 0.8f)) / 9);
            SKColor patch = p.Chance(0.5f) ? Outdoors.Lit(grass, 1.25f) : savanna ? new(150, 110, 66) : new(58, 96, 44);
            p.Soft(patch.WithAlpha(90), p.Uniform(0, 1), y, p.Uniform(0.15f, 0.45f), 0.025f + (0.05f * (y - horizon)));
        }

        p.Grain(0.3f, 34, 80, 0, horizon, 1, 1);
        return grass;
    }

    private static void Tree(Painter p, float x, float foot, float height, bool savanna)
    {
        float hue = p.Uniform(0, 1);
        p.Soft(new(20, 24, 16, 110), x + (height * 0.3f), foot, height * 0.5f, height * 0.06f);
        if (!savanna)
        {
            SKColor leaves = Outdoors.Mix(new(62, 104, 46), new(96, 116, 48), hue);
            p.Box(new(88, 66, 48), x - (height * 0.035f), foot - (height * 0.5f), x + (height * 0.035f), foot);
            Outdoors.Crown(p, light => Outdoors.Lit(leaves, light), x, foot - (height * 0.64f), height * 0.36f);
            return;
        }

        // An acacia: bare limbs that spread to a flat crown, drawn with as many random numbers as the tree.
        SKColor bark = new(84, 64, 50);
        SKColor green = Outdoors.Mix(new(104, 112, 56), new(126, 116, 62), hue);
        float light = p.Uniform(0.85f, 1.1f);
        float top = foot - (height * 0.72f);
        p.Stroke(bark, height * 0.05f, new(x, foot), new SKPoint(x + (height * 0.03f), foot - (height * 0.35f)));
        p.Stroke(bark, height * 0.03f, new(x - (height * 0.26f), top), new(x + (height * 0.03f), foot - (height * 0.35f)), new SKPoint(x + (height * 0.24f), top));
        p.Stroke(bark, height * 0.025f, new(x + (height * 0.03f), foot - (height * 0.35f)), new SKPoint(x, top));
        p.Oval(Outdoors.Lit(green, 0.7f * light), x, top, height * 0.5f, height * 0.1f);
        for (int i = 0; i < 16; i++)
        {
            (float across, float down) = (p.Uniform(-0.8f, 0.8f), p.Uniform(-0.8f, 0.7f));
            float r = height * p.Uniform(0.2f, 0.34f) * 0.36f;
            p.Oval(Outdoors.Lit(green, (1 - (0.15f * across) - (0.4f * down)) * light), x + (across * height * 0.6f), top + (down * height * 0.09f), r * 1.3f, r * 0.5f);
        }
    }

    /// <summary>Rails along a meadow; bushes where the savanna has none.</summary>
    private static void Fence(Painter p, float horizon, bool savanna)
    {
        bool there = p.Chance(0.35f);
        float foot = horizon + p.Uniform(0.1f, 0.16f);
        bool white = p.Chance(0.5f);
        float gap = p.Uniform(0.12f, 0.17f);
        if (!there)
        {
            return;
        }

        if (savanna)
        {
            for (float x = gap * 0.3f; x < 1.1f; x += gap * 1.7f)
            {
                p.Oval(new(112, 108, 60), x, foot - 0.012f, 0.045f, 0.026f);
                p.Oval(new(136, 128, 74), x - 0.015f, foot - 0.024f, 0.026f, 0.016f);
            }

            return;
        }

        SKColor wood = white ? new(232, 230, 224) : new(116, 92, 70);
        foreach (float rail in (ReadOnlySpan<float>)[0.085f, 0.05f])
        {
            p.Box(wood, 0, foot - rail, 1, foot - rail + 0.012f);
            p.Box(Outdoors.Lit(wood, 0.65f), 0, foot - rail + 0.009f, 1, foot - rail + 0.013f);
        }

        for (float x = gap * 0.3f; x < 1.1f; x += gap)
        {
            p.Box(wood, x - 0.009f, foot - 0.1f, x + 0.009f, foot);
            p.Box(Outdoors.Lit(wood, 0.65f), x + 0.004f, foot - 0.1f, x + 0.009f, foot);
        }
    }

    private static void Tufts(Painter p, SKColor grass, float left, float right, float top, float bottom, float height, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (float x, float y) = (p.Uniform(left, right), top + ((bottom - top) * (i + 0.5f) / count));
            float tall = height * p.Uniform(0.4f, 1);
            float lean = tall * p.Uniform(-0.5f, 0.5f);
            SKColor colour = Outdoors.Lit(grass, p.Uniform(0.7f, 1.25f));
            p.Polygon(colour, new(x - (tall * 0.12f), y), new SKPoint(x + lean, y - tall), new(x + (tall * 0.12f), y));
        }
    }
}

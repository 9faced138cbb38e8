using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Goods;

/// <summary>A shoe from the side, its toe to the right or, for half of them, to the left. Drawn in units of its length, the ground at 0.</summary>
internal sealed class Shoe(Sketch s, float length)
{
    private readonly Painter p = s.Photo;
    private readonly bool left = s.Photo.Chance(0.5f);
    private readonly float middle = s.Photo.Uniform(0.47f, 0.53f);
    private readonly float ground = s.Photo.Uniform(0.66f, 0.76f);
    private readonly SKColor colour = Fabric.Colour(s.Photo);
    private readonly SKColor second = Fabric.Colour(s.Photo);
    private readonly SKColor sole = s.Photo.Pick<SKColor>(new(236, 234, 228), new(36, 34, 34), new(176, 132, 92), new(110, 84, 60));

    public void Paint()
    {
        p.Soft(new SKColor(60, 60, 70, 90), middle, ground, length * 0.55f, 0.025f);
        switch (p.Count(0, 4))
        {
            case 0: Trainer(); break;
            case 1: Boot(); break;
            case 2: Pump(); break;
            case 3: Sandal(); break;
            default: Loafer(); break;
        }
    }

    // x from the heel 0 to the toe 1, y upwards from the ground in the same unit.
    private SKPoint At(float x, float y) => new(middle + ((left ? 0.5f - x : x - 0.5f) * length), ground - (y * length));

    private SKPath Outline(params ReadOnlySpan<(float X, float Y)> points)
    {
        SKPoint[] at = new SKPoint[points.Length];
        for (int i = 0; i < at.Length; i++)
        {
            at[i] = At(points[i].X, points[i].Y);
        }

        return Curves.Closed(at);
    }

    private void Trainer()
    {
        float thick = p.Uniform(0.07f, 0.11f), collar = p.Uniform(0.34f, 0.48f), vamp = p.Uniform(0.22f, 0.28f);
        using SKPath tongue = Outline((0.3f, collar - 0.06f), (0.36f, collar + 0.06f), (0.46f, collar + 0.02f), (0.5f, vamp + 0.06f), (0.36f, 0.2f));
        s.Shaded(second, tongue);
        using SKPath upper = Outline((0.05f, 0.06f), (0.03f, 0.22f), (0.05f, collar), (0.16f, collar - 0.08f), (0.3f, collar - 0.02f), (0.46f, vamp + 0.06f), (0.66f, vamp - 0.03f), (0.88f, 0.2f), (0.97f, 0.12f), (0.95f, 0.06f), (0.5f, 0.05f));
        s.Shaded(colour, upper);
        Fabric.Pattern(s, upper, colour, 0.25f);
        s.Clip(upper);
        using (SKPath cap = Outline((0.74f, 0.02f), (0.76f, 0.16f), (0.84f, 0.24f), (1.05f, 0.2f), (1.05f, 0.02f)))
        {
            s.Shaded(p.Chance(0.5f) ? second : Outdoors.Lit(colour, 0.85f), cap);
        }

        using (SKPath counter = Outline((-0.05f, 0.02f), (-0.05f, 0.3f), (0.12f, 0.28f), (0.2f, 0.02f)))
        {
            s.Shaded(second, counter);
        }

        int marks = p.Count(0, 3);
        for (int i = 0; i < marks; i++)
        {
            float x = 0.34f + (0.09f * i);
            s.Line(second, 0.03f * length, At(x, 0.08f), At(x + 0.09f, 0.24f));
        }

        s.Unclip();
        for (int i = 0; i < 5; i++)
        {
            float t = i / 4f, x = 0.36f + (0.24f * t), y = collar - 0.04f - ((collar - vamp - 0.02f) * t);
            s.Line(new SKColor(240, 240, 238), 0.014f * length, At(x - 0.03f, y - 0.05f), At(x + 0.035f, y + 0.01f));
        }

        using SKPath under = Outline((0.02f, 0.01f), (0.01f, thick), (0.3f, thick * 0.8f), (0.6f, thick * 0.75f), (0.97f, thick * 1.05f), (1.0f, thick * 0.6f), (0.96f, 0.01f), (0.5f, 0));
        s.Shaded(sole, under, 0.15f);
        Fabric.Gleam(p, upper, p.Uniform(0.1f, 0.4f));
    }

    private void Boot()
    {
        float top = p.Uniform(0.55f, 0.85f), heel = p.Uniform(0.05f, 0.16f);
        using SKPath upper = Outline(
            (0.05f, heel), (0.03f, 0.3f), (0.07f, top * 0.6f), (0.05f, top), (0.4f, top + 0.01f), (0.4f, top * 0.6f), (0.43f, 0.38f), (0.62f, 0.27f), (0.88f, 0.2f), (0.98f, 0.1f), (0.94f, 0.04f), (0.55f, 0.04f));
        s.Shaded(colour, upper);
        Fabric.Pattern(s, upper, colour, 0.15f);
        if (p.Chance(0.5f))
        {
            for (float y = 0.34f; y < top - 0.05f; y += 0.07f)
            {
                s.Line(Outdoors.Lit(second, 1.2f), 0.014f * length, At(0.32f, y), At(0.43f, y + 0.02f));
            }
        }
        else
        {
            s.Line(Outdoors.Lit(colour, 0.55f), 0.012f * length, At(0.22f, 0.12f), At(0.2f, top * 0.5f), At(0.21f, top));
        }

        if (p.Chance(0.4f))
        {
            s.Clip(upper);
            s.Line(second, 0.05f * length, At(-0.05f, top - 0.05f), At(0.5f, top - 0.04f));
            s.Unclip();
        }

        Fabric.Gleam(p, upper, p.Uniform(0.15f, 0.45f));
        HeelAndSole(heel, 0.24f);
    }

    private void Pump()
    {
        float heel = p.Uniform(0.18f, 0.34f);
        using SKPath stiletto = Outline((0.04f, heel + 0.02f), (0.07f, 0.1f), (0.07f, 0), (0.12f, 0), (0.14f, 0.12f), (0.2f, heel - 0.02f));
        s.Shaded(p.Chance(0.6f) ? colour : second, stiletto);
        using SKPath inside = Outline((0.06f, heel + 0.16f), (0.3f, heel + 0.07f), (0.6f, 0.14f), (0.7f, 0.17f), (0.4f, heel + 0.02f), (0.1f, heel + 0.04f));
        s.Fill(Outdoors.Lit(second, 0.9f), inside);
        using SKPath upper = Outline(
            (0.03f, heel), (0.02f, heel + 0.14f), (0.05f, heel + 0.18f), (0.16f, heel + 0.08f), (0.4f, heel * 0.6f + 0.04f), (0.62f, 0.1f), (0.72f, 0.17f), (0.86f, 0.13f), (0.99f, 0.03f), (0.96f, 0.01f), (0.66f, 0.01f), (0.45f, heel * 0.42f), (0.2f, heel - 0.01f));
        s.Shaded(colour, upper);
        Fabric.Pattern(s, upper, colour, 0.25f);
        if (p.Chance(0.35f))
        {
            using SKPath bow = new();
            SKPoint at = At(0.77f, 0.165f);
            bow.AddCircle(at.X, at.Y, 0.025f);
            s.Shaded(second, bow);
        }

        if (p.Chance(0.35f))
        {
            s.Line(colour, 0.02f * length, At(0.06f, heel + 0.16f), At(0.2f, heel + 0.24f), At(0.34f, heel + 0.17f), At(0.36f, heel * 0.7f + 0.05f));
        }

        Fabric.Gleam(p, upper, p.Uniform(0.2f, 0.6f));
    }

    private void Sandal()
    {
        float heel = p.Uniform(0.03f, 0.16f);
        using SKPath footbed = Outline((0.02f, heel + 0.06f), (0.3f, heel * 0.7f + 0.06f), (0.6f, 0.08f), (0.96f, 0.08f), (1, 0.05f), (0.97f, 0), (0.62f, 0), (0.4f, heel * 0.35f), (0.22f, heel * 0.5f), (0.2f, 0), (0.04f, 0));
        s.Shaded(sole, footbed, 0.2f);
        int straps = p.Count(2, 4);
        for (int i = 0; i < straps; i++)
        {
            float x = 0.52f + (0.36f * i / straps), y = 0.2f - (0.02f * i);
            using SKPath strap = Outline((x - 0.04f, 0.05f), (x - 0.02f, y), (x + 0.04f, y + 0.02f), (x + 0.09f, y - 0.02f), (x + 0.08f, 0.05f));
            s.Shaded(i % 2 == 0 ? colour : second, strap);
        }

        s.Line(colour, 0.035f * length, At(0.1f, heel + 0.08f), At(0.13f, heel + 0.2f), At(0.26f, heel + 0.22f), At(0.36f, heel + 0.14f), At(0.36f, heel * 0.6f + 0.06f));
        s.Line(colour, 0.03f * length, At(0.34f, heel + 0.16f), At(0.46f, 0.2f), At(0.56f, 0.17f));
        SKPoint buckle = At(0.35f, heel + 0.15f);
        using SKPath metal = new();
        metal.AddRect(new(buckle.X - 0.014f, buckle.Y - 0.014f, buckle.X + 0.014f, buckle.Y + 0.014f));
        s.Fill(new(206, 190, 130), metal);
    }

    private void Loafer()
    {
        using SKPath inside = Outline((0.08f, 0.3f), (0.3f, 0.27f), (0.48f, 0.3f), (0.4f, 0.2f), (0.15f, 0.2f));
        s.Fill(Outdoors.Lit(colour, 0.5f), inside);
        using SKPath upper = Outline((0.04f, 0.05f), (0.02f, 0.2f), (0.06f, 0.33f), (0.2f, 0.26f), (0.38f, 0.25f), (0.46f, 0.32f), (0.66f, 0.25f), (0.88f, 0.19f), (0.98f, 0.1f), (0.95f, 0.05f), (0.5f, 0.05f));
        s.Shaded(colour, upper);
        Fabric.Pattern(s, upper, colour, 0.15f);
        s.Line(Outdoors.Lit(colour, 0.6f), 0.01f * length, At(0.5f, 0.22f), At(0.72f, 0.19f), At(0.9f, 0.12f));
        using SKPath saddle = Outline((0.44f, 0.07f), (0.46f, 0.3f), (0.54f, 0.3f), (0.58f, 0.07f));
        s.Shaded(second, saddle);
        Fabric.Gleam(p, upper, p.Uniform(0.15f, 0.5f));
        HeelAndSole(0.05f, 0.22f);
    }

    private void HeelAndSole(float heel, float breadth)
    {
        using SKPath under = Outline((0.03f, heel + 0.01f), (breadth, heel), (0.5f, 0.045f), (0.95f, 0.05f), (1, 0.03f), (0.96f, 0), (0.55f, 0), (breadth + 0.04f, heel * 0.5f), (breadth, 0), (0.05f, 0));
        s.Shaded(sole, under, 0.2f);
    }
}

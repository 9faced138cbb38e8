using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Goods;

/// <summary>What shoes and bags are made of: colours that go together, and patterns.</summary>
internal static class Fabric
{
    /// <summary>A colour, from black leather to bright canvas.</summary>
    public static SKColor Colour(Painter p) => p.Chance(0.55f)
        ? Outdoors.Lit(p.Pick<SKColor>(new(40, 38, 40), new(98, 62, 40), new(150, 106, 68), new(190, 168, 138), new(124, 124, 128), new(52, 58, 84), new(92, 30, 34)), p.Uniform(0.8f, 1.25f))
        : SKColor.FromHsv(p.Uniform(0, 360), p.Uniform(45, 85), p.Uniform(45, 92));

    /// <summary>Stripes, dots, checks or nothing inside a shape.</summary>
    public static void Pattern(Sketch s, SKPath shape, SKColor colour, float likely)
    {
        Painter p = s.Photo;
        if (!p.Chance(likely))
        {
            return;
        }

        SKColor other = Outdoors.Mix(colour, p.Chance(0.6f) ? new(244, 240, 232) : new(24, 22, 24), p.Uniform(0.5f, 0.85f));
        SKRect box = shape.Bounds;
        s.Clip(shape);
        int kind = p.Count(0, 3);
        float step = p.Uniform(0.05f, 0.09f), slope = p.Uniform(-0.3f, 0.3f);
        for (float x = box.Left - 0.3f; kind != 1 && x < box.Right + 0.3f; x += step)
        {
            s.Line(other, kind == 0 ? step * 0.35f : step * 0.14f, new(x, box.Top), new(x + (slope * box.Height), box.Bottom));
        }

        for (float y = box.Top; kind >= 2 && y < box.Bottom; y += step)
        {
            s.Line(other, step * 0.14f, new(box.Left, y), new(box.Right, y));
        }

        for (float y = box.Top, row = 0; kind == 1 && y < box.Bottom; y += step * 0.8f, row++)
        {
            for (float x = box.Left + (row % 2 * step / 2); x < box.Right; x += step)
            {
                using SKPath dot = new();
                dot.AddCircle(x, y, step * 0.2f);
                s.Fill(other, dot);
            }
        }

        s.Unclip();
    }

    /// <summary>A gleam along a shape's upper side.</summary>
    public static void Gleam(Painter p, SKPath shape, float strength)
    {
        SKRect box = shape.Bounds;
        p.Clip(shape);
        p.Soft(new SKColor(255, 255, 255, (byte)(255 * strength)), box.Left + (box.Width * 0.62f), box.Top + (box.Height * 0.35f), box.Width * 0.28f, box.Height * 0.22f);
        p.Unclip();
    }
}

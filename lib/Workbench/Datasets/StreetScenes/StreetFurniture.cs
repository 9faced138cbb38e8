using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.StreetScenes;

/// <summary>What else stands in a street. The unit is a person's height; (0, 0) is on the ground in the middle.</summary>
internal static class StreetFurniture
{
    private static readonly SKColor[] Paints = [new(196, 40, 42), new(36, 78, 150), new(232, 234, 236), new(44, 46, 52), new(150, 156, 164), new(60, 110, 92), new(216, 176, 72), new(92, 40, 56)];

    /// <summary>A parked car from the side.</summary>
    public static void Car(Painter p)
    {
        SKColor paint = p.Pick(Paints);
        bool van = p.Chance(0.2f);
        float roof = van ? -1.12f : -0.84f;
        using SKPath body = new();
        body.MoveTo(-1.2f, -0.14f);
        body.LineTo(-1.22f, -0.44f);
        body.QuadTo(-1.2f, -0.52f, -1.1f, van ? -0.6f : -0.55f);
        body.LineTo(van ? -1.12f : -0.86f, roof + 0.06f);
        body.QuadTo(van ? -1.1f : -0.8f, roof, -0.6f, roof);
        body.LineTo(0.22f, roof);
        body.QuadTo(0.36f, roof, 0.44f, roof + 0.08f);
        body.LineTo(0.68f, -0.54f);
        body.QuadTo(1.18f, -0.5f, 1.22f, -0.36f);
        body.LineTo(1.24f, -0.14f);
        body.Close();
        p.Box(new(22, 22, 26), -1.1f, -0.2f, 1.1f, -0.06f);
        p.Fill(paint, body);
        p.Clip(body);
        p.Glaze(SKColors.White.WithAlpha(50), new(-1.3f, roof), new(1.3f, roof), new(1.3f, roof + 0.07f), new(-1.3f, roof + 0.07f));
        p.Glaze(SKColors.Black.WithAlpha(70), new(-1.3f, -0.3f), new(1.3f, -0.3f), new(1.3f, 0), new(-1.3f, 0));
        p.Glaze(SKColors.White.WithAlpha(60), new(-1.3f, -0.53f), new(1.3f, -0.5f), new(1.3f, -0.47f), new(-1.3f, -0.5f));
        p.Unclip();
        SKColor pane = new(60, 78, 92);
        float sill = -0.55f;
        p.Polygon(pane, new(van ? -1.02f : -0.92f, sill), new(van ? -1.02f : -0.76f, roof + 0.08f), new(-0.3f, roof + 0.07f), new(-0.3f, sill));
        p.Polygon(pane, new(-0.24f, sill), new(-0.24f, roof + 0.07f), new(0.22f, roof + 0.07f), new(0.52f, sill));
        p.Glaze(SKColors.White.WithAlpha(80), new(-0.15f, sill), new(0, roof + 0.07f), new(0.1f, roof + 0.07f), new(-0.05f, sill));
        p.Line(Outdoors.Lit(paint, 0.6f), 0.015f, new(-0.27f, sill), new(-0.27f, -0.2f));
        p.Oval(new(250, 240, 200), 1.18f, -0.38f, 0.04f, 0.045f);
        p.Oval(new(190, 30, 30), -1.2f, -0.42f, 0.025f, 0.06f);
        foreach (float x in (ReadOnlySpan<float>)[-0.74f, 0.78f])
        {
            p.Oval(new(20, 20, 22), x, -0.19f, 0.19f, 0.19f);
            p.Oval(new(150, 152, 156), x, -0.19f, 0.11f, 0.11f);
            p.Oval(new(60, 60, 64), x, -0.19f, 0.04f, 0.04f);
        }
    }

    /// <summary>A lamp post.</summary>
    public static void Lamp(Painter p)
    {
        SKColor iron = p.Pick<SKColor>(new(40, 48, 44), new(70, 74, 80), new(30, 40, 60));
        p.Box(Outdoors.Lit(iron, 0.8f), -0.06f, -0.25f, 0.06f, 0);
        p.Box(iron, -0.03f, -2.2f, 0.03f, 0);
        p.Glaze(SKColors.White.WithAlpha(70), new(-0.02f, -2.2f), new(-0.005f, -2.2f), new(-0.005f, 0), new(-0.02f, 0));
        p.Polygon(iron, new(-0.14f, -2.5f), new(0, -2.6f), new(0.14f, -2.5f), new(0.08f, -2.2f), new(-0.08f, -2.2f));
        p.Polygon(new(250, 236, 190), new(-0.1f, -2.46f), new(0.1f, -2.46f), new(0.06f, -2.24f), new(-0.06f, -2.24f));
    }

    /// <summary>A street tree.</summary>
    public static void Tree(Painter p)
    {
        SKColor leaves = p.Pick<SKColor>(new(64, 110, 48), new(86, 124, 44), new(48, 96, 60), new(150, 120, 40));
        float half = p.Uniform(0.07f, 0.12f);
        p.Polygon(new(96, 74, 54), new(-half * 1.3f, 0), new(-half * 0.7f, -1.7f), new(half * 0.7f, -1.7f), new(half * 1.3f, 0));
        p.Glaze(new(20, 12, 10, 110), new(half * 0.1f, 0), new(half * 0.1f, -1.7f), new(half * 0.7f, -1.7f), new(half * 1.3f, 0));
        Outdoors.Crown(p, light => Outdoors.Lit(leaves, light), 0, -2.2f, p.Uniform(0.8f, 1.05f));
    }

    /// <summary>A litter bin, or bollards.</summary>
    public static void Bin(Painter p)
    {
        if (p.Chance(0.5f))
        {
            for (float x = -0.6f; x < 0.7f; x += 0.6f)
            {
                p.Box(new(70, 70, 74), x - 0.05f, -0.5f, x + 0.05f, 0);
                p.Oval(new(70, 70, 74), x, -0.5f, 0.05f, 0.04f);
                p.Box(new(220, 60, 50), x - 0.05f, -0.44f, x + 0.05f, -0.36f);
                p.Glaze(SKColors.Black.WithAlpha(90), new(x + 0.01f, -0.5f), new(x + 0.05f, -0.5f), new(x + 0.05f, 0), new(x + 0.01f, 0));
            }

            return;
        }

        SKColor paint = p.Pick<SKColor>(new(40, 90, 60), new(60, 64, 70), new(40, 70, 130));
        p.Polygon(paint, new(-0.17f, -0.5f), new(0.17f, -0.5f), new(0.14f, 0), new(-0.14f, 0));
        p.Glaze(SKColors.Black.WithAlpha(90), new(0.04f, -0.5f), new(0.17f, -0.5f), new(0.14f, 0), new(0.03f, 0));
        p.Oval(Outdoors.Lit(paint, 0.7f), 0, -0.5f, 0.19f, 0.05f);
        p.Oval(new(20, 20, 22), 0, -0.5f, 0.13f, 0.03f);
    }
}

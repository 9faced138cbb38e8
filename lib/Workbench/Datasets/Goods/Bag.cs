using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Goods;

/// <summary>A bag from the front.</summary>
internal sealed class Bag(Sketch s, float length)
{
    private static readonly SKColor Metal = new(204, 186, 128);
    private readonly Painter p = s.Photo;
    private readonly SKColor colour = Fabric.Colour(s.Photo);
    private readonly SKColor second = Fabric.Colour(s.Photo);
    private readonly float middle = s.Photo.Uniform(0.47f, 0.53f);
    private readonly float foot = s.Photo.Uniform(0.86f, 0.92f);

    public void Paint()
    {
        p.Soft(new SKColor(60, 60, 70, 90), middle, foot, length * 0.5f, 0.03f);
        switch (p.Count(0, 4))
        {
            case 0: Tote(); break;
            case 1: Satchel(); break;
            case 2: Rucksack(); break;
            case 3: Clutch(); break;
            default: Bucket(); break;
        }
    }

    private SKPoint At(float x, float y) => new(middle + (x * length), foot - (y * length));

    private SKPath Corners(params ReadOnlySpan<(float X, float Y)> points)
    {
        SKPath path = new();
        SKPoint[] at = new SKPoint[points.Length];
        for (int i = 0; i < at.Length; i++)
        {
            at[i] = At(points[i].X, points[i].Y);
        }

        path.AddPoly(at, close: true);
        using SKPathEffect round = SKPathEffect.CreateCorner(0.035f);
        using SKPaint paint = new() { PathEffect = round };
        SKPath rounded = paint.GetFillPath(path) ?? path;
        if (rounded != path)
        {
            path.Dispose();
        }

        return rounded;
    }

    private void Tote()
    {
        float wide = p.Uniform(0.34f, 0.48f), narrow = wide * p.Uniform(0.72f, 1.05f), high = p.Uniform(0.48f, 0.66f), arch = p.Uniform(0.22f, 0.34f);
        Handle(second, 0.035f, narrow * 0.5f, high - 0.04f, arch * 0.85f);
        using SKPath body = Corners((-wide, 0), (-narrow, high), (narrow, high), (wide, 0));
        s.Shaded(colour, body);
        Fabric.Pattern(s, body, colour, 0.5f);
        if (p.Chance(0.5f))
        {
            s.Clip(body);
            using SKPath band = Corners((-0.6f, -0.05f), (-0.6f, high * 0.3f), (0.6f, high * 0.3f), (0.6f, -0.05f));
            s.Shaded(second, band);
            s.Unclip();
        }

        Stitches(-narrow + 0.02f, narrow - 0.02f, high - 0.045f);
        Handle(second, 0.038f, narrow * 0.55f, high - 0.1f, arch);
        Fabric.Gleam(p, body, p.Uniform(0.05f, 0.3f));
    }

    private void Satchel()
    {
        float wide = p.Uniform(0.38f, 0.48f), high = p.Uniform(0.42f, 0.56f), flap = high * p.Uniform(0.45f, 0.7f);
        Handle(Outdoors.Lit(colour, 0.8f), 0.028f, wide * p.Uniform(0.3f, 0.9f), high - 0.02f, p.Uniform(0.14f, 0.36f));
        using SKPath body = Corners((-wide, 0), (-wide * 0.97f, high), (wide * 0.97f, high), (wide, 0));
        s.Shaded(colour, body);
        Fabric.Pattern(s, body, colour, 0.2f);
        using SKPath cover = Corners((-wide * 1.01f, high - flap * 0.8f), (-wide * 0.98f, high + 0.01f), (wide * 0.98f, high + 0.01f), (wide * 1.01f, high - flap * 0.8f), (wide * 0.5f, high - flap), (-wide * 0.5f, high - flap));
        s.Shaded(p.Chance(0.6f) ? Outdoors.Lit(colour, 1.05f) : second, cover);
        foreach (float x in p.Chance(0.6f) ? new[] { -wide * 0.5f, wide * 0.5f } : [0f])
        {
            using SKPath strap = Corners((x - 0.035f, high - flap - 0.1f), (x - 0.035f, high - (flap * 0.5f)), (x + 0.035f, high - (flap * 0.5f)), (x + 0.035f, high - flap - 0.1f));
            s.Shaded(second, strap);
            Buckle(x, high - flap - 0.01f, 0.04f);
        }

        Stitches(-wide + 0.04f, wide - 0.04f, high - 0.04f);
        Fabric.Gleam(p, body, p.Uniform(0.1f, 0.35f));
    }

    private void Rucksack()
    {
        float wide = p.Uniform(0.28f, 0.36f), high = p.Uniform(0.72f, 0.84f);
        Handle(second, 0.03f, 0.08f, high - 0.03f, 0.1f);
        using SKPath body = Curves.Closed(At(-wide, 0.02f), At(-wide * 1.05f, high * 0.5f), At(-wide * 0.85f, high * 0.88f), At(0, high), At(wide * 0.85f, high * 0.88f), At(wide * 1.05f, high * 0.5f), At(wide, 0.02f), At(0, 0));
        s.Shaded(colour, body);
        Fabric.Pattern(s, body, colour, 0.3f);
        s.Line(Outdoors.Lit(colour, 0.5f), 0.012f, At(-wide * 0.95f, high * 0.6f), At(-wide * 0.7f, high * 0.82f), At(0, high * 0.9f), At(wide * 0.7f, high * 0.82f), At(wide * 0.95f, high * 0.6f));
        using SKPath pocket = Corners((-wide * 0.75f, 0.05f), (-wide * 0.75f, high * 0.42f), (wide * 0.75f, high * 0.42f), (wide * 0.75f, 0.05f));
        s.Shaded(p.Chance(0.5f) ? second : Outdoors.Lit(colour, 0.9f), pocket);
        s.Line(Metal, 0.012f, At(-wide * 0.6f, high * 0.36f), At(wide * 0.6f, high * 0.36f));
        Buckle(wide * 0.6f, high * 0.36f, 0.025f);
    }

    private void Clutch()
    {
        float wide = p.Uniform(0.42f, 0.5f), high = p.Uniform(0.3f, 0.4f), flap = high * p.Uniform(0.5f, 0.8f);
        if (p.Chance(0.4f))
        {
            Handle(Metal, 0.012f, wide * 0.85f, high, p.Uniform(0.25f, 0.42f));
        }

        using SKPath body = Corners((-wide, 0), (-wide, high), (wide, high), (wide, 0));
        s.Shaded(colour, body);
        Fabric.Pattern(s, body, colour, 0.45f);
        using SKPath cover = Corners((-wide, high), (0, high - flap), (wide, high));
        s.Shaded(p.Chance(0.5f) ? colour : second, cover);
        Buckle(0, high - flap + 0.04f, 0.035f);
        Fabric.Gleam(p, body, p.Uniform(0.15f, 0.5f));
    }

    private void Bucket()
    {
        float foot = p.Uniform(0.2f, 0.28f), mouth = foot * p.Uniform(1.2f, 1.5f), high = p.Uniform(0.5f, 0.6f);
        Handle(second, 0.03f, mouth * 0.9f, high - 0.04f, p.Uniform(0.2f, 0.32f));
        using SKPath inside = Curves.Closed(At(-mouth, high), At(0, high + 0.05f), At(mouth, high), At(0, high - 0.05f));
        s.Fill(Outdoors.Lit(second, 0.5f), inside);
        using SKPath body = Curves.Closed(At(-foot, 0.02f), At(-((foot + mouth) / 2), high * 0.5f), At(-mouth, high), At(0, high - 0.05f), At(mouth, high), At((foot + mouth) / 2, high * 0.5f), At(foot, 0.02f), At(0, -0.02f));
        s.Shaded(colour, body);
        Fabric.Pattern(s, body, colour, 0.4f);
        s.Line(second, 0.016f, At(-mouth * 0.95f, high * 0.86f), At(0, (high * 0.86f) - 0.05f), At(mouth * 0.95f, high * 0.86f));
        s.Line(second, 0.016f, At(0.02f, (high * 0.86f) - 0.05f), At(0.06f, high * 0.5f), At(0.03f, high * 0.4f));
    }

    private void Handle(SKColor colour, float width, float half, float from, float arch) =>
        s.Line(colour, width * length, At(-half, from), At(-half * 0.85f, from + (arch * 0.75f)), At(0, from + arch), At(half * 0.85f, from + (arch * 0.75f)), At(half, from));

    private void Buckle(float x, float y, float half)
    {
        SKPoint at = At(x, y);
        using SKPath metal = new();
        metal.AddRoundRect(new SKRect(at.X - half * length, at.Y - (half * length * 0.8f), at.X + (half * length), at.Y + (half * length * 0.8f)), 0.01f, 0.01f);
        s.Shaded(Metal, metal);
    }

    private void Stitches(float from, float to, float y)
    {
        for (float x = from; x < to; x += 0.035f)
        {
            p.Line(Outdoors.Lit(colour, 1.5f), 0.004f, At(x, y), At(x + 0.02f, y));
        }
    }
}

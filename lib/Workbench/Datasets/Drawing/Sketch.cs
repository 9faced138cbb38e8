using SkiaSharp;

namespace Workbench.Datasets.Drawing;

/// <summary>A picture on white and, beside it, its outlines as a hand draws them: a shape hides the lines behind it, and its own outline wobbles and breaks.</summary>
internal sealed class Sketch : IDisposable
{
    private readonly SKBitmap paper;
    private readonly SKCanvas canvas;
    private readonly SKPaint white = new() { Color = SKColors.White, IsAntialias = true };
    private readonly SKPaint pen;

    public Sketch(int size, ItemRandom random)
    {
        Photo = new(size, random, labelled: false);
        Photo.Box(SKColors.White, 0, 0, 1, 1);
        paper = new(new SKImageInfo(size, size, SKColorType.Bgra8888, SKAlphaType.Opaque));
        canvas = new(paper);
        canvas.Clear(SKColors.White);
        canvas.Scale(size);
        ItemRandom hand = Photo.Fork();
        float wobble = hand.Uniform(0.002f, 0.007f), drawn = hand.Uniform(0.12f, 0.3f), lifted = hand.Uniform(0.004f, 0.02f);
        using SKPathEffect breaks = SKPathEffect.CreateDash([drawn, lifted, drawn * 0.6f, lifted * 0.5f], hand.Uniform(0, 0.3f));
        using SKPathEffect wobbles = SKPathEffect.CreateDiscrete(0.045f, wobble, (uint)(hand.Uniform() * (1 << 20)));
        pen = new()
        {
            Color = SKColors.Black,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
            StrokeWidth = Math.Max(0.008f, 1.1f / size),
            PathEffect = SKPathEffect.CreateCompose(breaks, wobbles),
        };
    }

    /// <summary>The picture in colour.</summary>
    public Painter Photo { get; }

    /// <summary>A shape with its outline.</summary>
    public void Fill(SKColor colour, SKPath shape)
    {
        Photo.Fill(colour, shape);
        Outline(shape);
    }

    /// <summary>A shape lit from above: brighter at its top than at its bottom, with its outline.</summary>
    public void Shaded(SKColor colour, SKPath shape, float contrast = 0.3f)
    {
        SKRect box = shape.Bounds;
        using SKShader shader = SKShader.CreateLinearGradient(
            new(box.Left + (box.Width * 0.3f), box.Top), new(box.Left + (box.Width * 0.6f), box.Bottom),
            [Outdoors.Lit(colour, 1 + contrast), colour, Outdoors.Lit(colour, 1 - contrast)], [0, 0.45f, 1], SKShaderTileMode.Clamp);
        Photo.Fill(shader, shape);
        Outline(shape);
    }

    /// <summary>A line of the thing itself: a lace, a seam, a zip.</summary>
    public void Line(SKColor colour, float width, params ReadOnlySpan<SKPoint> points)
    {
        using SKPath line = Curves.Open(points);
        Photo.Stroke(colour, width, line);
        canvas.DrawPath(line, pen);
    }

    /// <summary>What follows stays inside a shape, until <see cref="Unclip"/>.</summary>
    public void Clip(SKPath shape)
    {
        Photo.Clip(shape);
        canvas.Save();
        canvas.ClipPath(shape, antialias: false);
    }

    public void Unclip()
    {
        Photo.Unclip();
        canvas.Restore();
    }

    /// <summary>The lines, 0 on 1.</summary>
    public float[] Lines()
    {
        ReadOnlySpan<byte> pixels = paper.GetPixelSpan();
        float[] lines = new float[pixels.Length / 4];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = pixels[4 * i] / 255f;
        }

        return lines;
    }

    public void Dispose()
    {
        pen.PathEffect?.Dispose();
        pen.Dispose();
        white.Dispose();
        canvas.Dispose();
        paper.Dispose();
        Photo.Dispose();
    }

    private void Outline(SKPath shape)
    {
        canvas.DrawPath(shape, white);
        canvas.DrawPath(shape, pen);
    }
}

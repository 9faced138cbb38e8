using System.Numerics;
using SkiaSharp;

namespace Workbench.Datasets.Drawing;

/// <summary>
/// Draws one picture twice in unit coordinates (x to the right, y down, both 0..1): with anti-aliasing in colour, and without it as labels,
/// so that each pixel has exactly one. Holds the item's random numbers too, for what is drawn to vary.
/// </summary>
internal class Painter : IDisposable
{
    private readonly SKBitmap colours;
    private readonly SKBitmap labels;
    private readonly SKPaint brush = new() { IsAntialias = true, StrokeCap = SKStrokeCap.Butt };
    private readonly SKPaint marker = new() { IsAntialias = false };
    private readonly SKPath path = new();
    private ItemRandom random;

    /// <summary>A black picture of label 0.</summary>
    /// <param name="size">Side in pixels.</param>
    /// <param name="random">The item's random numbers.</param>
    /// <param name="labelled">Whether anyone will ask for <see cref="Labels"/>: half of the work.</param>
    public Painter(int size, ItemRandom random, bool labelled = true)
    {
        this.random = random;
        // Skia's own order of bytes nearly everywhere: it draws nearly twice as fast as in others.
        SKImageInfo info = new(size, size, SKColorType.Bgra8888, SKAlphaType.Opaque);
        (colours, labels) = (new(info), labelled ? new(info) : new());
        (ColourCanvas, LabelCanvas) = (new(colours), labelled ? new SKCanvas(labels) : new SKNoDrawCanvas(size, size));
        ColourCanvas.Clear(SKColors.Black);
        LabelCanvas.Clear(SKColors.Black);
        ColourCanvas.Scale(size);
        LabelCanvas.Scale(size);
    }

    /// <summary>What the pixels of the shapes that follow are.</summary>
    public byte Label { get; set; }

    /// <summary>Side of the picture in pixels.</summary>
    public int Size => colours.Width;

    protected SKCanvas ColourCanvas { get; }

    protected SKCanvas LabelCanvas { get; }

    public float Uniform(float low, float high) => random.Uniform(low, high);

    public int Count(int low, int high) => low + (int)(random.Uniform() * (high - low + 1));

    public bool Chance(float probability) => random.Uniform() < probability;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Count(0, choices.Length - 1)];

    /// <summary>Random numbers for something that must not change what is drawn after it, such as a texture: take any number of them.</summary>
    public ItemRandom Fork() => random;

    /// <summary>Moves and scales what is drawn until <see cref="Return"/>: the point (0, 0) comes to (<paramref name="x"/>, <paramref name="y"/>).</summary>
    public void Enter(float x, float y, float scaleX, float scaleY, float degrees = 0)
    {
        foreach (SKCanvas canvas in (ReadOnlySpan<SKCanvas>)[ColourCanvas, LabelCanvas])
        {
            canvas.Save();
            canvas.Translate(x, y);
            canvas.RotateDegrees(degrees);
            canvas.Scale(scaleX, scaleY);
        }
    }

    /// <summary>Ends <see cref="Enter"/>.</summary>
    public void Return()
    {
        ColourCanvas.Restore();
        LabelCanvas.Restore();
    }

    /// <summary>A filled polygon.</summary>
    public void Polygon(SKColor colour, params ReadOnlySpan<SKPoint> corners) => Fill(colour, Through(corners));

    /// <summary>A filled path.</summary>
    public void Fill(SKColor colour, SKPath shape)
    {
        Load(colour);
        ColourCanvas.DrawPath(shape, brush);
        LabelCanvas.DrawPath(shape, marker);
    }

    /// <summary>A filled path in the colours of a shader.</summary>
    public void Fill(SKShader shader, SKPath shape)
    {
        brush.Shader = shader;
        Fill(SKColors.Black, shape);
        brush.Shader = null;
    }

    /// <summary>A rectangle.</summary>
    public void Box(SKColor colour, float left, float top, float right, float bottom)
    {
        Load(colour);
        ColourCanvas.DrawRect(new(left, top, right, bottom), brush);
        LabelCanvas.DrawRect(new(left, top, right, bottom), marker);
    }

    /// <summary>A rectangle across the whole picture whose colour changes from top to bottom.</summary>
    public void Fade(SKColor above, SKColor below, float top, float bottom)
    {
        using SKShader shader = SKShader.CreateLinearGradient(new(0, top), new(0, bottom), [above, below], SKShaderTileMode.Clamp);
        brush.Shader = shader;
        Box(SKColors.Black, 0, top, 1, bottom);
        brush.Shader = null;
    }

    /// <summary>An ellipse.</summary>
    public void Oval(SKColor colour, float x, float y, float radiusX, float radiusY)
    {
        Load(colour);
        ColourCanvas.DrawOval(x, y, radiusX, radiusY, brush);
        LabelCanvas.DrawOval(x, y, radiusX, radiusY, marker);
    }

    /// <summary>A thing as thin as a stroke, such as a tyre or an arm: labelled, with round ends.</summary>
    public void Stroke(SKColor colour, float width, SKPath line)
    {
        Load(colour);
        foreach (SKPaint paint in (ReadOnlySpan<SKPaint>)[brush, marker])
        {
            (paint.Style, paint.StrokeWidth, paint.StrokeCap, paint.StrokeJoin) = (SKPaintStyle.Stroke, width, SKStrokeCap.Round, SKStrokeJoin.Round);
        }

        ColourCanvas.DrawPath(line, brush);
        LabelCanvas.DrawPath(line, marker);
        (brush.Style, marker.Style, brush.StrokeCap) = (SKPaintStyle.Fill, SKPaintStyle.Fill, SKStrokeCap.Butt);
    }

    /// <summary><see cref="Stroke(SKColor, float, SKPath)"/> through some points.</summary>
    public void Stroke(SKColor colour, float width, params ReadOnlySpan<SKPoint> points) => Stroke(colour, width, Through(points, close: false));

    /// <summary>A line, part of what it is drawn on: the labels stay as they are.</summary>
    public void Line(SKColor colour, float width, SKPoint from, SKPoint to)
    {
        (brush.Color, brush.StrokeWidth) = (colour, width);
        ColourCanvas.DrawLine(from, to, brush);
    }

    /// <summary>Many lines at once, such as the joints of a wall: each two points are one.</summary>
    public void Lines(SKColor colour, float width, List<SKPoint> ends)
    {
        (brush.Color, brush.StrokeWidth) = (colour, width);
        ColourCanvas.DrawPoints(SKPointMode.Lines, [.. ends], brush);
    }

    /// <summary>A shadow or a gleam, which changes the colour and not the labels.</summary>
    public void Glaze(SKColor colour, params ReadOnlySpan<SKPoint> corners) => Glaze(colour, Through(corners));

    /// <summary>A shadow or a gleam, which changes the colour and not the labels.</summary>
    public void Glaze(SKColor colour, SKPath shape)
    {
        brush.Color = colour;
        ColourCanvas.DrawPath(shape, brush);
    }

    /// <summary>A shadow or a gleam in the colours of a shader.</summary>
    public void Glaze(SKShader shader, SKPath shape)
    {
        brush.Shader = shader;
        Glaze(SKColors.Black, shape);
        brush.Shader = null;
    }

    /// <summary>A spot that is strongest in its middle and fades to nothing: shadow under a tree, part of a cloud.</summary>
    public void Soft(SKColor colour, float x, float y, float radiusX, float radiusY)
    {
        using SKShader shader = SKShader.CreateRadialGradient(new(0, 0), 1, [colour, colour.WithAlpha((byte)(colour.Alpha * 0.6f)), colour.WithAlpha(0)], [0, 0.5f, 1], SKShaderTileMode.Clamp);
        ColourCanvas.Save();
        ColourCanvas.Translate(x, y);
        ColourCanvas.Scale(radiusX, radiusY);
        (brush.Color, brush.Shader) = (SKColors.Black, shader);
        ColourCanvas.DrawCircle(0, 0, 1, brush);
        brush.Shader = null;
        ColourCanvas.Restore();
    }

    /// <summary>Lines and glazes that follow stay inside a shape, until <see cref="Unclip"/>.</summary>
    public void Clip(SKPath shape)
    {
        ColourCanvas.Save();
        ColourCanvas.ClipPath(shape, antialias: false);
    }

    /// <summary>Ends <see cref="Clip"/>.</summary>
    public void Unclip() => ColourCanvas.Restore();

    /// <summary>Roughens the picture so far inside a rectangle: grain of <paramref name="across"/> and <paramref name="down"/> waves per unit, as strong as <paramref name="strength"/> (0..1).</summary>
    public void Grain(float strength, float across, float down, float left, float top, float right, float bottom)
    {
        Vector2 origin = new(Uniform(0, 1), Uniform(0, 1));
        SKMatrix toPixels = ColourCanvas.TotalMatrix;
        SKRectI pixels = SKRectI.Intersect(ColourCanvas.DeviceClipBounds, SKRectI.Round(toPixels.MapRect(new(left, top, right, bottom))));
        if (pixels.Width <= 0 || pixels.Height <= 0)
        {
            return;
        }

        using SKImage grain = Texture.Image(strength, new(across, down), origin, pixels, toPixels.Invert());
        ColourCanvas.Save();
        ColourCanvas.ResetMatrix();
        ColourCanvas.DrawImage(grain, pixels.Left, pixels.Top);
        ColourCanvas.Restore();
    }

    /// <summary>BGRA bytes of the drawing so far.</summary>
    public ReadOnlySpan<byte> Pixels => colours.GetPixelSpan();

    /// <summary>The label of each pixel.</summary>
    public byte[] Labels()
    {
        byte[] numbers = new byte[labels.Width * labels.Height];
        ReadOnlySpan<byte> marks = labels.GetPixelSpan();
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = marks[4 * i];
        }

        return numbers;
    }

    /// <summary>The picture as it was drawn: red, green and blue planes in 0..1.</summary>
    public float[] Planes()
    {
        ReadOnlySpan<byte> drawn = Pixels;
        int plane = drawn.Length / 4;
        float[] picture = new float[3 * plane];
        for (int i = 0; i < plane; i++)
        {
            picture[i] = drawn[(4 * i) + 2] / 255f;
            picture[plane + i] = drawn[(4 * i) + 1] / 255f;
            picture[(2 * plane) + i] = drawn[4 * i] / 255f;
        }

        return picture;
    }

    /// <summary>The picture as a camera takes it: red, green and blue planes in 0..1 with exposure, white balance and noise.</summary>
    public float[] Photograph() => new Camera(random).Picture(Pixels, []);

    public void Dispose()
    {
        path.Dispose();
        marker.Dispose();
        brush.Dispose();
        LabelCanvas.Dispose();
        ColourCanvas.Dispose();
        labels.Dispose();
        colours.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Load(SKColor colour)
    {
        brush.Color = colour;
        marker.Color = new(Label, Label, Label);
    }

    private SKPath Through(ReadOnlySpan<SKPoint> points, bool close = true)
    {
        path.Rewind();
        path.MoveTo(points[0]);
        foreach (SKPoint point in points[1..])
        {
            path.LineTo(point);
        }

        if (close)
        {
            path.Close();
        }

        return path;
    }
}

using System.Numerics;
using SkiaSharp;

namespace Workbench.Datasets.SceneKinds;

/// <summary>
/// Draws one scene twice in unit coordinates (x to the right, y down, both 0..1): with anti-aliasing in colour and without it as region
/// numbers. The sun stands on the left; half of the scenes are mirrored, and each has its own zoom, tilt and palette.
/// </summary>
internal sealed class ScenePainter : IDisposable
{
    private readonly SceneKind kind;
    private readonly SKBitmap colours;
    private readonly SKBitmap regions;
    private readonly SKCanvas colourCanvas;
    private readonly SKCanvas regionCanvas;
    private readonly SKPaint brush = new() { IsAntialias = true };
    private readonly SKPaint marker = new() { IsAntialias = false };
    private readonly SKPath path = new();
    private readonly Vector3[] tones = new Vector3[Enum.GetValues<SceneRegion>().Length];
    private ItemRandom random;

    public ScenePainter(int size, SceneKind kind, ItemRandom random)
    {
        (this.kind, this.random) = (kind, random);
        SKImageInfo info = new(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
        (colours, regions) = (new(info), new(info));
        (colourCanvas, regionCanvas) = (new(colours), new(regions));
        bool mirrored = Chance(0.5f);
        (float zoom, float turn) = (Uniform(1.13f, 1.42f), Uniform(-1.5f, 1.5f));
        (float x, float y) = (Uniform(0.46f, 0.54f), Uniform(0.46f, 0.54f));
        for (int region = 0; region < tones.Length; region++)
        {
            tones[region] = new(Uniform(0.93f, 1.07f), Uniform(0.97f, 1.03f), Uniform(0.92f, 1.08f));
        }

        foreach (SKCanvas canvas in (SKCanvas[])[colourCanvas, regionCanvas])
        {
            canvas.Scale(mirrored ? -size : size, size);
            canvas.Translate(mirrored ? -1 : 0, 0);
            canvas.Translate(0.5f, 0.5f);
            canvas.RotateDegrees(turn);
            canvas.Scale(zoom);
            canvas.Translate(-x, -y);
        }
    }

    /// <summary>Where the ground meets the sky.</summary>
    public float Horizon { get; set; } = 0.5f;

    /// <summary>The x towards which parallel lines on the ground run.</summary>
    public float Vanishing { get; set; } = 0.5f;

    public float Uniform(float low, float high) => random.Uniform(low, high);

    public int Count(int low, int high) => low + (int)(random.Uniform() * (high - low + 1));

    public bool Chance(float probability) => random.Uniform() < probability;

    /// <summary>The region's colour in this class, lighter or darker.</summary>
    public SKColor Colour(SceneRegion region, float light = 1) => kind.Colour(region, light, tones[(int)region]);

    /// <summary>A point of the ground, <paramref name="height"/> above it: depth 1 is the lower edge, across and height count in picture sides there.</summary>
    public SKPoint Ground(float across, float depth, float height = 0) => new(Vanishing + (across / depth), Horizon + ((1 - Horizon - height) / depth));

    /// <summary>A filled polygon.</summary>
    public void Polygon(SceneRegion region, SKColor colour, params ReadOnlySpan<SKPoint> corners)
    {
        path.Rewind();
        path.MoveTo(corners[0]);
        foreach (SKPoint corner in corners[1..])
        {
            path.LineTo(corner);
        }

        path.Close();
        Fill(region, colour, path);
    }

    /// <summary>A filled path.</summary>
    public void Fill(SceneRegion region, SKColor colour, SKPath shape)
    {
        brush.Color = colour;
        marker.Color = Number(region);
        colourCanvas.DrawPath(shape, brush);
        regionCanvas.DrawPath(shape, marker);
    }

    /// <summary>A rectangle.</summary>
    public void Box(SceneRegion region, SKColor colour, float left, float top, float right, float bottom)
    {
        brush.Color = colour;
        marker.Color = Number(region);
        colourCanvas.DrawRect(new(left, top, right, bottom), brush);
        regionCanvas.DrawRect(new(left, top, right, bottom), marker);
    }

    /// <summary>A rectangle whose colour changes from top to bottom.</summary>
    public void Fade(SceneRegion region, SKColor above, SKColor below, float top, float bottom)
    {
        using SKShader shader = SKShader.CreateLinearGradient(new(0, top), new(0, bottom), [above, below], SKShaderTileMode.Clamp);
        brush.Shader = shader;
        Box(region, SKColors.Black, 0, top, 1, bottom);
        brush.Shader = null;
    }

    /// <summary>An ellipse.</summary>
    public void Oval(SceneRegion region, SKColor colour, float x, float y, float radiusX, float radiusY)
    {
        brush.Color = colour;
        marker.Color = Number(region);
        colourCanvas.DrawOval(x, y, radiusX, radiusY, brush);
        regionCanvas.DrawOval(x, y, radiusX, radiusY, marker);
    }

    /// <summary>A line, part of what it is drawn on: the region map stays as it is.</summary>
    public void Line(SKColor colour, float width, SKPoint from, SKPoint to)
    {
        (brush.Color, brush.StrokeWidth) = (colour, width);
        colourCanvas.DrawLine(from, to, brush);
    }

    /// <summary>A shadow or a gleam, which changes the colour and not the region.</summary>
    public void Glaze(SKColor colour, params ReadOnlySpan<SKPoint> corners)
    {
        path.Rewind();
        path.MoveTo(corners[0]);
        foreach (SKPoint corner in corners[1..])
        {
            path.LineTo(corner);
        }

        path.Close();
        brush.Color = colour;
        colourCanvas.DrawPath(path, brush);
    }

    /// <summary>A spot that is strongest in its middle and fades to nothing: shadow under a tree, part of a cloud.</summary>
    public void Soft(SKColor colour, float x, float y, float radiusX, float radiusY)
    {
        using SKShader shader = SKShader.CreateRadialGradient(new(0, 0), 1, [colour, colour.WithAlpha((byte)(colour.Alpha * 0.6f)), colour.WithAlpha(0)], [0, 0.5f, 1], SKShaderTileMode.Clamp);
        colourCanvas.Save();
        colourCanvas.Translate(x, y);
        colourCanvas.Scale(radiusX, radiusY);
        (brush.Color, brush.Shader) = (SKColors.Black, shader);
        colourCanvas.DrawCircle(0, 0, 1, brush);
        brush.Shader = null;
        colourCanvas.Restore();
    }

    /// <summary>Lines and glazes that follow stay inside a shape, until <see cref="Unclip"/>.</summary>
    public void Clip(SKPath shape)
    {
        colourCanvas.Save();
        colourCanvas.ClipPath(shape, antialias: false);
    }

    /// <summary>Ends <see cref="Clip"/>.</summary>
    public void Unclip() => colourCanvas.Restore();

    /// <summary>The finished pictures: colours <c>[3·size·size]</c> in 0..1, plane by plane, with texture, light and noise; regions <c>[size·size]</c>.</summary>
    public (float[] Colours, byte[] Regions) Finish()
    {
        byte[] numbers = new byte[regions.Width * regions.Height];
        ReadOnlySpan<byte> marks = regions.GetPixelSpan();
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = marks[4 * i];
        }

        return (SceneFinish.Apply(colours.GetPixelSpan(), numbers, colours.Width, random), numbers);
    }

    public void Dispose()
    {
        path.Dispose();
        marker.Dispose();
        brush.Dispose();
        regionCanvas.Dispose();
        colourCanvas.Dispose();
        regions.Dispose();
        colours.Dispose();
    }

    private static SKColor Number(SceneRegion region) => new((byte)region, (byte)region, (byte)region);
}

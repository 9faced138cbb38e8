using System.Numerics;
using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>
/// Draws one scene, labelled with its regions. The sun stands on the left; half of the scenes are mirrored, and each has its own zoom, tilt
/// and palette.
/// </summary>
internal sealed class ScenePainter : Painter
{
    private readonly SceneKind kind;
    private readonly Vector3[] tones = new Vector3[Enum.GetValues<SceneRegion>().Length];

    public ScenePainter(int size, SceneKind kind, ItemRandom random)
        : base(size, random)
    {
        this.kind = kind;
        bool mirrored = Chance(0.5f);
        (float zoom, float turn) = (Uniform(1.13f, 1.42f), Uniform(-1.5f, 1.5f));
        (float x, float y) = (Uniform(0.46f, 0.54f), Uniform(0.46f, 0.54f));
        for (int region = 0; region < tones.Length; region++)
        {
            tones[region] = new(Uniform(0.93f, 1.07f), Uniform(0.97f, 1.03f), Uniform(0.92f, 1.08f));
        }

        foreach (SKCanvas canvas in (SKCanvas[])[ColourCanvas, LabelCanvas])
        {
            canvas.Scale(mirrored ? -1 : 1, 1);
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

    /// <summary>The region's colour in this class, lighter or darker.</summary>
    public SKColor Colour(SceneRegion region, float light = 1) => kind.Colour(region, light, tones[(int)region]);

    /// <summary>A point of the ground, <paramref name="height"/> above it: depth 1 is the lower edge, across and height count in picture sides there.</summary>
    public SKPoint Ground(float across, float depth, float height = 0) => new(Vanishing + (across / depth), Horizon + ((1 - Horizon - height) / depth));

    /// <summary>A filled polygon.</summary>
    public void Polygon(SceneRegion region, SKColor colour, params ReadOnlySpan<SKPoint> corners)
    {
        Label = (byte)region;
        Polygon(colour, corners);
    }

    /// <summary>A filled path.</summary>
    public void Fill(SceneRegion region, SKColor colour, SKPath shape)
    {
        Label = (byte)region;
        Fill(colour, shape);
    }

    /// <summary>A rectangle.</summary>
    public void Box(SceneRegion region, SKColor colour, float left, float top, float right, float bottom)
    {
        Label = (byte)region;
        Box(colour, left, top, right, bottom);
    }

    /// <summary>A rectangle whose colour changes from top to bottom.</summary>
    public void Fade(SceneRegion region, SKColor above, SKColor below, float top, float bottom)
    {
        Label = (byte)region;
        Fade(above, below, top, bottom);
    }

    /// <summary>An ellipse.</summary>
    public void Oval(SceneRegion region, SKColor colour, float x, float y, float radiusX, float radiusY)
    {
        Label = (byte)region;
        Oval(colour, x, y, radiusX, radiusY);
    }

    /// <summary>The finished pictures: colours <c>[3·size·size]</c> in 0..1, plane by plane, with texture, light and noise; regions <c>[size·size]</c>.</summary>
    public (float[] Colours, byte[] Regions) Finish()
    {
        byte[] regions = Labels();
        return (SceneFinish.Apply(Pixels, regions, Size, Fork()), regions);
    }
}

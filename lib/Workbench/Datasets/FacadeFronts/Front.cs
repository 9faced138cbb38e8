using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.FacadeFronts;

/// <summary>What the windows of a house have in common, and those of a storey among them.</summary>
internal sealed class Front(Painter p)
{
    private readonly bool balconies = p.Chance(0.4f);
    private readonly bool decos = p.Chance(0.45f);

    public float Breadth { get; } = p.Uniform(0.38f, 0.56f);

    public float Rise { get; private set; }

    public bool Arched { get; } = p.Chance(0.15f);

    public int Panes { get; } = p.Count(1, 3);

    public bool HasFrame { get; } = p.Chance(0.6f);

    public bool HasShutters { get; } = p.Chance(0.3f);

    public SKColor Shutters { get; } = p.Pick<SKColor>(new(66, 92, 72), new(120, 84, 60), new(96, 110, 130), new(196, 190, 178));

    /// <summary>How far roller blinds may be down, 0 for none.</summary>
    public float Rolled { get; } = p.Chance(0.35f) ? p.Uniform(0.3f, 0.8f) : 0;

    public bool Pediment { get; } = p.Chance(0.5f);

    public bool HasBalcony { get; private set; }

    public bool HasDeco { get; private set; }

    public void OfStorey(bool grand)
    {
        Rise = p.Uniform(0.52f, 0.64f) + (grand ? 0.06f : 0);
        HasBalcony = balconies && p.Chance(0.6f);
        HasDeco = decos && p.Chance(0.75f);
    }
}

using Workbench.Datasets.FacadeFronts;

namespace Workbench.Datasets;

/// <summary>
/// House fronts, drawn here: a photograph (A) and the classes of the CMP facade database as flat colours (B), in the order of the pix2pix
/// authors' <c>facades</c>. <c>Reversed</c> gives labels → photograph, the paper's direction.
/// An item is a function of (seed, split, index, size); another size shows the same house.
/// </summary>
/// <remarks>The height of the ground floor lies on a grid of its own in each split, so no house is in two of them.</remarks>
public sealed class Facades : DrawnSet<ImagePair>
{
    // The ramp of twelve colours that the pix2pix pairs are painted in, one a class.
    private static readonly (byte Red, byte Green, byte Blue)[] Colours =
    [
        (0, 0, 222), (0, 48, 255), (4, 126, 255), (2, 206, 255), (36, 252, 227), (113, 250, 156),
        (192, 254, 65), (243, 239, 36), (253, 159, 10), (253, 80, 1), (238, 5, 13), (172, 1, 3),
    ];

    /// <summary>An endless supply of house fronts.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other houses.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    /// <exception cref="ArgumentOutOfRangeException">Split or size is none of these.</exception>
    public Facades(Split split, long seed = 0, int size = 64)
        : base("facades", split, seed, size)
    {
    }

    /// <summary>The twelve classes of CMP, in the order of their colours.</summary>
    public override IReadOnlyList<string> ClassNames { get; } =
        ["background", "facade", "window", "door", "cornice", "sill", "balcony", "blind", "deco", "molding", "pillar", "shop"];

    /// <summary>The class of each pixel.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>int64 [H, W], positions in <see cref="ClassNames"/>.</returns>
    public Tensor Labels(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        using Drawing.Painter painter = Paint(index);
        using Tensor labels = torch.tensor(painter.Labels());
        return labels.to(torch.int64).reshape(Size, Size);
    }

    private protected override ImagePair Draw(long index)
    {
        using Drawing.Painter painter = Paint(index);
        byte[] labels = painter.Labels();
        float[] coloured = new float[3 * labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            (byte red, byte green, byte blue) = Colours[labels[i]];
            (coloured[i], coloured[labels.Length + i], coloured[(2 * labels.Length) + i]) = (red / 255f, green / 255f, blue / 255f);
        }

        return new(torch.tensor(painter.Photograph()).reshape(3, Size, Size), torch.tensor(coloured).reshape(3, Size, Size));
    }

    private Drawing.Painter Paint(long index)
    {
        ItemRandom random = Random(index);
        float groundFloor = 0.2f + (0.08f * random.UniformOfSplit());
        Drawing.Painter painter = new(Size, random);
        new House(painter, groundFloor).Paint();
        return painter;
    }
}

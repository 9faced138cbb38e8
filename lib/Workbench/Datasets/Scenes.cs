using Workbench.Datasets.SceneKinds;
using Workbench.Imaging;

namespace Workbench.Datasets;

/// <summary>One scene.</summary>
/// <param name="Image">float32 <c>[3, size, size]</c>, RGB in 0..1.</param>
/// <param name="Label">int64, a single number: position of its class in <see cref="Scenes.Names"/>.</param>
/// <param name="Regions">int64 <c>[size, size]</c>, the <see cref="SceneRegion"/> of each pixel.</param>
public sealed record Scene(Tensor Image, Tensor Label, Tensor Regions) : LabelledImage(Image, Label)
{
    /// <summary>The picture without its colour: float32 <c>[1, size, size]</c>, luma (BT.601) in 0..1. Computed anew each time.</summary>
    public Tensor Grey => ColorSpace.Grey(Image);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [Image, Label, Regions];

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new Scene(tensors[0], tensors[1], tensors[2]);
}

/// <summary>
/// Outdoor pictures in ten classes, drawn here. Colour follows from structure (sky, grass, stone, water) and partly from the class: the
/// stone of an arch is warm, that of an abbey cool, with the same grey levels, so that one must know the whole picture to colour a wall.
/// An item is a function of (seed, split, index, size); another size shows the same scene.
/// </summary>
/// <remarks>
/// Each split draws from random streams of its own, and its horizons lie on every third point of one fine grid, so that no scene comes twice
/// but by the rounding of a float, and then with everything else in it different.
/// </remarks>
public sealed class Scenes : DrawnSet<Scene>
{
    /// <summary>An endless supply of scenes.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other scenes.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    public Scenes(Split split, long seed = 0, int size = 64)
        : base("scenes", split, seed, size)
    {
    }

    /// <summary>The classes' names in the order of their labels.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SceneKind.All.Select(kind => kind.Name)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => Names;

    /// <summary>What item <paramref name="index"/> shows: the classes come by turns.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>The position in <see cref="Names"/>.</returns>
    public static int LabelOf(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return (int)(index % SceneKind.All.Length);
    }

    /// <summary>The picture of one scene.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>float32 <c>[3, size, size]</c>, RGB in 0..1.</returns>
    public Tensor Image(long index) => torch.tensor(Paint(index).Colours).reshape(3, Size, Size);

    private protected override Scene Draw(long index)
    {
        (float[] colours, byte[] regions) = Paint(index);
        using Tensor bytes = torch.tensor(regions);
        return new(torch.tensor(colours).reshape(3, Size, Size), torch.tensor((long)LabelOf(index)), bytes.to(torch.int64).reshape(Size, Size));
    }

    private (float[] Colours, byte[] Regions) Paint(long index)
    {
        SceneKind kind = SceneKind.All[LabelOf(index)];
        ItemRandom random = Random(index);
        float horizon = 0.36f + (0.14f * random.UniformOfSplit());
        using ScenePainter painter = new(Size, kind, random) { Horizon = horizon };
        painter.Vanishing = painter.Uniform(0.4f, 0.6f);
        kind.Paint(painter);
        return painter.Finish();
    }
}

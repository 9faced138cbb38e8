using Workbench.Datasets.SceneKinds;

namespace Workbench.Datasets;

/// <summary>One scene.</summary>
/// <param name="Image">float32 <c>[3, size, size]</c>, RGB in 0..1.</param>
/// <param name="Label">Position of its class in <see cref="Scenes.Names"/>.</param>
/// <param name="Regions">int64 <c>[size, size]</c>, the <see cref="SceneRegion"/> of each pixel.</param>
public sealed record Scene(Tensor Image, int Label, Tensor Regions);

/// <summary>
/// Outdoor pictures in ten classes, drawn here. Colour follows from structure (sky, grass, stone, water) and partly from the class: the
/// stone of an arch is warm, that of an abbey cool, with the same grey levels, so that one must know the whole picture to colour a wall.
/// An item is a function of (seed, split, index, size); another size shows the same scene.
/// </summary>
/// <remarks>
/// Each split draws from random streams of its own, and its horizons lie on every third point of one fine grid, so that no scene comes twice
/// but by the rounding of a float, and then with everything else in it different.
/// </remarks>
public sealed class Scenes
{
    private const int HorizonSteps = 1 << 20;

    private readonly Split split;
    private readonly long seed;

    /// <summary>An endless supply of scenes.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other scenes.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    public Scenes(Split split, long seed = 0, int size = 64)
    {
        if (!Enum.IsDefined(split))
        {
            throw new ArgumentOutOfRangeException(nameof(split), split, "Scenes are for training, validation or test.");
        }

        if (size is < 32 or > 512)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "Scenes are drawn on 32 to 512 pixels.");
        }

        (this.split, this.seed, Size) = (split, seed, size);
    }

    /// <summary>The classes' names in the order of their labels.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SceneKind.All.Select(kind => kind.Name)];

    /// <summary>Side of the pictures in pixels.</summary>
    public int Size { get; }

    /// <summary>What item <paramref name="index"/> shows: the classes come by turns.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>The position in <see cref="Names"/>.</returns>
    public static int LabelOf(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return (int)(index % SceneKind.All.Length);
    }

    /// <summary>One scene with its ground truth.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>Image, label and region map.</returns>
    public Scene Item(long index)
    {
        (float[] colours, byte[] regions) = Draw(index);
        return new(torch.tensor(colours).reshape(3, Size, Size), LabelOf(index), torch.tensor(regions).to(torch.int64).reshape(Size, Size));
    }

    /// <summary>The picture of one scene.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>float32 <c>[3, size, size]</c>, RGB in 0..1.</returns>
    public Tensor Image(long index) => torch.tensor(Draw(index).Colours).reshape(3, Size, Size);

    /// <summary>Consecutive scenes, the classes by turns, drawn on all processors.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>Images, float32 <c>[count, 3, size, size]</c> in 0..1; labels, int64 <c>[count]</c>; region maps, int64 <c>[count, size, size]</c>.</returns>
    public (Tensor Images, Tensor Labels, Tensor Regions) Batch(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int plane = Size * Size;
        float[] images = new float[count * 3 * plane];
        byte[] maps = new byte[count * plane];
        Parallel.For(0, count, i =>
        {
            (float[] colours, byte[] regions) = Draw(first + i);
            colours.CopyTo(images.AsSpan(i * 3 * plane));
            regions.CopyTo(maps.AsSpan(i * plane));
        });
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)LabelOf(first + i))];
        using Tensor bytes = torch.tensor(maps);
        return (torch.tensor(images).reshape(count, 3, Size, Size), torch.tensor(labels), bytes.to(torch.int64).reshape(count, Size, Size));
    }

    /// <summary>What is drawn, such as <c>scenes in 10 classes, train, 64×64, seed 0</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"scenes in {Names.Count} classes, {split.ToString().ToLowerInvariant()}, {Size}×{Size}, seed {seed}";

    private (float[] Colours, byte[] Regions) Draw(long index)
    {
        SceneKind kind = SceneKind.All[LabelOf(index)];
        ItemRandom random = new(seed, split, index);
        float step = ((3 * (int)(random.Uniform() * HorizonSteps)) + (int)split) / (3f * HorizonSteps);
        using ScenePainter painter = new(Size, kind, random) { Horizon = 0.36f + (0.14f * step) };
        painter.Vanishing = painter.Uniform(0.4f, 0.6f);
        kind.Paint(painter);
        return painter.Finish();
    }
}

using Workbench.Datasets.Drawing;
using Workbench.Datasets.Equines;

namespace Workbench.Datasets;

/// <summary>
/// Horses on green meadows (A) and zebras on the savanna (B), drawn here: the same animals in the same poses with a plain or a striped coat.
/// The two of an item have nothing to do with each other; which zebra would have been right for a horse is known to those who evaluate.
/// An item is a function of (seed, split, index, size); another size shows the same pictures.
/// </summary>
/// <remarks>
/// A picture's horizon lies on a grid of its own in each split, so no picture is in two of them. Training must not look at
/// <see cref="TwinOfA"/>, <see cref="TwinOfB"/> and the masks.
/// </remarks>
public sealed class HorsesAndZebras : DrawnSet<UnpairedImages>
{
    /// <summary>An endless supply of horses and of zebras.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other pictures.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    /// <exception cref="ArgumentOutOfRangeException">Split or size is none of these.</exception>
    public HorsesAndZebras(Split split, long seed = 0, int size = 64)
        : base("horse2zebra", split, seed, size)
    {
    }

    /// <summary>The horses of item <paramref name="index"/> as zebras, in the same poses in the same place of a savanna.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>float32 <c>[3, size, size]</c>, RGB in 0..1.</returns>
    public Tensor TwinOfA(long index) => Picture(2 * Checked(index), striped: true);

    /// <summary>The zebras of item <paramref name="index"/> as horses, in the same poses in the same place of a meadow.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>float32 <c>[3, size, size]</c>, RGB in 0..1.</returns>
    public Tensor TwinOfB(long index) => Picture((2 * Checked(index)) + 1, striped: false);

    /// <summary>Where the horses of item <paramref name="index"/> are; their twins are there too.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>bool <c>[size, size]</c>.</returns>
    public Tensor MaskOfA(long index) => Mask(2 * Checked(index), striped: false);

    /// <summary>Where the zebras of item <paramref name="index"/> are; their twins are there too.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>bool <c>[size, size]</c>.</returns>
    public Tensor MaskOfB(long index) => Mask((2 * Checked(index)) + 1, striped: true);

    private protected override UnpairedImages Draw(long index) => new(Picture(2 * index, striped: false), Picture((2 * index) + 1, striped: true));

    private static long Checked(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return index;
    }

    private Tensor Picture(long number, bool striped)
    {
        using Painter painter = Paint(number, striped, labelled: false, out ItemRandom random);

        // Twins differ in coat and ground, not in the camera.
        return torch.tensor(new Camera(random).Picture(painter.Pixels, [])).reshape(3, Size, Size);
    }

    private Tensor Mask(long number, bool striped)
    {
        using Painter painter = Paint(number, striped, labelled: true, out _);
        using Tensor labels = torch.tensor(painter.Labels());
        return labels.reshape(Size, Size).ne(0);
    }

    private Painter Paint(long number, bool striped, bool labelled, out ItemRandom random)
    {
        random = Random(number);
        float horizon = 0.26f + (0.16f * random.UniformOfSplit());
        Painter painter = new(Size, random, labelled);
        Plain.Paint(painter, horizon, striped);
        return painter;
    }
}

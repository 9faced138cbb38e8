using Workbench.Datasets.Towns;

namespace Workbench.Datasets;

/// <summary>
/// Towns from above, drawn here: one hidden plan of roads, buildings, parks and water, as an aerial photograph (A) and as a map in flat
/// colours (B), in the order of the pix2pix authors' <c>maps</c>. <c>Reversed</c> gives map → aerial.
/// An item is a function of (seed, split, index, size); another size shows the same town.
/// </summary>
/// <remarks>The town's north lies on a grid of its own in each split, so no town is in two of them.</remarks>
public sealed class Maps : DrawnSet<ImagePair>
{
    /// <summary>An endless supply of towns.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other towns.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    /// <exception cref="ArgumentOutOfRangeException">Split or size is none of these.</exception>
    public Maps(Split split, long seed = 0, int size = 64)
        : base("maps", split, seed, size)
    {
    }

    /// <summary>What the plan knows: the classes of <see cref="Plan"/>.</summary>
    public override IReadOnlyList<string> ClassNames { get; } = ["land", "park", "water", "building", "street", "main road", "motorway"];

    /// <summary>The hidden plan of a town.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>int64 [H, W], positions in <see cref="ClassNames"/>.</returns>
    public Tensor Plan(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        using TownPlan plan = new(Random(index));
        using TownMap map = new(plan, Size, labelled: true);
        using Tensor labels = torch.tensor(map.Labels());
        return labels.to(torch.int64).reshape(Size, Size);
    }

    private protected override ImagePair Draw(long index)
    {
        using TownPlan plan = new(Random(index));
        using TownMap map = new(plan, Size);
        using AerialPhotograph aerial = new(plan, Size);
        return new(torch.tensor(aerial.Picture()).reshape(3, Size, Size), torch.tensor(map.Picture()).reshape(3, Size, Size));
    }
}

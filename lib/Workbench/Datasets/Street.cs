using Workbench.Datasets.Drawing;
using Workbench.Datasets.StreetScenes;

namespace Workbench.Datasets;

/// <summary>
/// Street scenes with people and bicycles, drawn here: some walk, stand, ride or push a bicycle, some are hidden in part by one another, by
/// parked cars or trees. The labels are drawn a second time without anti-aliasing, so that they are exact.
/// An item is a function of (seed, split, index, size); another size shows the same scene.
/// </summary>
/// <remarks>
/// What a person carries or wears is person. A bicycle's wheel is bicycle from tyre to hub, as in Cityscapes, where holes in an object
/// belong to it; what is seen through the frame is not. The horizon lies on a grid of its own in each split, so no scene is in two of them.
/// </remarks>
public sealed class Street : DrawnSet<SegmentedImage>
{
    /// <summary>The label of the road, houses, trees and cars.</summary>
    public const int Background = 0;

    /// <summary>The label of people and what they wear and carry.</summary>
    public const int Person = 1;

    /// <summary>The label of bicycles.</summary>
    public const int Bicycle = 2;

    /// <summary>An endless supply of street scenes.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other scenes.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    /// <exception cref="ArgumentOutOfRangeException">Split or size is none of these.</exception>
    public Street(Split split, long seed = 0, int size = 64)
        : base("street", split, seed, size)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = ["background", "person", "bicycle"];

    private protected override SegmentedImage Draw(long index)
    {
        ItemRandom random = Random(index);
        float horizon = 0.36f + (0.12f * random.UniformOfSplit());
        using Painter painter = new(Size, random);
        new StreetScene(painter, horizon).Paint();
        using Tensor labels = torch.tensor(painter.Labels());
        return new(torch.tensor(painter.Photograph()).reshape(3, Size, Size), labels.to(torch.int64).reshape(Size, Size));
    }
}

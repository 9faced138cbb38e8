using Workbench.Datasets.Drawing;
using Workbench.Datasets.Goods;
using Workbench.Imaging;

namespace Workbench.Datasets;

/// <summary>Where the edges of <see cref="EdgesToShoes"/> and <see cref="EdgesToBags"/> come from.</summary>
public enum EdgeSource
{
    /// <summary>Two of three items from the detector, one from the hand.</summary>
    Mixed,

    /// <summary>An edge detector over the picture, as in the papers' sets.</summary>
    Detector,

    /// <summary>The outlines of the drawing, as a hand draws them: wobbly and broken.</summary>
    Sketch,
}

/// <summary>
/// Goods on white, drawn here, from their edges: A is black lines on white, B the picture.
/// An item is a function of (seed, split, index, size); another size shows the same thing.
/// </summary>
/// <remarks>The thing's length lies on a grid of its own in each split, so nothing is in two of them.</remarks>
public abstract class EdgesToGoods : DrawnSet<ImagePair>
{
    private readonly EdgeSource edges;

    private protected EdgesToGoods(string name, Split split, long seed, int size, EdgeSource edges)
        : base(name, split, seed, size)
    {
        if (!Enum.IsDefined(edges))
        {
            throw new ArgumentOutOfRangeException(nameof(edges), edges, $"The edges of {name} are from Mixed, Detector or Sketch.");
        }

        this.edges = edges;
    }

    private protected sealed override ImagePair Draw(long index)
    {
        ItemRandom random = Random(index);
        float length = 0.72f + (0.16f * random.UniformOfSplit());
        bool sketched = random.Uniform() < 1f / 3;
        using Sketch sketch = new(Size, random);
        Paint(sketch, length);
        float[] picture = sketch.Photo.Planes(); // a studio: white stays white
        bool byHand = edges == EdgeSource.Sketch || (edges == EdgeSource.Mixed && sketched);
        float[] lines = byHand ? sketch.Lines() : Detected(picture);
        return new(torch.tensor(lines).reshape(1, Size, Size).expand(3, Size, Size).contiguous(), torch.tensor(picture).reshape(3, Size, Size));
    }

    private protected abstract void Paint(Sketch sketch, float length);

    private float[] Detected(float[] picture)
    {
        int plane = Size * Size;
        float[] grey = new float[plane];
        for (int i = 0; i < plane; i++)
        {
            grey[i] = (0.299f * picture[i]) + (0.587f * picture[plane + i]) + (0.114f * picture[(2 * plane) + i]);
        }

        bool[] found = EdgeDetector.Canny(grey, Size, Size, 0.025f, 0.06f);
        return Array.ConvertAll(found, edge => edge ? 0f : 1f);
    }
}

/// <summary>Shoes: trainers, boots, pumps, sandals and loafers, from the side.</summary>
public sealed class EdgesToShoes : EdgesToGoods
{
    /// <summary>An endless supply of shoes.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other shoes.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    /// <param name="edges">Where edges come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">Split, size or edges is none of these.</exception>
    public EdgesToShoes(Split split, long seed = 0, int size = 64, EdgeSource edges = EdgeSource.Mixed)
        : base("edges2shoes", split, seed, size, edges)
    {
    }

    private protected override void Paint(Sketch sketch, float length) => new Shoe(sketch, length).Paint();
}

/// <summary>Bags: totes, satchels, rucksacks, clutches and buckets, from the front.</summary>
public sealed class EdgesToBags : EdgesToGoods
{
    /// <summary>An endless supply of bags.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other bags.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    /// <param name="edges">Where edges come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">Split, size or edges is none of these.</exception>
    public EdgesToBags(Split split, long seed = 0, int size = 64, EdgeSource edges = EdgeSource.Mixed)
        : base("edges2bags", split, seed, size, edges)
    {
    }

    private protected override void Paint(Sketch sketch, float length) => new Bag(sketch, length).Paint();
}

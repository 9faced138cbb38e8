using Workbench.Imaging;

namespace Workbench.Datasets.Transforms;

/// <summary>CycleGAN's jitter: as <see cref="PairJitter"/>, but each domain at a place of its own (Zhu et al. 2017, official default 286 and 256).</summary>
public sealed class UnpairedJitter : ITransform<UnpairedImages>
{
    private readonly int loadSize;
    private readonly int cropSize;

    /// <summary>A jitter.</summary>
    /// <param name="loadSize">Side in pixels that the pictures are enlarged to, at least <paramref name="cropSize"/>.</param>
    /// <param name="cropSize">Side of what is cut out.</param>
    public UnpairedJitter(int loadSize = 286, int cropSize = 256)
    {
        Jitter.Require(loadSize, cropSize);
        (this.loadSize, this.cropSize) = (loadSize, cropSize);
    }

    /// <inheritdoc/>
    public UnpairedImages Apply(UnpairedImages sample, ref ItemRandom random)
    {
        Jitter first = Jitter.Draw(loadSize, cropSize, mirror: true, ref random);
        Jitter second = Jitter.Draw(loadSize, cropSize, mirror: true, ref random);
        return new(first.Cut(sample.A, Interpolation.Bicubic), second.Cut(sample.B, Interpolation.Bicubic));
    }
}

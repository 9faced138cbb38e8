using Workbench.Imaging;

namespace Workbench.Datasets.Transforms;

/// <summary>
/// Pix2pix's jitter: both halves enlarged, cut out at the same random place, mirrored together in half of the cases. The paper's and the
/// official default are 286 and 256 (Isola et al. 2017, section 6.2).
/// </summary>
public sealed class PairJitter : ITransform<ImagePair>
{
    private readonly int loadSize;
    private readonly int cropSize;
    private readonly bool mirror;

    /// <summary>A jitter.</summary>
    /// <param name="loadSize">Side in pixels that the halves are enlarged to, at least <paramref name="cropSize"/>.</param>
    /// <param name="cropSize">Side of what is cut out.</param>
    /// <param name="mirror">Whether half of the pairs are mirrored; not for maps with writing, say.</param>
    public PairJitter(int loadSize = 286, int cropSize = 256, bool mirror = true)
    {
        Jitter.Require(loadSize, cropSize);
        (this.loadSize, this.cropSize, this.mirror) = (loadSize, cropSize, mirror);
    }

    /// <inheritdoc/>
    public ImagePair Apply(ImagePair sample, ref ItemRandom random)
    {
        Jitter jitter = Jitter.Draw(loadSize, cropSize, mirror, ref random);
        return new(jitter.Cut(sample.A, Interpolation.Bicubic), jitter.Cut(sample.B, Interpolation.Bicubic));
    }
}

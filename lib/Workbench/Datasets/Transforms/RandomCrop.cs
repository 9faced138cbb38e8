using Workbench.Imaging;

namespace Workbench.Datasets.Transforms;

/// <summary>
/// A random square of a picture, by default mirrored in half of the cases; label maps are cut alike, by nearest pixels. Iizuka et al. 2016 (section
/// 4) train on 224 of 256 pixels.
/// </summary>
/// <typeparam name="T">A picture, with or without a class or a label map.</typeparam>
public sealed class RandomCrop<T> : ITransform<T>
    where T : ImageSample
{
    private readonly int loadSize;
    private readonly int cropSize;
    private readonly bool mirror;

    /// <summary>A random crop.</summary>
    /// <param name="loadSize">Side in pixels that the picture is brought to, at least <paramref name="cropSize"/>.</param>
    /// <param name="cropSize">Side of what is cut out.</param>
    /// <param name="mirror">Whether half of the pictures are mirrored; not for writing, say.</param>
    public RandomCrop(int loadSize = 256, int cropSize = 224, bool mirror = true)
    {
        Jitter.Require(loadSize, cropSize);
        (this.loadSize, this.cropSize, this.mirror) = (loadSize, cropSize, mirror);
    }

    /// <inheritdoc/>
    public T Apply(T sample, ref ItemRandom random)
    {
        Jitter jitter = Jitter.Draw(loadSize, cropSize, mirror, ref random);
        Tensor image = jitter.Cut(sample.Image, Interpolation.Bilinear);
        ImageSample changed = (ImageSample)sample switch
        {
            Scene scene => scene with { Image = image, Label = scene.Label.alias(), Regions = Labels(jitter, scene.Regions) },
            SegmentedImage segmented => segmented with { Image = image, Labels = Labels(jitter, segmented.Labels) },
            LabelledImage labelled => labelled with { Image = image, Label = labelled.Label.alias() },
            var picture => picture with { Image = image },
        };
        return (T)changed;
    }

    private static Tensor Labels(Jitter jitter, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        return jitter.Cut(labels.to(torch.float32).unsqueeze(0), Interpolation.Nearest).squeeze(0).to(torch.int64).MoveToOuterDisposeScope();
    }
}

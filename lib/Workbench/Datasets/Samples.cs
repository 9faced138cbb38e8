namespace Workbench.Datasets;

/// <summary>A picture.</summary>
/// <param name="Image">float32 <c>[C, H, W]</c> in 0..1; C is 3 for RGB, 1 for grey.</param>
public record ImageSample(Tensor Image) : Sample
{
    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [Image];

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new ImageSample(tensors[0]);
}

/// <summary>A picture and the class of what it shows.</summary>
/// <param name="Image">float32 <c>[C, H, W]</c> in 0..1.</param>
/// <param name="Label">int64, a single number: the position of the class in <see cref="IDataset.ClassNames"/>.</param>
public record LabelledImage(Tensor Image, Tensor Label) : ImageSample(Image)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [Image, Label];

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new LabelledImage(tensors[0], tensors[1]);
}

/// <summary>A picture and the class of each of its pixels.</summary>
/// <param name="Image">float32 <c>[C, H, W]</c> in 0..1.</param>
/// <param name="Labels">int64 <c>[H, W]</c>: positions in <see cref="IDataset.ClassNames"/>, or <see cref="Ignored"/>.</param>
public record SegmentedImage(Tensor Image, Tensor Labels) : ImageSample(Image)
{
    /// <summary>The label of pixels that count for nothing: −100, what cross entropy leaves out by default.</summary>
    public const long Ignored = -100;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [Image, Labels];

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new SegmentedImage(tensors[0], tensors[1]);
}

/// <summary>A picture, the class of each of its pixels, and how much each of them matters.</summary>
/// <param name="Image">float32 <c>[C, H, W]</c> in 0..1.</param>
/// <param name="Labels">int64 <c>[H, W]</c>.</param>
/// <param name="Weights">float32 <c>[H, W]</c>: what a pixel's loss is multiplied by.</param>
public sealed record WeightedSegmentedImage(Tensor Image, Tensor Labels, Tensor Weights) : SegmentedImage(Image, Labels)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [Image, Labels, Weights];

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new WeightedSegmentedImage(tensors[0], tensors[1], tensors[2]);
}

/// <summary>Two pictures of one thing, pixel on pixel, as pix2pix learns from.</summary>
/// <param name="A">float32 <c>[3, H, W]</c> in 0..1: what is given.</param>
/// <param name="B">float32 <c>[3, H, W]</c> in 0..1: what is to be made.</param>
public record ImagePair(Tensor A, Tensor B) : Sample
{
    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [A, B];

    /// <summary>The pair the other way round.</summary>
    /// <returns>What was to be made is given.</returns>
    public ImagePair Reversed() => new(B, A);

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new ImagePair(tensors[0], tensors[1]);
}

/// <summary>A picture of each of two domains that have nothing to do with each other, as CycleGAN learns from.</summary>
/// <param name="A">float32 <c>[3, H, W]</c> in 0..1, of the first domain.</param>
/// <param name="B">float32 <c>[3, H, W]</c> in 0..1, of the second.</param>
public record UnpairedImages(Tensor A, Tensor B) : Sample
{
    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [A, B];

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new UnpairedImages(tensors[0], tensors[1]);
}

/// <summary>A point of the plane, for what can be said of GANs in closed form.</summary>
/// <param name="Position">float32 <c>[2]</c>.</param>
public record PointSample(Tensor Position) : Sample
{
    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [Position];

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new PointSample(tensors[0]);
}

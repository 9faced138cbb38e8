namespace Workbench.Evaluation;

/// <summary>
/// How well label maps agree with the truth, from one table of confusions: the measures of Long et al. 2015 (section 5), which are also
/// the FCN-score of pix2pix when the labels are a segmenter's on generated pictures (<see cref="Of"/>).
/// </summary>
public sealed class SegmentationScore
{
    private readonly Tensor confusions;
    private readonly List<Tensor> pictures = []; // the confusions of each

    /// <summary>An empty table.</summary>
    /// <param name="classes">How many classes there are, at least 1.</param>
    public SegmentationScore(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Classes = classes;
        confusions = torch.zeros([classes, classes], torch.int64).DetachFromDisposeScope();
    }

    private SegmentationScore(int classes, Tensor confusions) => (Classes, this.confusions) = (classes, confusions);

    /// <summary>
    /// The FCN-score: shows pictures that were generated from label maps to a segmenter that learned from real ones, and holds what it sees
    /// against the maps (pix2pix, section 3.4).
    /// </summary>
    /// <param name="segment">[N, 3, H, W] in 0..1 → [N, classes, H, W], the higher the likelier.</param>
    /// <param name="pictures">[N, 3, H, W] in 0..1; for the bound that no generator is to pass take the real ones.</param>
    /// <param name="labels">int64 [N, H, W]: the maps they were generated from.</param>
    /// <param name="batchSize">Pictures at a time.</param>
    /// <returns>A table of as many classes as the segmenter knows.</returns>
    /// <exception cref="ArgumentException">Not one map of its size for each picture, neither given nor by the segmenter.</exception>
    public static SegmentationScore Of(Func<Tensor, Tensor> segment, Tensor pictures, Tensor labels, int batchSize = 8)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if (pictures.dim() != 4 || pictures.shape[0] == 0 || !labels.shape.SequenceEqual([pictures.shape[0], .. pictures.shape[2..]]))
        {
            throw new ArgumentException($"There are pictures [{string.Join(", ", pictures.shape)}] and label maps [{string.Join(", ", labels.shape)}]: one map for each picture, of its size.", nameof(labels));
        }

        using IDisposable noGradient = torch.no_grad();
        SegmentationScore? score = null;
        for (long start = 0; start < pictures.shape[0]; start += batchSize)
        {
            using var scope = torch.NewDisposeScope();
            long end = Math.Min(start + batchSize, pictures.shape[0]);
            Tensor scores = segment(pictures.slice(0, start, end, 1));
            score ??= new((int)scores.shape[1]);
            score.Add(labels.slice(0, start, end, 1), scores.argmax(1).to(labels.device));
        }

        return score!;
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Share of all pixels that have the right label.</summary>
    public double PixelAccuracy => Ratio(torch.diagonal(confusions).sum(), confusions.sum()).Single();

    /// <summary>Share of each class's pixels that have the right label, averaged over the classes that occur.</summary>
    public double ClassAccuracy => Ratio(torch.diagonal(confusions), confusions.sum(dim: 1)).Where(double.IsFinite).Average();

    /// <summary>Intersection over union of each class; NaN for one that neither occurs nor is predicted.</summary>
    public IReadOnlyList<double> ClassIou => Ratio(torch.diagonal(confusions), confusions.sum(dim: 1) + confusions.sum(dim: 0) - torch.diagonal(confusions));

    /// <summary>The mean intersection over union of the classes that occur or are predicted.</summary>
    public double MeanIou => ClassIou.Where(double.IsFinite).Average();

    /// <summary>Counts more pixels. Pixels whose truth is no class, such as an ignore label, are left out.</summary>
    /// <param name="truth">int64, <c>[H, W]</c> or any other shape for one picture, <c>[N, H, W]</c> for several: labels in 0 … classes − 1, or anything else for pixels to leave out.</param>
    /// <param name="predicted">int64 of the same shape: labels in 0 … classes − 1.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a prediction is no class.</exception>
    public void Add(Tensor truth, Tensor predicted)
    {
        if (!truth.shape.SequenceEqual(predicted.shape))
        {
            throw new ArgumentException($"Label maps are compared at one size; here are [{string.Join(", ", truth.shape)}] and [{string.Join(", ", predicted.shape)}].", nameof(predicted));
        }

        using var scope = torch.NewDisposeScope();
        Tensor[] tables = truth.dim() == 3 ? [.. Enumerable.Range(0, (int)truth.shape[0]).Select(i => Table(truth[i], predicted[i]))] : [Table(truth, predicted)];
        foreach (Tensor table in tables)
        {
            confusions.add_(table.reshape(Classes, Classes));
            pictures.Add(table.DetachFromDisposeScope());
        }
    }

    /// <summary>A figure with its 95 % bootstrap interval over pictures.</summary>
    /// <param name="figure">Such as <c>score => score.MeanIou</c>.</param>
    /// <returns>The figure of all pictures; without an interval for a single one.</returns>
    public Measurement Measure(Func<SegmentationScore, double> figure)
    {
        using var scope = torch.NewDisposeScope();
        return Bootstrap.OfSums(torch.stack(pictures).to(torch.float64), sums => torch.tensor(
            Enumerable.Range(0, (int)sums.shape[0]).Select(row => figure(new(Classes, sums[row].to(torch.int64).reshape(Classes, Classes)))).ToArray()));
    }

    /// <summary>How many pixels of class <paramref name="truth"/> were called <paramref name="predicted"/>.</summary>
    /// <param name="truth">The right class.</param>
    /// <param name="predicted">The class given.</param>
    /// <returns>A count of pixels.</returns>
    public long Confusions(int truth, int predicted) => confusions[truth, predicted].item<long>();

    private Tensor Table(Tensor truth, Tensor predicted)
    {
        Tensor counted = truth.ge(0).logical_and(truth.lt(Classes));
        (Tensor rows, Tensor columns) = (truth[counted].to(torch.int64), predicted[counted].to(torch.int64));
        return columns.lt(0).logical_or(columns.ge(Classes)).any().item<bool>()
            ? throw new ArgumentException($"A predicted label lies outside 0 … {Classes - 1}.", nameof(predicted))
            : ((rows * Classes) + columns).bincount(null, (long)Classes * Classes);
    }

    private static double[] Ratio(Tensor part, Tensor whole) => (part.to(torch.float64) / whole.to(torch.float64)).reshape(-1).data<double>().ToArray();
}

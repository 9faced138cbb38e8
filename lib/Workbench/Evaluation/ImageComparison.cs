using Workbench.Imaging;

namespace Workbench.Evaluation;

/// <summary>What was measured on one pair of pictures.</summary>
/// <param name="Name">The file's path within both folders.</param>
/// <param name="Psnr">dB, infinite for equal pictures.</param>
/// <param name="Ssim">−1 to 1, with the Gaussian window.</param>
/// <param name="DeltaE76">Mean CIE 1976 difference over the pixels.</param>
/// <param name="DeltaE2000">Mean CIEDE2000 difference over the pixels.</param>
/// <param name="Colorfulness">Of the candidate.</param>
/// <param name="ReferenceColorfulness">Of the reference.</param>
public sealed record ComparedPicture(string Name, double Psnr, double Ssim, double DeltaE76, double DeltaE2000, double Colorfulness, double ReferenceColorfulness)
{
    /// <summary>SSIM on five scales; null where a side is shorter than the 176 pixels that they need.</summary>
    public double? MultiScaleSsim { get; init; }

    /// <summary>LPIPS, where the comparison was given one; null otherwise.</summary>
    public double? Lpips { get; init; }
}

/// <summary>
/// Generated pictures against the true ones of the same names: what each pair gives, means with 95 % bootstrap intervals, and what only
/// the whole set gives.
/// </summary>
/// <param name="lpips">Measures LPIPS, too; the caller's.</param>
/// <param name="features">Features of pictures, <c>[N, 3, H, W]</c> → <c>[N, D]</c>, for a Fréchet distance between the two sets; null for none.</param>
public sealed class ImageComparison(Lpips? lpips = null, Func<Tensor, Tensor>? features = null)
{
    private readonly List<(Tensor Reference, Tensor Candidate)> seen = [];
    private readonly LabHistogram referenceColors = new();
    private readonly LabHistogram candidateColors = new();
    private readonly ColorErrorCurve colorErrors = new();
    private readonly List<ComparedPicture> pictures = [];

    /// <summary>The figures of each picture, in the order they came.</summary>
    public IReadOnlyList<ComparedPicture> Pictures => pictures;

    /// <summary>Shared area of the Lab histograms of both sets, 0 to 1, for L, a and b.</summary>
    public (double L, double A, double B) HistogramIntersection => candidateColors.Intersection(referenceColors);

    /// <summary>Area under the cumulative curve of a*b* errors, 0 to 1.</summary>
    public double ColorErrorArea => colorErrors.Area();

    /// <summary>The same with every colour of the truth weighing alike.</summary>
    public double RebalancedColorErrorArea => colorErrors.RebalancedArea();

    /// <summary>
    /// The Fréchet distance between the features of both sets; not known without features, or for one picture. It is no mean and depends on
    /// how many pictures there are, so it has no interval: compare only what was measured on as many.
    /// </summary>
    public Measurement Frechet
    {
        get
        {
            using var scope = torch.NewDisposeScope();
            return seen.Count < 2 ? default : FrechetDistance.Between(torch.cat([.. seen.Select(pair => pair.Reference)]), torch.cat([.. seen.Select(pair => pair.Candidate)]));
        }
    }

    /// <summary><see cref="HistogramIntersection"/> with 95 % intervals.</summary>
    /// <returns>For L, a and b.</returns>
    public (Measurement L, Measurement A, Measurement B) MeasureHistogramIntersection() => candidateColors.MeasureIntersection(referenceColors);

    /// <summary><see cref="ColorErrorArea"/> and <see cref="RebalancedColorErrorArea"/> with 95 % intervals.</summary>
    /// <returns>Plain and rebalanced.</returns>
    public (Measurement Plain, Measurement Rebalanced) MeasureColorErrorAreas() => (colorErrors.MeasureArea(), colorErrors.MeasureRebalancedArea());

    /// <summary>Compares one more pair.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="reference">The true picture, <c>[3, H, W]</c> in 0..1, sides at least 11.</param>
    /// <param name="candidate">The generated one, of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ or are too small; the message names the picture.</exception>
    public void Add(string name, Tensor reference, Tensor candidate)
    {
        if (!reference.shape.SequenceEqual(candidate.shape))
        {
            throw new ArgumentException($"{name} is {reference.shape[^1]}×{reference.shape[^2]} in the reference and {candidate.shape[^1]}×{candidate.shape[^2]} in the candidate; bring them to one size.");
        }

        using var scope = torch.NewDisposeScope();
        (Tensor first, Tensor second) = (ColorSpace.RgbToLab(reference), ColorSpace.RgbToLab(candidate));
        ComparedPicture compared = new(
            name,
            Figure(ImageQuality.Psnr(reference, candidate)),
            Figure(ImageQuality.Ssim(reference, candidate)),
            Figure(ColorSpace.Difference(first, second).mean().to(torch.float64)),
            Figure(ColorDifference.Ciede2000(first, second).mean().to(torch.float64)),
            Figure(Colorfulness.Of(candidate)),
            Figure(Colorfulness.Of(reference)))
        {
            MultiScaleSsim = Math.Min(reference.shape[^1], reference.shape[^2]) >= 176 ? Figure(ImageQuality.MultiScaleSsim(reference, candidate)) : null,
            Lpips = lpips is null ? null : Figure(lpips.Distance(reference.unsqueeze(0), candidate.unsqueeze(0)).to(torch.float64)),
        };
        if (features is not null)
        {
            seen.Add((features(reference.unsqueeze(0)).DetachFromDisposeScope(), features(candidate.unsqueeze(0)).DetachFromDisposeScope()));
        }

        referenceColors.Add(reference);
        candidateColors.Add(candidate);
        colorErrors.Add(reference, candidate);
        pictures.Add(compared);
    }

    /// <summary>The mean of one figure over all pictures, with its interval where there are at least two and all are finite.</summary>
    /// <param name="figure">Such as <c>picture => picture.Ssim</c>.</param>
    /// <returns>The mean; infinite if one is.</returns>
    public Measurement Mean(Func<ComparedPicture, double> figure)
    {
        double[] values = [.. pictures.Select(figure)];
        return values.Length >= 2 && values.All(double.IsFinite) ? Bootstrap.Mean(values) : new(values.Average());
    }

    /// <summary>How much larger a figure is here than in another comparison of the same pictures, on average.</summary>
    /// <param name="other">Other candidates for the same references, in the same order.</param>
    /// <param name="figure">Such as <c>picture => picture.Ssim</c>.</param>
    /// <returns>Mean difference with its interval over pictures; not known where figures are infinite or pictures fewer than two.</returns>
    /// <exception cref="ArgumentException">The other comparison is of other pictures.</exception>
    public Measurement Difference(ImageComparison other, Func<ComparedPicture, double> figure)
    {
        if (!pictures.Select(picture => picture.Name).SequenceEqual(other.pictures.Select(picture => picture.Name)))
        {
            throw new ArgumentException("Two comparisons are held against each other on the same pictures in the same order.", nameof(other));
        }

        double[] first = [.. pictures.Select(figure)], second = [.. other.pictures.Select(figure)];
        return first.Length >= 2 && first.Concat(second).All(double.IsFinite) ? Bootstrap.MeanDifference(first, second) : default;
    }

    private static double Figure(Tensor figure) => figure.squeeze().item<double>();
}

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
public sealed record ComparedPicture(string Name, double Psnr, double Ssim, double DeltaE76, double DeltaE2000, double Colorfulness, double ReferenceColorfulness);

/// <summary>
/// Generated pictures against the true ones of the same names: what each pair gives, means with 95 % bootstrap intervals, and what only
/// the whole set gives.
/// </summary>
public sealed class ImageComparison
{
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
            Figure(Colorfulness.Of(reference)));
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

    private static double Figure(Tensor figure) => figure.squeeze().item<double>();
}

using Workbench.Imaging;

namespace Workbench.Evaluation;

/// <summary>
/// The cumulative histogram of colour errors of Zhang et al. 2016 (section 3.1, their 'AuC'): the share of pixels whose a*b* lies within a
/// distance of the truth, averaged over the distances 0, 1, …, 150. Rebalanced, each colour counts by the inverse of how often it occurs
/// in the truth, on a grid of 10 units in a and b, so that the few saturated pixels weigh as much as the many greyish ones.
/// </summary>
public sealed class ColorErrorCurve
{
    private const int Distances = 151;
    private const int Grid = 10;
    private const int Side = 26; // bins from −130 to 130
    private const int Colors = Side * Side;

    // A row for each picture: for each colour of the truth the sum of its pixels' shares of the area, then the number of its pixels.
    private readonly List<Tensor> pictures = [];

    /// <summary>Counts the pixels of more pictures.</summary>
    /// <param name="truth"><c>[3, H, W]</c> or <c>[N, 3, H, W]</c>, RGB in 0..1.</param>
    /// <param name="colored">The same pictures as recoloured.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there are not three channels.</exception>
    public void Add(Tensor truth, Tensor colored)
    {
        if (!truth.shape.SequenceEqual(colored.shape))
        {
            throw new ArgumentException($"Pictures are compared at one size; here are [{string.Join(", ", truth.shape)}] and [{string.Join(", ", colored.shape)}].", nameof(colored));
        }

        using var scope = torch.NewDisposeScope();
        Tensor expected = Colour(truth), actual = Colour(colored); // [N, 2, pixels]
        Tensor distance = (expected - actual).square().sum(dim: 1).sqrt().ceil().clamp_max(Distances);
        Tensor share = (Distances - distance).to(torch.float64) / Distances; // a pixel at distance d is within all thresholds from d on
        Tensor bins = ((expected / Grid).round() + (Side / 2)).clamp(0, Side - 1).to(torch.int64);
        Tensor color = (bins.select(1, 0) * Side) + bins.select(1, 1);
        for (int picture = 0; picture < color.shape[0]; picture++)
        {
            pictures.Add(torch.cat([color[picture].bincount(share[picture], Colors), color[picture].bincount(null, Colors).to(torch.float64)]).cpu().DetachFromDisposeScope());
        }
    }

    /// <summary>The area under the curve, each pixel alike.</summary>
    /// <returns>0 to 1, 1 where all colours are right.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public double Area() => Value(Plain);

    /// <summary>The area under the curve, each colour of the truth alike.</summary>
    /// <returns>0 to 1.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public double RebalancedArea() => Value(Rebalanced);

    /// <summary>The <see cref="Area"/> with its 95 % bootstrap interval over pictures.</summary>
    /// <returns>Without an interval for a single picture.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public Measurement MeasureArea() => Bootstrap.OfSums(Tables(), Plain);

    /// <summary>The <see cref="RebalancedArea"/> with its 95 % bootstrap interval over pictures.</summary>
    /// <returns>Without an interval for a single picture.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public Measurement MeasureRebalancedArea() => Bootstrap.OfSums(Tables(), Rebalanced);

    private static Tensor Colour(Tensor rgb) => ColorSpace.RgbToLab(rgb.detach()).reshape(-1, 3, rgb.shape[^2] * rgb.shape[^1]).narrow(1, 1, 2);

    // [R, 2 · colours] → [R]
    private static Tensor Plain(Tensor sums) => sums.narrow(1, 0, Colors).sum(dim: 1) / sums.narrow(1, Colors, Colors).sum(dim: 1);

    private static Tensor Rebalanced(Tensor sums)
    {
        Tensor pixels = sums.narrow(1, Colors, Colors);
        return (sums.narrow(1, 0, Colors) / pixels.clamp_min(1)).sum(dim: 1) / pixels.gt(0).sum(dim: 1);
    }

    private double Value(Func<Tensor, Tensor> statistic)
    {
        using var scope = torch.NewDisposeScope();
        return statistic(Tables().sum(dim: 0, keepdim: true)).item<double>();
    }

    private Tensor Tables() => pictures.Count > 0 ? torch.stack(pictures) : throw new InvalidOperationException("The curve is empty; add pictures first.");
}

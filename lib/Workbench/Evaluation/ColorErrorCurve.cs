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

    // Rows: the colour bin of the truth; columns: the smallest whole distance that contains the pixel, the last for those beyond.
    private readonly Tensor counts = torch.zeros([Side * Side, Distances + 1], torch.float64).DetachFromDisposeScope();

    /// <summary>Counts the pixels of more pictures.</summary>
    /// <param name="truth"><c>[…, 3, H, W]</c>, RGB in 0..1.</param>
    /// <param name="colored">The same pictures as recoloured.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there are not three channels.</exception>
    public void Add(Tensor truth, Tensor colored)
    {
        if (!truth.shape.SequenceEqual(colored.shape))
        {
            throw new ArgumentException($"Pictures are compared at one size; here are [{string.Join(", ", truth.shape)}] and [{string.Join(", ", colored.shape)}].", nameof(colored));
        }

        using var scope = torch.NewDisposeScope();
        Tensor expected = ColorSpace.RgbToLab(truth.detach()).narrow(-3, 1, 2);
        Tensor actual = ColorSpace.RgbToLab(colored.detach()).narrow(-3, 1, 2);
        Tensor distance = (expected - actual).square().sum(dim: -3).sqrt().ceil().clamp_max(Distances).to(torch.int64).flatten();
        Tensor bins = ((expected / Grid).round() + (Side / 2)).clamp(0, Side - 1).to(torch.int64);
        Tensor color = ((bins.select(-3, 0) * Side) + bins.select(-3, 1)).flatten();
        Tensor more = ((color * (Distances + 1)) + distance).bincount(null, Side * Side * (Distances + 1));
        counts.add_(more.reshape(Side * Side, Distances + 1));
    }

    /// <summary>The area under the curve, each pixel alike.</summary>
    /// <returns>0 to 1, 1 where all colours are right.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public double Area() => Area(counts.sum(dim: 0));

    /// <summary>The area under the curve, each colour of the truth alike.</summary>
    /// <returns>0 to 1.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public double RebalancedArea()
    {
        using var scope = torch.NewDisposeScope();
        Tensor pixels = counts.sum(dim: 1, keepdim: true);
        return Area((counts / pixels.clamp_min(1)).sum(dim: 0));
    }

    private static double Area(Tensor histogram)
    {
        using var scope = torch.NewDisposeScope();
        double total = histogram.sum().item<double>();
        return total > 0
            ? (histogram.narrow(0, 0, Distances).cumsum(0) / total).mean().item<double>()
            : throw new InvalidOperationException("The curve is empty; add pictures first.");
    }
}

using Workbench.Imaging;

namespace Workbench.Evaluation;

/// <summary>
/// The colour distribution of a whole set of pictures, one histogram each for L, a and b, and how much of it another set's shares:
/// pix2pix (Isola et al. 2017), section 4.2 and figure 7. The paper names no bin width; here it is 2 units, pictures are added up before comparing.
/// </summary>
public sealed class LabHistogram
{
    /// <summary>Width of a bin in Lab units.</summary>
    public const double BinWidth = 2;

    // L in 0..100; a and b in −128..128.
    private static readonly (double Low, int Bins)[] Axes = [(0, 50), (-128, 128), (-128, 128)];

    private readonly double[][] counts = [.. Axes.Select(axis => new double[axis.Bins])];

    /// <summary>Counts the pixels of more pictures.</summary>
    /// <param name="rgb"><c>[3, H, W]</c> or <c>[N, 3, H, W]</c>, 0..1.</param>
    /// <exception cref="ArgumentException">Not three channels.</exception>
    public void Add(Tensor rgb)
    {
        using var scope = torch.NewDisposeScope();
        Tensor lab = ColorSpace.RgbToLab(rgb.detach());
        for (int channel = 0; channel < Axes.Length; channel++)
        {
            (double low, int bins) = Axes[channel];
            Tensor positions = ((lab.select(-3, channel) - low) / BinWidth).floor().clamp(0, bins - 1).to(torch.int64).flatten();
            double[] more = positions.bincount(null, bins).to(torch.float64).data<double>().ToArray();
            for (int bin = 0; bin < bins; bin++)
            {
                counts[channel][bin] += more[bin];
            }
        }
    }

    /// <summary>The share of pixels in each bin of a channel.</summary>
    /// <param name="channel">0 for L, 1 for a, 2 for b.</param>
    /// <returns>Centre of each bin in Lab units and its share; the shares sum to 1.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public IReadOnlyList<(double Center, double Share)> Shares(int channel)
    {
        double total = counts[channel].Sum();
        return total > 0
            ? [.. counts[channel].Select((count, bin) => (Axes[channel].Low + ((bin + 0.5) * BinWidth), count / total))]
            : throw new InvalidOperationException("The histogram is empty; add pictures first.");
    }

    /// <summary>The area that two distributions share, Σ min(p, q), for each channel.</summary>
    /// <param name="other">The other set of pictures, such as the ground truth.</param>
    /// <returns>0 (nothing in common) to 1 (equal) for L, a and b.</returns>
    /// <exception cref="InvalidOperationException">One of them is empty.</exception>
    public (double L, double A, double B) Intersection(LabHistogram other)
    {
        double Shared(int channel) => Shares(channel).Zip(other.Shares(channel), (p, q) => Math.Min(p.Share, q.Share)).Sum();
        return (Shared(0), Shared(1), Shared(2));
    }
}

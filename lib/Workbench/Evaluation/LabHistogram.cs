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

    // L in 0..100; a and b in −128..128. First is the channel's first column in a picture's row.
    private static readonly (double Low, int Bins, int First)[] Axes = [(0, 50, 0), (-128, 128, 50), (-128, 128, 178)];

    // A row for each picture: how many of its pixels are in each bin of the three channels.
    private readonly List<Tensor> pictures = [];

    /// <summary>Counts the pixels of more pictures.</summary>
    /// <param name="rgb"><c>[3, H, W]</c> or <c>[N, 3, H, W]</c>, 0..1.</param>
    /// <exception cref="ArgumentException">Not three channels.</exception>
    public void Add(Tensor rgb)
    {
        using var scope = torch.NewDisposeScope();
        Tensor lab = ColorSpace.RgbToLab(rgb.detach()).reshape(-1, 3, rgb.shape[^2] * rgb.shape[^1]);
        for (int picture = 0; picture < lab.shape[0]; picture++)
        {
            pictures.Add(torch.cat([.. Axes.Select((axis, channel) =>
                ((lab[picture, channel] - axis.Low) / BinWidth).floor().clamp(0, axis.Bins - 1).to(torch.int64).bincount(null, axis.Bins))]).to(torch.float64).cpu().DetachFromDisposeScope());
        }
    }

    /// <summary>The share of pixels in each bin of a channel.</summary>
    /// <param name="channel">0 for L, 1 for a, 2 for b.</param>
    /// <returns>Centre of each bin in Lab units and its share; the shares sum to 1.</returns>
    /// <exception cref="InvalidOperationException">Nothing was added yet.</exception>
    public IReadOnlyList<(double Center, double Share)> Shares(int channel)
    {
        using var scope = torch.NewDisposeScope();
        (double low, _, _) = Axes[channel];
        return [.. Normalized(Tables().sum(dim: 0, keepdim: true), channel).data<double>().Select((share, bin) => (low + ((bin + 0.5) * BinWidth), share))];
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

    /// <summary>The <see cref="Intersection"/> with its 95 % bootstrap interval over pictures, those at one place of both sets being drawn together.</summary>
    /// <param name="other">As many pictures; those at one place belong together, such as a generated picture and its truth.</param>
    /// <returns>For L, a and b; without an interval for a single picture.</returns>
    /// <exception cref="InvalidOperationException">One of them is empty.</exception>
    /// <exception cref="ArgumentException">The sets are not of one size.</exception>
    /// <remarks>
    /// Sums over fewer different pictures are rougher, so redrawn sets share a little less than the whole ones do: the interval reaches
    /// further down than up, and for a handful of pictures may end below the value.
    /// </remarks>
    public (Measurement L, Measurement A, Measurement B) MeasureIntersection(LabHistogram other)
    {
        if (pictures.Count != other.pictures.Count)
        {
            throw new ArgumentException($"Pictures at one place belong together; here are {pictures.Count} and {other.pictures.Count}.", nameof(other));
        }

        using var scope = torch.NewDisposeScope();
        Tensor both = torch.cat([Tables(), other.Tables()], 1);
        long half = both.shape[1] / 2;
        Measurement Shared(int channel) => Bootstrap.OfSums(both, sums =>
            torch.minimum(Normalized(sums.narrow(1, 0, half), channel), Normalized(sums.narrow(1, half, half), channel)).sum(dim: 1));
        return (Shared(0), Shared(1), Shared(2));
    }

    // [R, bins of all channels] → [R, bins of one], each row summing to 1
    private static Tensor Normalized(Tensor sums, int channel)
    {
        Tensor counts = sums.narrow(1, Axes[channel].First, Axes[channel].Bins);
        return (counts / counts.sum(dim: 1, keepdim: true)).contiguous();
    }

    private Tensor Tables() => pictures.Count > 0 ? torch.stack(pictures) : throw new InvalidOperationException("The histogram is empty; add pictures first.");
}

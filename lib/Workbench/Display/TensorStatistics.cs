using static TorchSharp.torch;

namespace Workbench.Display;

/// <summary>What a tensor's numbers are like, in one bounded pass: range, mean, and how many are no numbers at all.</summary>
/// <remarks>Every number counts up to 2²⁶ of them; of a larger tensor every n-th, and <see cref="Step"/> says so.</remarks>
public sealed record TensorStatistics
{
    private const long MostNumbers = 1L << 26;
    private const long Chunk = 1L << 22;

    private TensorStatistics()
    {
    }

    /// <summary>The smallest finite number; NaN where there is none.</summary>
    public double Min { get; private init; } = double.NaN;

    /// <summary>The largest finite number; NaN where there is none.</summary>
    public double Max { get; private init; } = double.NaN;

    /// <summary>The mean of the finite numbers; NaN where there is none.</summary>
    public double Mean { get; private init; } = double.NaN;

    /// <summary>How many are NaN.</summary>
    public long NaNs { get; private init; }

    /// <summary>How many are +∞ or −∞.</summary>
    public long Infinities { get; private init; }

    /// <summary>1 where every number was read, n where every n-th was.</summary>
    public long Step { get; private init; } = 1;

    /// <summary>Reads a tensor of real numbers, on any device.</summary>
    /// <param name="tensor">Any shape; float, integer or boolean.</param>
    /// <returns>Its statistics.</returns>
    /// <exception cref="ArgumentException">The numbers are complex.</exception>
    public static TensorStatistics Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.is_complex())
        {
            throw new ArgumentException("Complex numbers have no range; pass their real part or absolute value.", nameof(tensor));
        }

        using var scope = NewDisposeScope();
        long step = (tensor.numel() + MostNumbers - 1) / MostNumbers;
        Tensor all = tensor.detach().reshape(-1);
        Tensor flat = step > 1 ? all.slice(0, 0, all.numel(), step) : all;
        (double min, double max, double sum) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        (long finite, long nans, long infinities) = (0, 0, 0);
        for (long start = 0; start < flat.numel(); start += Chunk)
        {
            using var inner = NewDisposeScope();
            Tensor numbers = Comparable(flat.narrow(0, start, Math.Min(Chunk, flat.numel() - start)));
            (long kept, long missing) = (numbers.numel(), 0);
            double total = numbers.sum().to(float64).item<double>();
            if (!double.IsFinite(total)) // only then is a closer look worth its time
            {
                Tensor finites = numbers.isfinite();
                missing = numbers.isnan().sum().item<long>();
                infinities += numbers.numel() - missing - finites.sum().item<long>();
                numbers = numbers.masked_select(finites);
                kept = numbers.numel();
                total = numbers.sum(float64).item<double>(); // large float32 numbers may have added up to infinity
            }

            nans += missing;
            finite += kept;
            if (kept > 0)
            {
                min = Math.Min(min, numbers.min().to(float64).item<double>());
                max = Math.Max(max, numbers.max().to(float64).item<double>());
                sum += total;
            }
        }

        return new TensorStatistics
        {
            Min = finite > 0 ? min : double.NaN,
            Max = finite > 0 ? max : double.NaN,
            Mean = finite > 0 ? sum / finite : double.NaN,
            NaNs = nans,
            Infinities = infinities,
            Step = Math.Max(step, 1),
        };
    }

    /// <summary>The statistics on a line.</summary>
    /// <returns>Such as <c>−0.77 … 1, mean 0.05; 2 NaN</c>.</returns>
    public override string ToString()
    {
        string range = double.IsNaN(Min) ? "no finite number" : $"{Html.Number(Min)} … {Html.Number(Max)}, mean {Html.Number(Mean)}";
        string nans = NaNs > 0 ? $"; {Html.Number(NaNs)} NaN" : "";
        string infinities = Infinities > 0 ? $"; {Html.Number(Infinities)} infinite" : "";
        string sampled = Step > 1 ? $" (every {Step}th number read)" : "";
        return range + nans + infinities + sampled;
    }

    // Booleans have no range, and half precision is slow on a CPU.
    private static Tensor Comparable(Tensor numbers) =>
        numbers.dtype is ScalarType.Float32 or ScalarType.Float64 ? numbers.cpu() : numbers.cpu().to(float64);
}

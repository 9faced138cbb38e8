using Workbench.Evaluation;

namespace Workbench.Experiments;

/// <summary>
/// The mean over seeds with its 95 % interval by Student's t (Gosset 1908): seeds are too few to draw again with replacement, and each
/// figure is itself a mean over many items, so near to normal.
/// </summary>
internal static class SeedInterval
{
    // 97.5 % quantiles of Student's t for 1 … 30 degrees of freedom.
    private static readonly double[] Quantiles =
    [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
        2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
        2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
    ];

    /// <summary>Mean and interval; no interval for one value, nothing for none.</summary>
    public static Measurement Mean(IReadOnlyList<double> values)
    {
        if (values.Count < 2 || !values.All(double.IsFinite))
        {
            return values.Count == 0 ? default : new(values.Average());
        }

        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new(mean, Interval.Around(mean, Quantile(values.Count - 1) * deviation / Math.Sqrt(values.Count)));
    }

    // Beyond the table, the expansion of Cornish and Fisher to its first term is right to 0.001.
    private static double Quantile(int degrees) =>
        degrees <= Quantiles.Length ? Quantiles[degrees - 1] : 1.95996 + (((1.95996 * 1.95996 * 1.95996) + 1.95996) / (4 * degrees));
}

using System.Diagnostics;
using System.Globalization;

namespace Workbench.Benchmarks;

/// <summary>What benchmarks do with what they measured.</summary>
internal static class Figures
{
    public static double Seconds(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Prints a line, the same in every language.</summary>
    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

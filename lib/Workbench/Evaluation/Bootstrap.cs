namespace Workbench.Evaluation;

/// <summary>
/// Confidence intervals by drawing the measured values again with replacement (Efron 1979, the percentile interval). Methods judged on the
/// same pictures are compared in pairs, so that hard and easy pictures cancel.
/// </summary>
public static class Bootstrap
{
    /// <summary>The mean of some values with its confidence interval.</summary>
    /// <param name="values">One figure for each picture (or seed); at least two, all finite.</param>
    /// <param name="confidence">The share of repetitions whose mean lies in the interval, 0 to 1.</param>
    /// <param name="repetitions">How often the values are drawn again.</param>
    /// <param name="seed">Of the random numbers, so that an interval stays what it was.</param>
    /// <returns>Mean and interval.</returns>
    /// <exception cref="ArgumentException">Fewer than two values, or one that is not finite.</exception>
    public static Measurement Mean(IReadOnlyList<double> values, double confidence = 0.95, int repetitions = 10_000, int seed = 0)
    {
        double[] means = Means(values, confidence, repetitions, new(seed));
        return new(values.Average(), Percentiles(means, confidence));
    }

    /// <summary>How much larger the first method's figures are than the second's on the same pictures, on average.</summary>
    /// <param name="first">One figure for each picture.</param>
    /// <param name="second">The other method's figures of the same pictures, in the same order.</param>
    /// <param name="confidence">See <see cref="Mean"/>.</param>
    /// <param name="repetitions">See <see cref="Mean"/>.</param>
    /// <param name="seed">See <see cref="Mean"/>.</param>
    /// <returns>Mean difference and interval; an interval without 0 tells the methods apart.</returns>
    /// <exception cref="ArgumentException">Not equally many values, or too few.</exception>
    public static Measurement MeanDifference(IReadOnlyList<double> first, IReadOnlyList<double> second, double confidence = 0.95, int repetitions = 10_000, int seed = 0) =>
        first.Count == second.Count
            ? Mean([.. first.Zip(second, (a, b) => a - b)], confidence, repetitions, seed)
            : throw new ArgumentException($"Paired figures belong to the same pictures; here are {first.Count} and {second.Count}.", nameof(second));

    /// <summary>How much larger the mean of the first values is than that of the second, where the two have nothing to do with each other, such as two groups of people.</summary>
    /// <param name="first">One figure for each member of the first group; at least two.</param>
    /// <param name="second">One for each member of the second; at least two.</param>
    /// <param name="confidence">See <see cref="Mean"/>.</param>
    /// <param name="repetitions">See <see cref="Mean"/>.</param>
    /// <param name="seed">See <see cref="Mean"/>.</param>
    /// <returns>Difference of the means and interval, both groups drawn again; an interval without 0 tells them apart.</returns>
    /// <exception cref="ArgumentException">Fewer than two values, or one that is not finite.</exception>
    public static Measurement DifferenceOfMeans(IReadOnlyList<double> first, IReadOnlyList<double> second, double confidence = 0.95, int repetitions = 10_000, int seed = 0)
    {
        Random random = new(seed);
        double[] minuends = Means(first, confidence, repetitions, random);
        double[] subtrahends = Means(second, confidence, repetitions, random);
        return new(first.Average() - second.Average(), Percentiles([.. minuends.Zip(subtrahends, (a, b) => a - b)], confidence));
    }

    /// <summary>A figure of a whole set that is no mean over its pictures, such as a mean IoU, from what each picture adds to a table.</summary>
    /// <param name="tables">float64 <c>[N, D]</c>: what each of N pictures adds.</param>
    /// <param name="statistic">The figure of tables that were summed over pictures: <c>[R, D]</c> → <c>[R]</c>.</param>
    /// <param name="confidence">See <see cref="Mean"/>.</param>
    /// <param name="repetitions">How often the pictures are drawn again.</param>
    /// <param name="seed">See <see cref="Mean"/>.</param>
    /// <returns>The figure of all pictures and its interval; without one for a single picture.</returns>
    public static Measurement OfSums(Tensor tables, Func<Tensor, Tensor> statistic, double confidence = 0.95, int repetitions = 1000, int seed = 0)
    {
        using var scope = torch.NewDisposeScope();
        double value = statistic(tables.sum(dim: 0, keepdim: true)).item<double>();
        int pictures = (int)tables.shape[0];
        if (pictures < 2)
        {
            return new(value);
        }

        Random random = new(seed);
        double[,] times = new double[repetitions, pictures];
        for (int draw = 0; draw < repetitions * pictures; draw++)
        {
            times[draw / pictures, random.Next(pictures)]++;
        }

        return new(value, Percentiles([.. statistic(torch.tensor(times).matmul(tables)).cpu().data<double>()], confidence));
    }

    private static double[] Means(IReadOnlyList<double> values, double confidence, int repetitions, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        }

        if (values.Count < 2 || !values.All(double.IsFinite))
        {
            throw new ArgumentException($"An interval needs at least two finite values; here are {values.Count}, {values.Count(value => !double.IsFinite(value))} of them not finite.", nameof(values));
        }

        double[] means = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            double sum = 0;
            for (int draw = 0; draw < values.Count; draw++)
            {
                sum += values[random.Next(values.Count)];
            }

            means[i] = sum / values.Count;
        }

        return means;
    }

    private static Interval Percentiles(double[] drawn, double confidence)
    {
        Array.Sort(drawn);
        double tail = (1 - confidence) / 2;
        return new(Quantile(drawn, tail), Quantile(drawn, 1 - tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}

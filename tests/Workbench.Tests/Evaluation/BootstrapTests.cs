using Workbench.Evaluation;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class BootstrapTests
{
    /// <summary>For a mean of many values the interval is the mean ± 1.96 standard errors.</summary>
    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_central_limit_theorem()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => Math.Sin(i * 12.9898) * 3)];
        double mean = values.Average();
        double error = 1.96 * Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);

        Measurement measured = Bootstrap.Mean(values);

        Assert.Equal(mean, measured.Value, 1e-12);
        Assert.Equal(mean - error, measured.Interval!.Value.Low, 0.05 * error);
        Assert.Equal(mean + error, measured.Interval!.Value.High, 0.05 * error);
    }

    /// <summary>Of 300 samples of thirty uniform numbers, about 95 % of the intervals hold the true mean 0.5; the percentile interval is a little short for few values.</summary>
    [Fact]
    public void Intervals_hold_the_truth_about_as_often_as_they_say()
    {
        Random random = new(7);
        int held = 0;
        for (int sample = 0; sample < 300; sample++)
        {
            double[] numbers = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble())];
            Interval interval = Bootstrap.Mean(numbers, repetitions: 400, seed: sample).Interval!.Value;
            held += interval.Low <= 0.5 && 0.5 <= interval.High ? 1 : 0;
        }

        Assert.InRange(held, 270, 294);
    }

    [Fact]
    public void Paired_differences_tell_methods_apart_where_single_means_cannot()
    {
        Random random = new(1);
        double[] difficulty = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble() * 10)];
        double[] better = [.. difficulty.Select(d => d + 0.3 + (0.1 * random.NextDouble()))];

        Measurement difference = Bootstrap.MeanDifference(better, difficulty);

        Assert.True(difference.Interval!.Value.Low > 0.3);
        Assert.True(Bootstrap.Mean(better).Interval!.Value.Low < Bootstrap.Mean(difficulty).Interval!.Value.High);
        Assert.Equal(difference, Bootstrap.MeanDifference(better, difficulty));
    }

    [Fact]
    public void Too_few_or_broken_values_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.Mean([1]));
        Assert.Contains("1 of them not finite", Assert.Throws<ArgumentException>(() => Bootstrap.Mean([1, 2, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Bootstrap.MeanDifference([1, 2], [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Mean([1, 2], confidence: 95));
    }

    /// <summary>For a ratio of sums that is a mean (every picture weighs alike), both ways of drawing agree.</summary>
    [Fact]
    public void A_figure_of_sums_has_the_interval_of_the_mean_that_it_is()
    {
        Random random = new(3);
        double[] values = [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble())];
        using Tensor tables = tensor(values).unsqueeze(1);

        Measurement mean = Bootstrap.Mean(values), sums = Bootstrap.OfSums(tables, sum => sum.select(1, 0) / 80, repetitions: 10_000);

        Assert.Equal(mean.Value, sums.Value, 1e-12);
        Assert.Equal(mean.Interval!.Value.Low, sums.Interval!.Value.Low, 0.005);
        Assert.Equal(mean.Interval.Value.High, sums.Interval.Value.High, 0.005);
        using Tensor one = tables.narrow(0, 0, 1);
        Assert.Null(Bootstrap.OfSums(one, sum => sum.select(1, 0)).Interval);
    }
}

using CsCheck;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Display;
using static TorchSharp.torch;

namespace Workbench.Tests.Display;

public sealed class TensorFormatterTests
{
    public TensorFormatterTests()
    {
        Formatter.ResetToDefault();
        Formatters.Register();
    }

    [Fact]
    public void ASmallMatrixShowsItsNumbers()
    {
        string html = Shown(tensor(new[,] { { 0.77f, -0.11f }, { 1f, float.NaN } }));

        Assert.Contains("float32 [2, 2]: -0.11 … 1, mean 0.5533; 1 NaN", html, StringComparison.Ordinal);
        Assert.Contains(">0.77<", html, StringComparison.Ordinal);
        Assert.Contains(">−0.11<", html, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersThatAreNoneAreCounted()
    {
        Tensor values = tensor([1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3f]);

        var statistics = TensorStatistics.Of(values);

        Assert.Equal((1, 3, 2, 1, 2), (statistics.Min, statistics.Max, statistics.Mean, statistics.NaNs, statistics.Infinities));
    }

    [Fact]
    public void FiniteNumbersWhoseSumOverflowsAreStillFinite()
    {
        var statistics = TensorStatistics.Of(full(4, 3e38f));

        Assert.Equal((0, 0), (statistics.NaNs, statistics.Infinities));
        Assert.Equal(3e38, statistics.Mean, 1e32);
    }

    [Fact]
    public void StatisticsAreThoseOfTheNumbersWhateverTheTypeAndTheLayout() => Gen.Double[-1000, 1000].Array[1, 50].Sample(values =>
    {
        using var scope = NewDisposeScope();
        Tensor strided = stack([tensor(values), zeros(values.Length, float64)], dim: 1)[.., 0];
        var statistics = TensorStatistics.Of(strided);
        return statistics.Min == values.Min() && statistics.Max == values.Max() && Math.Abs(statistics.Mean - values.Average()) < 1e-9;
    });

    [Fact]
    public void PicturesAndHeatMapsAreDrawn()
    {
        Assert.Contains("data:image/png;base64,", Shown(rand(3, 40, 60)), StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", Shown(rand(2, 3, 40, 60)), StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", Shown(randn(100, 100)), StringComparison.Ordinal);
        Assert.Contains("channels 0–15 of 20", Shown(randn(20, 8, 8)), StringComparison.Ordinal);
        Assert.Contains("<svg", Shown(randn(1000)), StringComparison.Ordinal);
    }

    [Fact]
    public void WhateverTheTensorItIsShownShortlyAndWithoutAnError()
    {
        Tensor disposed = zeros(2);
        disposed.Dispose();
        Tensor[] odd =
        [
            zeros(0, 3), tensor(7), tensor(true), randn(3, 3) > 0, full([4, 4], float.NaN), full([500], float.NaN), full([50, 50], float.NegativeInfinity),
            randn(4, 4) * 1e-20, randn(4, 4) * 1e20, randn(2, 2, dtype: complex64), zeros([3, 3], device: META), zeros([2, 1, 2, 1, 30]),
            randn(3, 1, 1), randn(1, 1), randn(1, 2000), randn(2000, 1), zeros(3, 4, 4, dtype: int64), randn(5, 5).to(float16), randn(2, 2).requires_grad_(), disposed,
        ];

        Assert.All(odd, value =>
        {
            Assert.InRange(Shown(value).Length, 20, 200_000);
            Assert.InRange(value.ToDisplayString(PlainTextFormatter.MimeType).Length, 5, 4_000);
        });
    }

    [Fact]
    public void ALargeTensorStaysSmallOnThePage()
    {
        Tensor large = rand(4, 3, 1000, 1000);

        Assert.InRange(Shown(large).Length, 1_000, 1_000_000);
        Assert.Matches(@"^float32 \[4, 3, 1000, 1000\]: \S+ … \S+, mean 0\.\S+$", large.ToDisplayString(PlainTextFormatter.MimeType));
    }

    private static string Shown(Tensor value) => value.ToDisplayString(HtmlFormatter.MimeType);
}

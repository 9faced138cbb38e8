using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Tests.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

/// <summary>The classifier judge on pictures of which one knows how far from real they are.</summary>
public sealed class TwoSampleClassifierTests : TorchTest
{
    private static readonly TwoSampleClassifier Judge = new() { Epochs = 8, Width = 8 };

    [Fact]
    public void RealPicturesAgainstRealOnesAreACoin()
    {
        JudgeReport report = Judge.Judge(Scenes(0), Scenes(500));

        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
        Assert.InRange(report.Accuracy.Value, 0.40, 0.60);
        Assert.InRange(report.Fooled.Value, 0.38, 0.62);
        Assert.InRange(0.5, report.Fooled.Interval!.Value.Low, report.Fooled.Interval.Value.High);
        Assert.Contains("a classifier, not people", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheMoreIsWrongTheLessOftenItIsFooled()
    {
        // A share of the generated pictures are real ones of other scenes: of those half should fool.
        Tensor real = Scenes(0), others = Scenes(500), blurred = nn.functional.avg_pool2d(others, 5, 1, 2);
        JudgeReport all = Judge.Judge(real, blurred), half = Judge.Judge(real, Mixed(0.5)), few = Judge.Judge(real, Mixed(0.2)), none = Judge.Judge(real, others);

        TestContext.Current.TestOutputHelper!.WriteLine($"{all}\n{half}\n{few}\n{none}");
        Assert.InRange(all.Fooled.Value, 0, 0.1);
        Assert.InRange(all.Accuracy.Value, 0.9, 1);
        Assert.True(all.Fooled.Value < half.Fooled.Value && half.Fooled.Value < few.Fooled.Value && few.Fooled.Value < none.Fooled.Value + 0.05, $"{all}\n{half}\n{few}\n{none}");

        Tensor Mixed(double wrong) => cat([blurred.slice(0, 0, (long)(wrong * 160), 1), others.slice(0, (long)(wrong * 160), 160, 1)]);
    }

    [Fact]
    public void NoiseIsSeen() => Assert.InRange(Judge.Judge(Scenes(0), rand(160, 3, 32, 32)).Fooled.Value, 0, 0.02);

    [Fact]
    public void TheSameSeedSaysTheSameAndMethodsAreJudgedByTheSameNetworks()
    {
        Tensor real = Scenes(0), others = Scenes(500);
        Dictionary<string, Tensor> methods = new() { ["dark"] = others * 0.7, ["noisy"] = (others + (0.5 * randn_like(others))).clamp(0, 1) };
        IReadOnlyDictionary<string, JudgeReport> first = Judge.Judge(real, methods, stop: TestContext.Current.CancellationToken), second = Judge.Judge(real, methods, stop: TestContext.Current.CancellationToken);

        Assert.Equal(["dark", "noisy"], first.Keys);
        Assert.Equal(first, second);
        Assert.True(first["noisy"].Fooled.Value < first["dark"].Fooled.Value, $"{first["noisy"]}\n{first["dark"]}");
    }

    [Fact]
    public void WhatCannotBeJudgedIsRefused()
    {
        Assert.Contains("of later are", Assert.Throws<ArgumentException>(() => Judge.Judge(Scenes(0), new Dictionary<string, Tensor> { ["later"] = zeros(3, 3, 32, 32) }, stop: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 8 (4 folds)", Assert.Throws<ArgumentException>(() => Judge.Judge(zeros(7, 3, 32, 32), zeros(7, 3, 32, 32))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(81, 263, 0.2553, 0.3662)] // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263
    public void AShareHasWilsonsInterval(double successes, int trials, double low, double high)
    {
        Measurement share = Proportion.Of(successes, trials);
        Assert.Equal(successes / trials, share.Value, 12);
        Assert.Equal(low, share.Interval!.Value.Low, 0.0001);
        Assert.Equal(high, share.Interval.Value.High, 0.0001);
    }

    private static Tensor Scenes(int first)
    {
        IDataset<ImageSample> scenes = DatasetCatalog.Open<ImageSample>("scenes", new() { Size = 32 });
        return stack([.. Enumerable.Range(first, 160).Select(item => scenes.Item(item).Image)]);
    }
}

using CsCheck;
using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Imaging;
using Workbench.Tests.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

/// <summary>Top-1 and top-5 of a classifier on recoloured pictures.</summary>
public sealed class RecognitionScoreTests : TorchTest
{
    [Fact]
    public void TheSharesAreThoseOfSortingEachRow() => Gen.Int[1, 50].Select(Gen.Int[6, 12], Gen.Int[0, 9999]).Sample((count, classes, seed) =>
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        using Generator generator = new((ulong)seed);
        Tensor scores = rand([count, classes], generator: generator), labels = randint(0, classes, [count], generator: generator, dtype: int64);
        RecognitionScore score = RecognitionScore.Of(pictures => scores.index_select(0, pictures.flatten(1).slice(1, 0, 1, 1).flatten().to(int64)), arange(count, float32).view(-1, 1, 1, 1).expand(count, 3, 1, 1), labels, 7);

        int[] places = [.. Enumerable.Range(0, count).Select(row => Array.IndexOf(
            [.. Enumerable.Range(0, classes).OrderByDescending(column => scores[row, column].item<float>())], (int)labels[row].item<long>()))];
        Assert.Equal(places.Count(place => place == 0) / (double)count, score.Top1.Value, 12);
        Assert.Equal(places.Count(place => place < 5) / (double)count, score.Top5.Value, 12);
    }, iter: 30, threads: 1);

    [Fact]
    public void WhoSaysTheSameOfEverythingIsRightAboutNothing()
    {
        RecognitionScore score = RecognitionScore.Of(pictures => zeros(pictures.shape[0], 10), zeros(20, 3, 4, 4), arange(20) % 10);
        Assert.Equal((0, 0), (score.Top1.Value, score.Top5.Value));
    }

    [Fact]
    public void TrueColoursAreRecognisedBetterThanGreyOrWrongOnes()
    {
        using TrainingResult trained = (ClassificationRecipe.Quick with { Size = 32, LoadSize = 32, Items = 800, Epochs = 4, Width = 8, ValidationItems = 0 }).Train(cancellation: TestContext.Current.CancellationToken);
        IDataset<LabelledImage> scenes = DatasetCatalog.Open<LabelledImage>("scenes", new() { Split = Split.Test, Size = 32 });
        LabelledImage unseen = Sample.Stack([.. Enumerable.Range(0, 200).Select(item => scenes.Item(item))]);
        ClassificationTask task = (ClassificationTask)trained.Trained;

        RecognitionScore real = Score(unseen.Image), grey = Score(ColorSpace.Grey(unseen.Image).expand(-1, 3, -1, -1)), swapped = Score(unseen.Image.flip(1));

        TestContext.Current.TestOutputHelper!.WriteLine($"true {real}\ngrey {grey}\nred and blue swapped {swapped}");
        Assert.True(real.Top1.Value > grey.Top1.Value + 0.1, $"{real}; grey {grey}");
        Assert.True(real.Top1.Value > swapped.Top1.Value + 0.1, $"{real}; swapped {swapped}");
        Assert.InRange(real.Top5.Value, real.Top1.Value, 1);

        RecognitionScore Score(Tensor pictures) => RecognitionScore.Of(task.Classify, pictures, unseen.Label);
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        Assert.Contains("one label for each picture", Assert.Throws<ArgumentException>(() => RecognitionScore.Of(x => x, zeros(2, 3, 4, 4), arange(3))).Message, StringComparison.Ordinal);
        Assert.Contains("knows 2 classes", Assert.Throws<ArgumentException>(() => RecognitionScore.Of(x => zeros(x.shape[0], 2), zeros(3, 3, 4, 4), arange(3))).Message, StringComparison.Ordinal);
    }
}

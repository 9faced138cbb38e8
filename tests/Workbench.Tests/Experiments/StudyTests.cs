using Deedle;
using Workbench.Datasets;
using Workbench.Experiments;
using Workbench.Imaging;
using Workbench.Tests.Imaging;
using Workbench.Tests.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Experiments;

/// <summary>A study trains every combination once, survives errors and stops, and tells what came out.</summary>
public sealed class StudyTests : TorchTest
{
    private static readonly Pix2PixRecipe Tiny = Pix2PixRecipe.Quick with
    {
        Size = 32,
        LoadSize = 32,
        Items = 8,
        ValidationItems = 2,
        Epochs = 2,
        DecayEpochs = 1,
        BatchSize = 4,
        Ngf = 2,
        Ndf = 2,
        Halvings = 5,
    };

    private static readonly Axis Loss = Axis.Named("loss", ("L1", "lambdaGan=0"), ("cGAN", "lambdaL1=0"), ("L1+cGAN", ""));

    [Fact]
    public void EveryCombinationOfTheAxesIsARunWithEachSeed()
    {
        Study study = new("s", Tiny) { Axes = [Loss, Axis.Of("receptiveField", 1, 16)], Seeds = [4, 7] };

        IReadOnlyList<StudyRun> runs = study.Runs();

        Assert.Equal(12, runs.Count);
        Assert.Equal(
            ["L1, 1, seed 4", "L1, 1, seed 7", "L1, 16, seed 4", "L1, 16, seed 7", "cGAN, 1, seed 4"],
            runs.Take(5).Select(run => run.ToString()));
        Assert.Equal(Tiny with { LambdaL1 = 0, ReceptiveField = 16, Seed = 7 }, runs[7].Recipe);
        Assert.Equal(Enumerable.Range(0, 12), runs.Select(run => run.Index));
    }

    [Fact]
    public void AValueMayBeAnotherTaskOnTheSameData()
    {
        Study study = new("s", ColorRegressionRecipe.Quick with { Items = 320, Size = 32, LoadSize = 32, Halvings = 5 })
        {
            Axes = [Axis.Named("task", ("regression", ""), ("classification", "task=color-classification width=8"))],
        };

        IReadOnlyList<StudyRun> runs = study.Runs();

        Assert.Equal(ColorRegressionRecipe.Quick with { Items = 320, Size = 32, LoadSize = 32, Halvings = 5, Seed = 1 }, runs[0].Recipe);
        Assert.Equal(ColorClassificationRecipe.Quick with { Items = 320, Size = 32, LoadSize = 32, Width = 8, Seed = 1 }, runs[1].Recipe);
    }

    [Theory]
    [InlineData("lambdaL2 1", "pix2pix has no setting 'lambdaL2'")]
    [InlineData("lambdaL1 1,lambdaL1 2", "two axes are called lambdaL1")]
    [InlineData("loss lambdaL1=1,lambdaL1 2", "lambdaL1 is set by two axes")]
    [InlineData("seed 3", "seeds have a place of their own")]
    [InlineData("receptiveField 16 16", "values with different names")]
    [InlineData("generator vgg", "generator of pix2pix is uNet or")]
    [InlineData("kind task=colour", "There is no recipe 'colour'")]
    public void WhatDoesNotFitIsRefusedBeforeAnythingIsTrained(string axes, string message)
    {
        using TemporaryFolder folder = new();
        Study study = new("s", Tiny)
        {
            Axes = [.. axes.Split(',').Select(axis => axis.Split(' ')).Select(words => words[1].Contains('=', StringComparison.Ordinal)
                ? Axis.Named(words[0], ("value", words[1]))
                : Axis.Of(words[0], [.. words[1..]]))],
        };

        RecipeException error = Assert.Throws<RecipeException>(() => study.Run(folder.File("runs"), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void FinishedRunsAreFoundAgainByTheirRecipeWhicheverStudyTrainedThem()
    {
        using TemporaryFolder folder = new();
        List<string> heard = [];
        using StudyResult first = Run(new("first", Tiny) { Axes = [Axis.Of("lambdaL1", 10, 100)], TestItems = 4 }, folder.Path, heard);
        Assert.True(first.IsComplete);
        Assert.Equal(["10, seed 1 Finished", "100, seed 1 Finished"], heard);

        heard.Clear();
        using StudyResult second = Run(new("second", Tiny) { Axes = [Axis.Of("lambdaL1", 100, 1)], TestItems = 4 }, folder.Path, heard);
        Assert.Equal(["1, seed 1 Finished"], heard);
        Assert.Equal(first.Outcomes[1].Figures, second.Outcomes[0].Figures);
    }

    [Fact]
    public void AFailedRunDoesNotStopTheOthersAndIsTriedAgain()
    {
        using TemporaryFolder folder = new();
        string pairs = folder.File("pairs");
        Study study = new("s", Tiny) { Axes = [Axis.Of("data", pairs, "maps")], TestItems = 2 };

        using (StudyResult result = Run(study, folder.File("runs")))
        {
            Assert.Equal([RunState.Failed, RunState.Finished], result.Outcomes.Select(outcome => outcome.State));
            Assert.Contains(pairs, result.Outcomes[0].Failure, StringComparison.Ordinal);
            Assert.Contains("1 of 2 runs finished, 1 failed", result.ToString(), StringComparison.Ordinal);
        }

        foreach (string split in new[] { "train", "val", "test" })
        {
            for (int i = 0; i < 8; i++)
            {
                using TorchSharp.DisposeScope scope = NewDisposeScope();
                ImageFile.Save(rand(3, 32, 64), Path.Combine(pairs, split, $"{i}.png"));
            }
        }

        using StudyResult mended = Run(study, folder.File("runs"));
        Assert.True(mended.IsComplete, mended.ToString());
    }

    [Fact]
    public void AStoppedStudyGoesOnToTheSameTable()
    {
        using TemporaryFolder folder = new();
        Study study = new("s", Tiny) { Axes = [Loss], TestItems = 4 };
        using CancellationTokenSource stop = new();
        study.Run(folder.File("parts"), new Hearing(progress =>
        {
            if (progress is { Run.Index: 1, Training: ValidationReport { Epoch: 1 } })
            {
                stop.Cancel();
            }
        }), stop.Token).Dispose();
        using (StudyResult part = study.Result(folder.File("parts")))
        {
            Assert.Equal([RunState.Finished, RunState.Stopped, RunState.Waiting], part.Outcomes.Select(outcome => outcome.State));
        }

        using StudyResult parts = Run(study, folder.File("parts")), whole = Run(study, folder.File("whole"));
        Assert.Equal(whole.Table().ToCsv(), parts.Table().ToCsv());
        Assert.True(parts.IsComplete);
    }

    [Fact]
    public void WithoutAFolderAStudyKeepsItsNetworksAndPicturesUntilItsResultGoes()
    {
        string folder;
        using (StudyResult result = new Study("loss", Tiny) { Axes = [Loss], TestItems = 4 }.Run(cancellation: TestContext.Current.CancellationToken))
        {
            folder = result.Folder;
            ImageGrid grid = result.Pictures(3);
            Assert.Equal(["input", "ground truth", "L1", "cGAN", "L1+cGAN"], grid.ColumnCaptions);
            Assert.Equal(3, grid.RowCount);
            using TrainingTask trained = result.Load(result.Outcomes[0].Run);
            Assert.Equal(["G"], trained.Networks.Keys);
            Assert.Equal(result.Outcomes[0].Figures["L1"], result.Outcomes[0].Run.Recipe.Evaluate(trained, Split.Test, 4)["L1"], 12);
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void ColorizersOfDifferentTasksStandSideBySide()
    {
        using StudyResult result = new Study("s", ColorRegressionRecipe.Quick with { Items = 8, ValidationItems = 2, Epochs = 1, BatchSize = 4, Size = 32, LoadSize = 32 })
        {
            Axes = [Axis.Named("task", ("regression", "ngf=2 halvings=5"), ("classification", "task=color-classification width=2 priorItems=4"), ("global", "task=global-local width=2 globalSize=32"))],
            TestItems = 2,
        }.Run(cancellation: TestContext.Current.CancellationToken);

        Assert.True(result.IsComplete, result.ToString());
        Assert.Equal(["input", "ground truth", "regression", "classification", "global"], result.Pictures(2).ColumnCaptions);
    }

    private static StudyResult Run(Study study, string folder, List<string>? ends = null) => study.Run(
        folder,
        new Hearing(progress =>
        {
            if (progress.State is RunState.Finished or RunState.Failed)
            {
                ends?.Add($"{progress.Run} {progress.State}");
            }
        }),
        TestContext.Current.CancellationToken);

    private sealed class Hearing(Action<StudyProgress> hear) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => hear(value);
    }
}

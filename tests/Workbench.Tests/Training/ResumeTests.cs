using Workbench.Tests.Imaging;
using Workbench.Tests.Models;
using Workbench.Training;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>A run that was cut anywhere and goes on ends with the very weights of one that was not.</summary>
public sealed class ResumeTests : TorchTest
{
    // Every kind of state: a reshuffle between epochs, a pool of images, momenta, averaged weights, a schedule.
    private static readonly CycleGanRecipe Recipe = new()
    {
        Data = "horse2zebra",
        Size = 32,
        LoadSize = 36,
        Items = 12,
        ValidationItems = 4,
        Epochs = 3,
        DecayEpochs = 1,
        Schedule = ScheduleKind.Linear,
        BatchSize = 2,
        Ngf = 4,
        Ndf = 4,
        Blocks = 1,
        ReceptiveField = 16,
        PoolSize = 5,
        AverageDecay = 0.99,
        Beta1 = 0.5,
        LearningRate = 2e-3,
        Seed = 3,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(17)]
    public void ARunCutAtAnyStepEndsWithTheSameBits(int cut)
    {
        using TemporaryFolder folder = new();
        string whole = folder.File("whole"), parts = folder.File("parts");
        using (TrainingResult result = Recipe.Run(new() { Folder = whole, ReportEvery = 4 }))
        {
            Assert.True(result.Finished);
        }

        using CancellationTokenSource stop = new();
        using (TrainingResult result = Recipe.Run(new() { Folder = parts, ReportEvery = 1, Workers = 1 }, new Watcher(report =>
        {
            if (report is StepReport { Step: var step } && step == cut)
            {
                stop.Cancel();
            }
        }), stop.Token))
        {
            Assert.False(result.Finished);
            Assert.Equal(cut, result.Steps);
        }

        using (TrainingResult result = Recipe.Run(new() { Folder = parts, Resume = true, ReportEvery = 4, Workers = 4 }))
        {
            Assert.True(result.Finished);
            Assert.Equal(18, result.Steps);
        }

        AssertSameBits(Safetensors.Read(Path.Combine(whole, "model.safetensors")), Safetensors.Read(Path.Combine(parts, "model.safetensors")));
    }

    [Fact]
    public void TheNumberOfWorkersDoesNotMatter()
    {
        using TrainingResult one = Recipe.Run(new() { Workers = 1 }), five = Recipe.Run(new() { Workers = 5 });
        AssertSameBits(one.Trained.ResultState().ToDictionary(), five.Trained.ResultState().ToDictionary());
    }

    [Fact]
    public void TheTablesOfACutRunAreThoseOfAWholeOne()
    {
        using TemporaryFolder folder = new();
        string whole = folder.File("whole"), parts = folder.File("parts");
        Recipe.Run(new() { Folder = whole, ReportEvery = 5 }).Dispose();
        using CancellationTokenSource stop = new();
        int seen = 0;
        Recipe.Run(new() { Folder = parts, ReportEvery = 5, CheckpointEvery = 4 }, new Watcher(report =>
        {
            if (report is CheckpointReport && ++seen == 2)
            {
                stop.Cancel();
            }
        }), stop.Token).Dispose();
        Recipe.Run(new() { Folder = parts, ReportEvery = 5, Resume = true }).Dispose();
        foreach (bool validation in new[] { false, true })
        {
            Assert.Equal(Rows(RunFolder.Open(whole).ReadMetrics(validation)), Rows(RunFolder.Open(parts).ReadMetrics(validation)));
        }

        static IEnumerable<string> Rows(IReadOnlyList<IReadOnlyDictionary<string, double>> rows) =>
            rows.Select(row => string.Join(' ', row.Where(cell => cell.Key != "seconds").Select(cell => $"{cell.Key}={cell.Value:R}")));
    }

    internal static void AssertSameBits(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string key, Tensor tensor) in expected)
        {
            Assert.True(tensor.Equals(actual[key]), key);
        }
    }
}

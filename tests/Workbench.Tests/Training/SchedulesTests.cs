using System.Text.Json;
using Workbench.Testing;
using Workbench.Training;

namespace Workbench.Tests.Training;

public sealed class SchedulesTests
{
    [Theory]
    [InlineData("linear_100_100", ScheduleKind.Linear, 200, 100, 50)]
    [InlineData("linear_5_5", ScheduleKind.Linear, 10, 5, 50)]
    [InlineData("step_3", ScheduleKind.Step, 12, 0, 3)]
    [InlineData("cosine_10", ScheduleKind.Cosine, 10, 0, 50)]
    public void TheOfficialSchedulesAreTheOfficialOnes(string name, ScheduleKind kind, long epochs, long decaying, long every)
    {
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("lr_schedules/info.json")));
        JsonElement schedule = info.RootElement.GetProperty("schedules").GetProperty(name);
        Pix2PixRecipe recipe = new() { Schedule = kind, Epochs = epochs, DecayEpochs = decaying, DecayEvery = every };
        double[] expected = [.. schedule.GetProperty("lr_used_in_training_epoch_1_to_n_then_after_the_last").EnumerateArray().Select(rate => rate.GetDouble())];
        for (int epoch = 0; epoch < Math.Min(epochs, expected.Length); epoch++)
        {
            Assert.Equal(expected[epoch], recipe.RateAt((epoch * 7) + 3, 7, []), 1e-12);
        }
    }

    [Fact]
    public void APlateauCutsAfterMoreEpochsThanItsPatienceWithoutProgress()
    {
        Pix2PixRecipe recipe = new() { Schedule = ScheduleKind.Plateau, DecayEvery = 2, DecayFactor = 0.5, LearningRate = 1 };
        double[] measures = [3, 2, 2, 2, 2, 1.9, 1.9, 1.9, 1.9];
        double[] rates = [.. Enumerable.Range(0, measures.Length + 1).Select(seen => recipe.RateAt(0, 1, measures[..seen]))];
        Assert.Equal([1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25], rates);
    }

    [Fact]
    public void WarmUpRisesInEqualStepsToTheFullRate()
    {
        Pix2PixRecipe recipe = new() { WarmUpSteps = 4, LearningRate = 1 };
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Enumerable.Range(0, 5).Select(step => recipe.RateAt(step, 100, [])));
    }

    [Fact]
    public void IterationsCutByStepsNotEpochs()
    {
        Pix2PixRecipe recipe = new() { Schedule = ScheduleKind.Iterations, DecayEvery = 215_000, DecayFactor = 0.316, LearningRate = 3.16e-5 };
        Assert.Equal(3.16e-5, recipe.RateAt(214_999, 10, []), 1e-12);
        Assert.Equal(3.16e-5 * 0.316, recipe.RateAt(215_000, 10, []), 1e-12);
    }
}

using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Tests.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>GANs end where theory says: all modes, and a discriminator that can tell nothing.</summary>
public sealed class AdversarialTests : TorchTest
{
    private static readonly MixtureGanRecipe Points = MixtureGanRecipe.Quick with { Items = 12_800, Epochs = 20, DecayEpochs = 10, ValidationItems = 2048 };

    [Theory]
    [InlineData(GanObjective.NonSaturating)]
    [InlineData(GanObjective.Minimax)]
    [InlineData(GanObjective.LeastSquares)]
    public void EveryObjectiveFindsAllModesAndLeavesTheDiscriminatorGuessing(GanObjective objective)
    {
        using TrainingResult result = (Points with { Objective = objective }).Run();
        double optimum = objective == GanObjective.LeastSquares ? -0.5 : -Math.Log(4);

        Assert.Equal(8, result.Validation["modes"]);
        Assert.True(result.Validation["near"] >= 0.8, $"{result.Validation["near"]:P1} of the points near a mode");
        Assert.Equal(optimum, result.Validation["value"], 0.1);
        Assert.Equal(0.5, result.Validation["accuracy"], 0.15);
    }

    [Fact]
    public void TheTrainedDiscriminatorSaysNearlyWhatTheBestOneWould()
    {
        using TrainingResult result = Points.Run();
        MixtureGanTask task = (MixtureGanTask)result.Trained;
        Tensor points = task.Distribution.Batch(0, 500).Position;
        double difference = (task.Belief(points).to(float64) - task.BestBelief(points)).abs().mean().item<double>();
        Assert.True(difference < 0.15, $"D differs from p / (p + q) by {difference:F3} on average");
    }

    [Fact]
    public void AHastyGeneratorCollapses()
    {
        // "G must not be trained too much without updating D" (Goodfellow et al. 2014, section 6).
        using TrainingResult result = (Points with { Epochs = 4, DecayEpochs = 0, DiscriminatorRate = 0.02 }).Run();
        Assert.True(result.Validation["modes"] <= 2, $"{result.Validation["modes"]} modes");
    }

    [Fact]
    public void DiscriminatorStepsShareABatch()
    {
        Assert.Throws<RecipeException>(() => Points.With([new("discriminatorSteps", "3")]));
        using TrainingResult result = (Points with { Items = 2560, Epochs = 1, DecayEpochs = 0, DiscriminatorSteps = 4 }).Run();
        Assert.Equal(10, result.Steps);
        Assert.Equal(40, result.Trained.Updates["D"].State().First(entry => entry.Key.EndsWith("step", StringComparison.Ordinal)).Value.item<long>());
    }

    [Fact]
    public void ADcganDrawsShoesThatDifferFromEachOther()
    {
        DcganRecipe recipe = DcganRecipe.Quick with { Items = 1600, Epochs = 6, DecayEpochs = 3, Ngf = 8, Ndf = 8, ValidationItems = 128 };
        using TrainingTask<ImageSample> untrained = recipe.CreateTask();
        double before = recipe.Evaluate(untrained, Split.Validation)["frechet"];
        using TrainingResult result = recipe.Run();

        Assert.True(result.Validation["frechet"] < before / 4, $"Fréchet distance {result.Validation["frechet"]:F3} over the features of the {RandomFeatures.Name}, {before:F3} before");
        Assert.True(result.Validation["spread"] > 0.35, $"spread {result.Validation["spread"]:F2} of the real pictures'"); // 0.46, or above 0.5, by how a machine rounds
    }

    [Fact]
    public void RandomFeaturesTellSetsApartAndHalvesOfOneSetHardly()
    {
        Tensor shoes = new EdgesToShoes(Split.Train, size: 32).Batch(0, 256).B, bags = new EdgesToBags(Split.Train, size: 32).Batch(0, 128).B;
        Tensor features = RandomFeatures.Of(shoes);
        Assert.Equal([256, 184], features.shape);
        double halves = FrechetDistance.Between(features[..128], features[128..]), sets = FrechetDistance.Between(features[..128], RandomFeatures.Of(bags));
        Assert.True(sets > 5 * halves, $"{sets:F4} between shoes and bags, {halves:F4} between shoes");
    }
}

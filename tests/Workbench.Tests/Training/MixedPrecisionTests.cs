using TorchSharp.Modules;
using Workbench.Tests.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>Training with factors of 16 bits: near to 32, not the same, and only the factors.</summary>
public sealed class MixedPrecisionTests : TorchTest
{
    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(TaskTests.Tiny), MemberType = typeof(TaskTests))]
    public void EveryTaskLearnsWithFactorsOf16BitsAndWeightsOf32(Recipe recipe)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "libtorch's functions have other names there.");
        Recipe brief = recipe.With([new("epochs", "1"), new("decayEpochs", "0")]);
        using TrainingResult usual = brief.Run(), mixed = brief.With([new("precision", "bfloat16")]).Run();

        Assert.NotEqual(usual.Losses.Values, mixed.Losses.Values);
        Assert.All(usual.Losses, loss => Assert.InRange(mixed.Losses[loss.Key], (0.95 * loss.Value) - 0.01, (1.05 * loss.Value) + 0.01)); // within 2 % with these seeds
        Assert.All(mixed.Trained.Networks.Values.SelectMany(network => network.parameters()), weight => Assert.Equal(float32, weight.dtype));
    }

    [Fact]
    public void AfterATrainingProductsAreExactAgain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "libtorch's functions have other names there.");
        using Linear layer = nn.Linear(8, 8);
        Tensor input = randn(4, 8), expected = layer.call(input);
        (MixtureGanRecipe.Quick with { Items = 12, Epochs = 1, DecayEpochs = 0, BatchSize = 2, Width = 4, ValidationItems = 0, Precision = Precision.Bfloat16 }).Run().Dispose();

        Assert.True(layer.call(input).equal(expected).all().item<bool>());
    }
}

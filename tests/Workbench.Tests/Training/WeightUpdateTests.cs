using Workbench.Models;
using Workbench.Tests.Imaging;
using Workbench.Tests.Models;
using Workbench.Training;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>Accumulation, clipping, freezing, averaging and rates: each against what it says, computed by hand.</summary>
public sealed class WeightUpdateTests : TorchTest
{
    private static readonly Recipe Descent = new ColorRegressionRecipe { Optimizer = OptimizerKind.Sgd, LearningRate = 0.5, Beta1 = 0 };

    [Fact]
    public void GradientsOfTwoBatchesMakeTheStepOfTheBatchOfBoth()
    {
        Tensor examples = randn(8, 3);
        using Mlp whole = new(3, [4], 1, seed: 5), parts = new(3, [4], 1, seed: 5);
        using WeightUpdate one = new(Descent, ("N", whole)), two = new(Descent with { Accumulate = 2 }, ("N", parts));
        one.Apply(Loss(whole, examples));
        two.Apply(Loss(parts, examples[..4]));
        Assert.True(two.IsWaiting);
        Assert.False(ModuleState.Of(parts)["layers.0.weight"].allclose(ModuleState.Of(whole)["layers.0.weight"], 1e-5, 1e-7));
        two.Apply(Loss(parts, examples[4..]));

        Assert.False(two.IsWaiting);
        Assert.All(ModuleState.Of(whole), entry => Assert.True(entry.Value.allclose(ModuleState.Of(parts)[entry.Key], 1e-5, 1e-7), entry.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void AStepOfAdamInOnePassIsTorchSharps(double weightDecay)
    {
        // Weights in both orders of the memory, of lengths that no vector divides.
        using nn.Module<Tensor, Tensor> ours = Network(), theirs = Network();
        using WeightUpdate update = new(new ColorRegressionRecipe { LearningRate = 0.01, Beta1 = 0.5, Beta2 = 0.9, WeightDecay = weightDecay }, ("N", ours));
        using optim.Optimizer reference = optim.Adam(theirs.parameters(), 0.01, 0.5, 0.9, weight_decay: weightDecay);
        for (int step = 0; step < 20; step++)
        {
            Tensor examples = randn(4, 3, 8, 8);
            update.Apply(ours.call(examples).square().mean());
            reference.zero_grad();
            theirs.call(examples).square().mean().backward();
            reference.step();
        }

        Assert.All(ModuleState.Of(theirs), entry => Assert.True(entry.Value.allclose(ModuleState.Of(ours)[entry.Key], 1e-4, 1e-6), entry.Key));
        Assert.Equal(20, update.State().First(entry => entry.Key == "N.0.weight.step").Value.item<long>());

        static nn.Module<Tensor, Tensor> Network()
        {
            manual_seed(2);
            nn.Module<Tensor, Tensor> network = nn.Sequential(nn.Conv2d(3, 5, 3), nn.ReLU(), nn.Conv2d(5, 7, 3));
            using IDisposable noGradient = no_grad();
            foreach (TorchSharp.Modules.Parameter parameter in network.parameters().Where(one => one.dim() == 4).Skip(1))
            {
                parameter.set_(parameter.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
            }

            return network;
        }
    }

    [Theory]
    [InlineData(100, 0.01, 0.005)] // clipped: a rate of 0.5 times a norm of 0.01
    [InlineData(1, 0, null)] // no limit
    [InlineData(1, 1e6, null)] // within the limit
    public void AStepIsNoLongerThanTheLargestNormAllows(double factor, double limit, double? expected)
    {
        using Mlp network = new(3, [4], 1, seed: 5), free = new(3, [4], 1, seed: 5);
        Tensor examples = randn(8, 3);
        double length = Step(network, limit);
        Assert.Equal(expected ?? Step(free, 0), length, 1e-5 * Math.Max(1, length));

        double Step(Mlp of, double clip)
        {
            Tensor[] before = [.. of.parameters().Select(parameter => parameter.detach().clone())];
            using WeightUpdate update = new(Descent with { ClipNorm = clip }, ("N", of));
            update.Apply(Loss(of, examples) * factor);
            return Math.Sqrt(of.parameters().Zip(before, (now, then) => (now.detach() - then).square().sum().item<float>()).Sum());
        }
    }

    [Fact]
    public void AFactorMultipliesEveryRate()
    {
        using Mlp plain = new(3, [], 1, seed: 5), fast = new(3, [], 1, seed: 5);
        Tensor examples = randn(8, 3), start = ModuleState.Of(plain)["layers.0.weight"].clone();
        using WeightUpdate one = new(Descent, ("N", plain)), three = new(Descent, ("N", fast)) { RateFactor = 3 };
        (one.Rate, three.Rate) = (0.1, 0.1);
        one.Apply(Loss(plain, examples));
        three.Apply(Loss(fast, examples));

        Assert.Equal(0.1, three.Rate, 1e-12);
        Assert.True(((ModuleState.Of(plain)["layers.0.weight"] - start) * 3).allclose(ModuleState.Of(fast)["layers.0.weight"] - start, 1e-5, 1e-7));
    }

    [Fact]
    public void FrozenParametersStayAndTheOthersMove()
    {
        MixtureGanRecipe recipe = MixtureGanRecipe.Quick with { Items = 32, BatchSize = 8, Epochs = 1, DecayEpochs = 0, Width = 32, ValidationItems = 0, Freeze = "G.layers.0, D.layers.2" };
        using TrainingTask before = recipe.CreateTask();
        using TrainingResult result = recipe.Run();
        foreach ((string key, Tensor tensor) in before.ResultState())
        {
            bool frozen = key.StartsWith("G.layers.0", StringComparison.Ordinal) || key.StartsWith("D.layers.2", StringComparison.Ordinal);
            Assert.True(frozen == tensor.Equals(result.Trained.ResultState().First(entry => entry.Key == key).Value), key);
        }
    }

    [Fact]
    public void FreezingWhatIsNotThereIsAnErrorThatListsWhatIs()
    {
        RecipeException error = Assert.Throws<RecipeException>(() => (MixtureGanRecipe.Quick with { Freeze = "features." }).Run());
        Assert.Contains("'features.'", error.Message, StringComparison.Ordinal);
        Assert.Contains("G.layers.0.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunGivesTheRunningAverageOfItsWeights()
    {
        using TemporaryFolder folder = new();
        MixtureGanRecipe recipe = MixtureGanRecipe.Quick with { Items = 40, BatchSize = 8, Epochs = 2, DecayEpochs = 0, Width = 4, ValidationItems = 0, LearningRate = 1e-2, AverageDecay = 0.5 };
        Dictionary<string, Tensor> average = [], live = [];
        using (TrainingTask start = recipe.CreateTask())
        {
            average = start.ResultState().ToDictionary(entry => entry.Key, entry => entry.Value.detach().to(float64));
        }

        // The weights after each step, from a run without an average, which changes nothing that is learned.
        (recipe with { AverageDecay = 0 }).Run(new() { Folder = folder.File("run"), CheckpointEvery = 1, KeepCheckpoints = 100 }, new Watcher(report =>
        {
            if (report is CheckpointReport saved)
            {
                Add(saved.Step, saved.Path);
            }
        })).Dispose();
        Add(10, null);
        using TrainingResult averaged = recipe.Run();
        Assert.All(averaged.Trained.ResultState(), entry => Assert.True(entry.Value.to(float64).allclose(average[entry.Key], 1e-5, 1e-6), entry.Key));

        void Add(long step, string? checkpoint)
        {
            live = checkpoint is null
                ? Safetensors.Read(folder.File("run/model.safetensors")).ToDictionary()
                : new[] { "G", "D" }.SelectMany(name => Safetensors.Read(Path.Combine(checkpoint, $"network-{name}.safetensors")).Select(entry => new KeyValuePair<string, Tensor>($"{name}.{entry.Key}", entry.Value))).ToDictionary();
            double keep = Math.Min(recipe.AverageDecay, (1.0 + step) / (10 + step));
            foreach ((string key, Tensor tensor) in live)
            {
                average[key] = (average[key] * keep) + (tensor.to(float64) * (1 - keep));
            }
        }
    }

    [Fact]
    public void NumbersThatOnlyAGpuHasAreRefusedElsewhereWithWhatWouldBeRight()
    {
        RecipeException error = Assert.Throws<RecipeException>(() => MixtureGanRecipe.Quick.With([new("precision", "tensorFloat32")]));
        Assert.Contains("device=cuda", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Loss(Mlp network, Tensor examples) => (network.call(examples) - 3).square().mean();
}

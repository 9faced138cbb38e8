using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>What holds for every network of the catalogue.</summary>
public sealed class EveryNetworkTests : TorchTest
{
    public static TheoryData<string> Names() => NarrowNetworks.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void InEvalModeAPictureGivesTheSameInAnyBatch(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        model.Network.eval();
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor>[] singles = [.. Enumerable.Range(1, 3).Select(seed => model.ExampleInputs(seed).ToDictionary())];
        var batch = singles[0].Keys.ToDictionary(input => input, input => cat([.. singles.Select(single => single[input])], 0));

        IReadOnlyDictionary<string, Tensor> together = model.Run(batch);

        for (int i = 0; i < singles.Length; i++)
        {
            foreach ((string output, Tensor alone) in model.Run(singles[i]))
            {
                Tensor same = together[output][i];
                Assert.True(same.allclose(alone[0], rtol: 1e-4, atol: 1e-5 * alone.abs().max().ToDouble()), $"{output} of picture {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WithoutAutogradTheOutputsAreTheSameAndHoldNoGraph(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        model.Network.eval();
        IReadOnlyDictionary<string, Tensor> inputs = model.ExampleInputs();
        IReadOnlyDictionary<string, Tensor> recorded = model.Run(inputs);

        using IDisposable noGradient = no_grad();
        IReadOnlyDictionary<string, Tensor> plain = model.Run(inputs);

        Assert.All(recorded.Values, output => Assert.True(output.requires_grad));
        Assert.All(plain, output => Assert.False(output.Value.requires_grad));
        Assert.All(plain, output => Assert.True(output.Value.eq(recorded[output.Key]).all().item<bool>(), output.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InsideAnotherModuleTheKeysOnlyGainItsPrefix(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        string[] alone = [.. ModuleState.Of(model.Network).Keys];

        using var task = new Task(model.Network);

        Assert.Equal(alone.Select(key => $"network.{key}"), ModuleState.Of(task).Keys);
        Assert.Equal(alone.Length, task.state_dict().Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSeedAloneDecidesTheFirstWeights(string name)
    {
        using CatalogModel one = NarrowNetworks.Create(name, "seed=3");
        manual_seed(99);
        using CatalogModel same = NarrowNetworks.Create(name, "seed=3");
        using CatalogModel other = NarrowNetworks.Create(name, "seed=4");

        Assert.All(ModuleState.Of(one.Network).Zip(ModuleState.Of(same.Network)), pair => Assert.True(pair.First.Value.eq(pair.Second.Value).all().item<bool>()));
        Assert.Contains(ModuleState.Of(one.Network).Zip(ModuleState.Of(other.Network)), pair => !pair.First.Value.eq(pair.Second.Value).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AForwardPassLeavesItsInputsAsTheyWereAndNothingButItsOutputs(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        model.Network.eval();
        using IDisposable noGradient = no_grad();
        IReadOnlyDictionary<string, Tensor> inputs = model.ExampleInputs();
        var before = inputs.ToDictionary(input => input.Key, input => input.Value.clone());
        foreach (Tensor warm in model.Run(inputs).Values)
        {
            warm.Dispose();
        }

        long alive = Tensor.TotalCount;
        using DisposeScope callers = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> outputs = model.Run(inputs);

        Assert.Equal(outputs.Count, Tensor.TotalCount - alive);
        Assert.Equal(outputs.Count, callers.DisposablesCount);
        Assert.All(inputs, input => Assert.True(before[input.Key].eq(input.Value).all().item<bool>()));
        Assert.All(outputs.Values, output => Assert.DoesNotContain(inputs.Values, input => ReferenceEquals(input, output)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryParameterThatAnOutputUsesGetsAGradient(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        IReadOnlyDictionary<string, Tensor> inputs = model.ExampleInputs();
        var two = inputs.ToDictionary(input => input.Key, input => cat([input.Value, input.Value * 0.5f], 0));

        model.Run(two).Values.Select(output => output.square().sum()).Aggregate((a, b) => a + b).backward();

        string[] without = [.. model.Network.named_parameters().Where(p => p.parameter.grad is null).Select(p => p.name)];
        string[] unused = name == "interactive-colorizer" ? ["model_class.0.weight", "model_class.0.bias"] : [];
        Assert.Equal(unused, without);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnInputOfTheWrongShapeIsRefusedByNamingTheNetworkAndTheShape(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        var inputs = model.ExampleInputs().ToDictionary();
        inputs[model.Inputs[0].Name] = rand(1, 5, 7, 11);

        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Run(inputs));

        Assert.Contains("[1, 5, 7, 11]", error.Message, StringComparison.Ordinal);
        Assert.Contains(model.Network.GetName(), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InDoublePrecisionItComputesInDoublePrecision(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        model.Network.to(ScalarType.Float64).eval();
        var inputs = model.ExampleInputs().ToDictionary(input => input.Key, input => input.Value.to(ScalarType.Float64));

        Assert.All(model.Run(inputs).Values, output => Assert.Equal(ScalarType.Float64, output.dtype));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DisposingTheNetworkFreesItsWeights(string name)
    {
        CatalogModel model = NarrowNetworks.Create(name);
        Tensor[] state = [.. ModuleState.Of(model.Network).Values];

        model.Dispose();

        Assert.All(state, tensor => Assert.True(tensor.IsInvalid));
    }

    private sealed class Task : nn.Module
    {
        public Task(nn.Module network)
            : base(nameof(Task)) => register_module("network", network);
    }
}

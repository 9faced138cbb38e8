using System.Text.Json;
using TorchSharp;
using Workbench.Models;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>Every network against the authors' own, weight for weight: one row per folder of reference outputs.</summary>
public sealed class ParityTests : TorchTest
{
    public static IEnumerable<TheoryDataRow<string>> Cases() => ParityCase.Rows();

    public static IEnumerable<TheoryDataRow<string>> CasesWithPyTorchFile() => ParityCase.Rows(ParityCase.HasPyTorchFile);

    public static IEnumerable<TheoryDataRow<string>> CasesWithTrainMode() => ParityCase.Rows(ParityCase.HasTrainMode);

    [Theory]
    [MemberData(nameof(Cases))]
    public void KeysShapesAndCountsAreTheReferences(string folder)
    {
        using ParityCase parity = ParityCase.Open(folder);
        nn.Module network = parity.Model.Network;
        OrderedDictionary<string, Tensor> state = ModuleState.Of(network);

        var expected = parity.Info.GetProperty("state_dict").EnumerateArray().Select(entry => (
            Key: entry.GetProperty("key").GetString()!,
            Shape: string.Join(",", entry.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())),
            IsParameter: entry.GetProperty("kind").GetString() == "parameter")).ToList();
        HashSet<string> parameters = [.. network.named_parameters().Select(p => p.name)];
        var actual = state.Select(entry => (
            Key: parity.ReferenceKey(entry.Key), Shape: string.Join(",", entry.Value.shape), IsParameter: parameters.Contains(entry.Key))).ToList();
        if (!parity.KeysAreTheSame)
        {
            expected.Sort();
            actual.Sort();
        }

        JsonElement counts = parity.Info.GetProperty("counts");
        Assert.Equal(expected, actual);
        Assert.Equal(state.Keys.Order(), network.state_dict().Keys.Order());
        Assert.Equal(counts.GetProperty("parameters").GetInt64(), network.parameters().Sum(p => p.numel()));
        Assert.Equal(counts.GetProperty("buffer_elements").GetInt64(), network.buffers().Sum(b => b.numel()));
        Assert.Equal(counts.GetProperty("state_dict_entries").GetInt32(), state.Count);
    }

    [Theory]
    [MemberData(nameof(CasesWithPyTorchFile))]
    public void PyTorchsOwnFileOfTheWeightsLoadsAsTheSame(string folder)
    {
        using ParityCase parity = ParityCase.Open(folder);
        string file = Path.Combine(parity.Folder, "weights.pth");
        using IDisposable noGradient = no_grad();
        foreach (Tensor parameter in parity.Model.Network.parameters())
        {
            parameter.zero_();
        }

        parity.Load(PyTorchFile.Read(file));

        OrderedDictionary<string, Tensor> state = ModuleState.Of(parity.Model.Network);
        Assert.All(state, entry => Assert.True(entry.Value.eq(parity.Weights[parity.ReferenceKey(entry.Key)]).all().item<bool>(), entry.Key));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EvalOutputsAreTheReferences(string folder)
    {
        using ParityCase parity = ParityCase.Open(folder);
        parity.Model.Network.eval();
        using IDisposable noGradient = no_grad();

        Dictionary<string, Tensor> outputs = parity.Run(parity.Inputs(ScalarType.Float32));

        AssertOutputs(parity, outputs, "eval");
    }

    [Theory]
    [MemberData(nameof(CasesWithTrainMode))]
    public void TrainOutputsAndBuffersAreTheReferences(string folder)
    {
        using ParityCase parity = ParityCase.Open(folder);
        parity.Model.Network.train();

        Dictionary<string, Tensor> outputs = parity.Run(parity.Inputs(ScalarType.Float32));

        AssertOutputs(parity, outputs, "train");
        AssertBuffers(parity, relative: 1e-4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void InDoublePrecisionOutputsBuffersAndGradientsAgreeToSixDigits(string folder)
    {
        using ParityCase parity = ParityCase.Open(folder);
        nn.Module network = parity.Model.Network.to(ScalarType.Float64);
        JsonElement gradient = parity.Info.GetProperty("gradient");
        string mode = gradient.GetProperty("mode").GetString()!;
        network.train(mode == "train");
        Dictionary<string, Tensor> inputs = parity.Inputs(ScalarType.Float64, requiresGradient: true);

        Dictionary<string, Tensor> outputs = parity.Run(inputs);
        foreach (string name in parity.Outputs(mode))
        {
            AssertStatistics(parity, name, outputs[name], mode, tolerance: 1e-9);
            if (parity.IO.TryGetValue($"{name}_{mode}", out Tensor? expected))
            {
                AssertClose(expected, outputs[name], relative: 1e-6, name);
            }
        }

        if (mode == "train")
        {
            AssertBuffers(parity, relative: 1e-6);
        }

        Tensor loss = Probe(parity, outputs, mode);
        Assert.Equal(gradient.GetProperty("loss_value").GetDouble(), loss.item<double>(), 1e-9);
        loss.backward();
        AssertGradients(parity, inputs, gradient, mode, relative: 1e-6);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void InSinglePrecisionGradientsAgreeToAFewPercent(string folder)
    {
        using ParityCase parity = ParityCase.Open(folder);
        JsonElement gradient = parity.Info.GetProperty("gradient");
        string mode = gradient.GetProperty("mode").GetString()!;
        parity.Model.Network.train(mode == "train");
        Dictionary<string, Tensor> inputs = parity.Inputs(ScalarType.Float32, requiresGradient: true);

        Probe(parity, parity.Run(inputs), mode).backward();

        AssertGradients(parity, inputs, gradient, mode, relative: 3e-2);
    }

    private static void AssertOutputs(ParityCase parity, Dictionary<string, Tensor> outputs, string mode)
    {
        Assert.NotEmpty(parity.Outputs(mode));
        foreach (string name in parity.Outputs(mode))
        {
            double tolerance = parity.Info.GetProperty("suggested_atol").GetProperty($"{name}_{mode}").GetDouble();
            AssertStatistics(parity, name, outputs[name], mode, tolerance);
            if (parity.IO.TryGetValue($"{name}_{mode}", out Tensor? expected))
            {
                double error = (expected - outputs[name]).abs().max().ToDouble();
                Assert.True(error <= tolerance, $"{name} in {mode} mode is off by {error:G3}, more than {tolerance:G3}");
            }
        }
    }

    // Every output has its statistics; only those of moderate size are stored in full.
    private static void AssertStatistics(ParityCase parity, string name, Tensor output, string mode, double tolerance)
    {
        JsonElement expected = parity.Info.GetProperty("outputs_float64").GetProperty($"{name}_{mode}");
        Tensor exact = output.to(ScalarType.Float64);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()), output.shape);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), exact.mean().item<double>(), tolerance);
        Assert.Equal(expected.GetProperty("std").GetDouble(), exact.std(unbiased: false).item<double>(), tolerance);
        Assert.Equal(expected.GetProperty("min").GetDouble(), exact.min().item<double>(), tolerance);
        Assert.Equal(expected.GetProperty("max").GetDouble(), exact.max().item<double>(), tolerance);
    }

    private static void AssertBuffers(ParityCase parity, double relative)
    {
        Dictionary<string, Tensor> state = parity.Model.Network.state_dict();
        int compared = 0;
        foreach ((string key, Tensor tensor) in state)
        {
            if (parity.IO.TryGetValue($"after_train.{parity.ReferenceKey(key)}", out Tensor? expected))
            {
                compared++;
                if (expected.dtype == ScalarType.Int64)
                {
                    Assert.Equal(expected.item<long>(), tensor.item<long>());
                }
                else
                {
                    AssertClose(expected, tensor, relative, key);
                }
            }
        }

        Assert.Equal(parity.IO.Keys.Count(key => key.StartsWith("after_train.", StringComparison.Ordinal)), compared);
    }

    // Sum over outputs of mean(output * probe), the probe's numbers following from its name.
    private static Tensor Probe(ParityCase parity, Dictionary<string, Tensor> outputs, string mode)
    {
        Tensor loss = zeros(1, dtype: ScalarType.Float64);
        foreach (string name in parity.Outputs(mode))
        {
            Tensor output = outputs[name];
            Tensor probe = tensor(FormulaWeights.Unit($"probe.{name}", parity.Seed, (int)output.numel())).view(output.shape);
            loss += (output.to(ScalarType.Float64) * probe).mean();
        }

        return loss;
    }

    private static void AssertGradients(
        ParityCase parity, Dictionary<string, Tensor> inputs, JsonElement gradient, string mode, double relative)
    {
        foreach ((string name, Tensor input) in inputs)
        {
            if (parity.IO.TryGetValue($"grad_{name}_{mode}", out Tensor? expected))
            {
                AssertClose(expected, input.grad!, relative, $"gradient of {name}");
            }

            AssertNorm(gradient.GetProperty("inputs").GetProperty(name), input.grad!, relative, 0, name);
        }

        // Gradients that are exactly zero in theory, of biases before a normalisation, are rounding noise: compared with the largest one.
        JsonElement parameters = gradient.GetProperty("parameters");
        double largest = parameters.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)
            .Max(p => p.Value.GetProperty("l2").GetDouble());
        Assert.Equal(parity.Model.Network.parameters().Count(), parameters.EnumerateObject().Count());
        foreach ((string key, TorchSharp.Modules.Parameter parameter) in parity.Model.Network.named_parameters())
        {
            JsonElement expected = parameters.GetProperty(parity.ReferenceKey(key));
            if (expected.ValueKind == JsonValueKind.Null)
            {
                Assert.Null(parameter.grad); // the reference's forward does not use it either
                continue;
            }

            AssertNorm(expected, parameter.grad!, relative, relative * 1e-3 * largest, key);
        }
    }

    private static void AssertNorm(JsonElement expected, Tensor actual, double relative, double absolute, string name)
    {
        Tensor exact = actual.to(ScalarType.Float64);
        double l2 = expected.GetProperty("l2").GetDouble(), sum = expected.GetProperty("sum").GetDouble();
        double tolerance = (relative * l2) + absolute;
        double l2Error = Math.Abs(exact.norm().item<double>() - l2), sumError = Math.Abs(exact.sum().item<double>() - sum);
        Assert.True(l2Error <= tolerance, $"the l2 norm of the gradient of {name} is off by {l2Error:G3} from {l2:G6}, more than {tolerance:G3}");
        double sumTolerance = tolerance * Math.Sqrt(exact.numel());
        Assert.True(sumError <= sumTolerance, $"the sum of the gradient of {name} is off by {sumError:G3} from {sum:G6}, more than {sumTolerance:G3}");
    }

    private static void AssertClose(Tensor expected, Tensor actual, double relative, string name)
    {
        Assert.Equal(expected.shape, actual.shape);
        Tensor exact = expected.to(ScalarType.Float64);
        double tolerance = relative * exact.abs().max().item<double>();
        double error = (exact - actual.to(ScalarType.Float64)).abs().max().item<double>();
        Assert.True(error <= tolerance, $"{name} is off by {error:G3}, more than {tolerance:G3}");
    }
}

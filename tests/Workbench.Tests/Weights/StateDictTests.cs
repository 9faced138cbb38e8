using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Weights;

public sealed class StateDictTests
{
    [Fact]
    public void AnExactMatchIsCopiedIncludingBuffers()
    {
        using nn.Module network = Network();
        OrderedDictionary<string, Tensor> file = StateOf(network, (_, tensor) => full_like(tensor, 3));

        StateDictReport report = StateDict.Load(network, file);

        Assert.Equal(network.state_dict().Keys, report.Loaded);
        Assert.All(network.state_dict().Values, tensor => Assert.True(tensor.eq(3).all().item<bool>()));
    }

    [Fact]
    public void EverythingWrongIsListedInOneErrorAndNothingIsCopied()
    {
        using nn.Module network = Network();
        float before = network.state_dict()["0.bias"].sum().item<float>();
        OrderedDictionary<string, Tensor> file = StateOf(network, (_, tensor) => full_like(tensor, 3));
        file.Remove("0.weight");
        file.Remove("1.running_mean");
        file["1.weight"] = zeros(5);
        file["1.bias"] = zeros(4, dtype: float64);
        file["head.weight"] = zeros(1);

        StateDictException error = Assert.Throws<StateDictException>(() => StateDict.Load(network, file));

        Assert.Equal(["0.weight", "1.running_mean"], error.Report.Missing);
        Assert.Equal(["head.weight"], error.Report.Unexpected);
        Assert.Contains("1.weight (file [5], network [4])", error.Message, StringComparison.Ordinal);
        Assert.Contains("1.bias (file Float64, network Float32)", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.weight, 1.running_mean", error.Message, StringComparison.Ordinal);
        Assert.Contains("head.weight", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.state_dict()["0.bias"].sum().item<float>());
    }

    [Fact]
    public void ARenamedPrefixMatchesAndTheErrorWithoutItSaysWhichToDrop()
    {
        using nn.Module network = Network();
        OrderedDictionary<string, Tensor> file = [];
        foreach ((string key, Tensor tensor) in StateOf(network, (_, tensor) => full_like(tensor, 2)))
        {
            file.Add($"module.{key}", tensor);
        }

        StateDictException error = Assert.Throws<StateDictException>(() => StateDict.Load(network, file));
        StateDict.Load(network, file, new() { Map = [PrefixRename.Parse("module.=")] });

        Assert.Contains("map 'module.='", error.Message, StringComparison.Ordinal);
        Assert.All(network.state_dict().Values, tensor => Assert.True(tensor.eq(2).all().item<bool>()));
    }

    [Fact]
    public void OtherTypesAreConvertedOnlyWhenAskedFor()
    {
        using nn.Module network = Network();
        OrderedDictionary<string, Tensor> file = StateOf(network, (_, tensor) => full_like(tensor, 1.5).to(float16));

        Assert.Throws<StateDictException>(() => StateDict.Load(network, file));
        StateDict.Load(network, file, new() { ConvertTypes = true });

        Assert.Equal(float32, network.state_dict()["0.weight"].dtype);
        Assert.True(network.state_dict()["0.weight"].eq(1.5).all().item<bool>());
    }

    [Fact]
    public void LoadingLooselySkipsWhatIsMissingAndStillReportsIt()
    {
        using nn.Module network = Network();
        OrderedDictionary<string, Tensor> file = new() { ["0.bias"] = full(4, 9f), ["head.bias"] = zeros(1) };

        StateDictReport report = StateDict.Load(network, file, new() { Strict = false });

        Assert.Equal(["0.bias"], report.Loaded);
        Assert.Contains("0.weight", report.Missing);
        Assert.Equal(["head.bias"], report.Unexpected);
        Assert.True(network.state_dict()["0.bias"].eq(9).all().item<bool>());
    }

    [Fact]
    public void AFileFromBeforeTheBatchCounterLoadsAndTheCounterStartsAtZero()
    {
        using nn.Module network = Network();
        OrderedDictionary<string, Tensor> file = StateOf(network, (_, tensor) => full_like(tensor, 3));
        network.state_dict()["1.num_batches_tracked"].fill_(7);
        file.Remove("1.num_batches_tracked");

        StateDictReport report = StateDict.Load(network, file);

        Assert.Empty(report.Missing);
        Assert.Equal(0, network.state_dict()["1.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void ACheckpointsNetworkIsTakenFromBesideItsOptimizerAndTheErrorSaysHow()
    {
        using nn.Module network = Network();
        OrderedDictionary<string, Tensor> file = new() { ["optimizer.state.0.exp_avg"] = zeros(1) };
        foreach ((string key, Tensor tensor) in StateOf(network, (_, tensor) => full_like(tensor, 2)))
        {
            file.Add($"state_dict.{key}", tensor);
        }

        StateDictException error = Assert.Throws<StateDictException>(() => StateDict.Load(network, file));
        StateDict.Load(network, StateDict.Under(file, "state_dict"));

        Assert.Contains("take only what is under 'state_dict'", error.Message, StringComparison.Ordinal);
        Assert.All(network.state_dict().Values, tensor => Assert.True(tensor.eq(2).all().item<bool>()));
        Assert.Contains("there are optimizer, state_dict", Assert.Throws<ArgumentException>(() => StateDict.Under(file, "model")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RenamingTwoKeysIntoOneIsAnError()
    {
        using nn.Module network = Network();
        Dictionary<string, Tensor> file = new() { ["a.x"] = zeros(1), ["x"] = zeros(1) };

        ArgumentException error = Assert.Throws<ArgumentException>(() => StateDict.Load(network, file, new() { Map = [new("a.", "")] }));

        Assert.Contains("two tensors the key 'x'", error.Message, StringComparison.Ordinal);
    }

    private static TorchSharp.Modules.Sequential Network() => nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4));

    private static OrderedDictionary<string, Tensor> StateOf(nn.Module network, Func<string, Tensor, Tensor> value)
    {
        OrderedDictionary<string, Tensor> state = [];
        foreach ((string key, Tensor tensor) in network.state_dict())
        {
            state.Add(key, value(key, tensor));
        }

        return state;
    }
}

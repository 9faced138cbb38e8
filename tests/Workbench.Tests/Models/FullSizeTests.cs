using System.Text.Json;
using TorchSharp;
using Workbench.Models;
using Workbench.Testing;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>The networks at the size of their papers: parameters, and outputs under weights that follow from a formula.</summary>
public sealed class FullSizeTests : TorchTest
{
    // How the reference outputs call them, and what they are here.
    private static readonly Dictionary<string, (string Model, string Settings)> Networks = new()
    {
        ["vgg16"] = ("vgg16", ""),
        ["vgg16_bn"] = ("vgg16-bn", ""),
        ["unet_256 3to3 batch ngf64"] = ("unet-generator", ""),
        ["unet_256 1to2 batch ngf64"] = ("unet-generator", "input_nc=1 output_nc=2"),
        ["unet_256 3to3 instance ngf64"] = ("unet-generator", "norm=instance"),
        ["unet_128 3to3 batch ngf64"] = ("unet-generator", "num_downs=7"),
        ["encoder-decoder 3 to 3, ngf 64, bias only in the last layer"] = ("encoder-decoder-generator", ""),
        ["resnet_9blocks 3to3 instance ngf64"] = ("resnet-generator", ""),
        ["resnet_9blocks 3to3 batch ngf64"] = ("resnet-generator", "norm=batch"),
        ["resnet_9blocks 1to2 instance ngf64"] = ("resnet-generator", "input_nc=1 output_nc=2"),
        ["resnet_6blocks 3to3 instance ngf64"] = ("resnet-generator", "n_blocks=6"),
        ["patchgan70 6ch batch ndf64"] = ("patch-discriminator", ""),
        ["patchgan70 3ch instance ndf64"] = ("patch-discriminator", "input_nc=3 norm=instance"),
        ["patchgan70 3ch batch ndf64"] = ("patch-discriminator", "input_nc=3"),
        ["pixel 6ch batch ndf64"] = ("patch-discriminator", "receptive_field=1"),
        ["unet milesial 3to2 transposed"] = ("unet", ""),
        ["unet milesial 3to2 bilinear"] = ("unet", "up_sampling=bilinear"),
        ["unet milesial 1to1 transposed"] = ("unet", "n_channels=1 n_classes=1"),
        ["unet milesial 1to1 bilinear"] = ("unet", "n_channels=1 n_classes=1 up_sampling=bilinear"),
        ["eccv16"] = ("colorful-colorizer", ""),
        ["siggraph17"] = ("interactive-colorizer", ""),
        ["iizuka, 205 classes, BatchNorm False"] = ("global-local-colorizer", "batch_norm=false"),
        ["iizuka, 1000 classes, BatchNorm False"] = ("global-local-colorizer", "batch_norm=false num_classes=1000"),
        ["iizuka, 205 classes, BatchNorm True"] = ("global-local-colorizer", ""),
        ["iizuka, 1000 classes, BatchNorm True"] = ("global-local-colorizer", "num_classes=1000"),
    };

    public static TheoryData<string> Names() => [.. Networks.Keys];

    public static TheoryData<string> Outputs() =>
    [
        "vgg16", "unet_256_3to3_batch_ngf64", "resnet_9blocks_3to3_instance_ngf64", "patchgan70_6ch_batch_ndf64",
        "unet_milesial_3to2_transposed", "unet_milesial_3to2_bilinear", "eccv16", "siggraph17",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersBuffersAndEntriesAreThePublishedNumbers(string name)
    {
        JsonElement expected = Counts("fullsize/counts.json", "counts").TryGetProperty(name, out JsonElement ours)
            ? ours
            : Counts("iizuka/counts.json", "full_size").GetProperty(name);

        using CatalogModel model = Create(name);

        Assert.Equal(expected.GetProperty("parameters").GetInt64(), model.Network.parameters().Sum(p => p.numel()));
        Assert.Equal(expected.GetProperty("buffer_elements").GetInt64(), model.Network.buffers().Sum(b => b.numel()));
        Assert.Equal(expected.GetProperty("state_dict_entries").GetInt32(), ModuleState.Of(model.Network).Count);
    }

    [Fact]
    public void TheFormulaGivesItsTestVectors()
    {
        JsonElement vectors = Read("fullsize/info.json").GetProperty("rule_test_vectors");

        AssertSame(vectors.GetProperty("hash_unit('input', 1, 6)"), FormulaWeights.Unit("input", 1, 6));
        AssertSame(vectors.GetProperty("hash_unit('features.0.weight', 7, 4)"), FormulaWeights.Unit("features.0.weight", 7, 4));
        using var network = new Vgg16(classes: 2, classifierWidth: 2);
        FormulaWeights.Fill(network, seed: 1);
        Tensor row = ((TorchSharp.Modules.Conv2d)network.features[0]).weight[0, 0, 0];
        AssertSame(
            vectors.GetProperty("hash_tensor('features.0.weight', [64,3,3,3], 1)[0,0,0,:]"), [.. row.data<float>().Select(v => (double)v)]);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void KeysAndOutputsAreTheReferences(string output)
    {
        JsonElement info = Read("fullsize/info.json");
        JsonElement expected = info.GetProperty("outputs").GetProperty(output);
        string name = expected.GetProperty("model").GetString()!;
        uint seed = info.GetProperty("seed").GetUInt32();
        using CatalogModel model = Create(name);
        AssertKeys(Read("fullsize/state_dicts.json").GetProperty(name), model.Network);
        FormulaWeights.Fill(model.Network, seed);
        model.Network.eval();
        using IDisposable noGradient = no_grad();
        double[] range = [.. expected.GetProperty("input_range").EnumerateArray().Select(v => v.GetDouble())];
        Tensor input = FormulaWeights.Input(Longs(expected.GetProperty("input_shape")), seed, range[0], range[1]);

        Tensor actual = model.Run(new Dictionary<string, Tensor> { [model.Inputs[0].Name] = input })["output"];

        double tolerance = expected.GetProperty("suggested_atol").GetDouble();
        Assert.Equal(Longs(expected.GetProperty("output_shape")), actual.shape);
        Assert.Equal(expected.GetProperty("output").GetProperty("mean").GetDouble(), actual.mean().ToDouble(), tolerance);
        Assert.Equal(expected.GetProperty("output").GetProperty("max").GetDouble(), actual.max().ToDouble(), tolerance);
        long stride = expected.GetProperty("sample_stride").GetInt64();
        Tensor sampled = actual.dim() == 2 ? actual : actual[.., .., TensorIndex.Slice(step: stride), TensorIndex.Slice(step: stride)];
        Tensor reference = Safetensors.Read(SharedData.Fixture("fullsize/outputs.safetensors"))[output];
        Assert.Equal(reference.shape, sampled.shape);
        double error = (reference - sampled).abs().max().ToDouble();
        Assert.True(error <= tolerance, $"{output} is off by {error:G3}, more than {tolerance:G3}");
    }

    private static CatalogModel Create(string name)
    {
        (string model, string settings) = Networks[name];
        return ModelCatalog.Find(model).Create(Settings.Parse(settings));
    }

    private static void AssertKeys(JsonElement expected, nn.Module network) => Assert.Equal(
        expected.EnumerateArray().Select(entry => $"{entry[0].GetString()} [{string.Join(", ", Longs(entry[1]))}]"),
        ModuleState.Of(network).Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}]"));

    private static void AssertSame(JsonElement expected, double[] actual) =>
        Assert.Equal([.. expected.EnumerateArray().Select(v => v.GetDouble())], actual);

    private static long[] Longs(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt64())];

    private static JsonElement Counts(string file, string property) => Read(file).GetProperty(property);

    private static JsonElement Read(string fixture)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture(fixture)));
        return document.RootElement.Clone();
    }
}

using System.Text.Json;
using TorchSharp;
using Workbench.Evaluation;
using Workbench.Models;
using Workbench.Tests.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class LayerTraceTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData("vgg16/vgg16_base4")]
    [InlineData("patchgan/layers3_ndf8_batch_6ch")]
    [InlineData("unet/bilinear_base4_3to2")]
    [InlineData("pix2pix_unet/downs5_ngf4_batch_of_3")]
    [InlineData("cyclegan_resnet/blocks9_ngf8_instance")]
    public void EveryLayersKindShapeAndParametersAreTheReferences(string folder)
    {
        using ParityCase reference = ParityCase.Open(folder);
        string name = reference.Model.Inputs[0].Name;
        Tensor input = reference.IO[name];

        IReadOnlyList<TracedLayer> layers = LayerTrace.Of(reference.Model.Network, input, () => reference.Model.Run(new Dictionary<string, Tensor> { [name] = input }));

        // Layers with weights, in running order; which modules stand for activations is each implementation's own affair.
        (string Kind, string Shape, long Parameters)[] expected = [.. reference.Info.GetProperty("layers").EnumerateArray()
            .Where(layer => layer.GetProperty("parameters").GetInt64() > 0)
            .Select(layer => (layer.GetProperty("type").GetString()!, Shape(layer.GetProperty("out").EnumerateArray().Select(side => side.GetInt64())), layer.GetProperty("parameters").GetInt64()))];
        Assert.Equal(expected, layers.Where(layer => layer.Parameters > 0).Select(layer => (layer.Kind, Shape(layer.Output!), layer.Parameters)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(34)]
    [InlineData(70)]
    [InlineData(142)]
    [InlineData(286)]
    public void APatchDiscriminatorSeesThePatchItIsNamedFor(int side)
    {
        using CatalogModel model = ModelCatalog.Find("patch-discriminator").Create(new Dictionary<string, string> { ["receptive_field"] = $"{side}", ["ndf"] = "2" });

        Assert.Equal(side, NetworkDescription.Of(model).Layers[^1].ReceptiveField);
    }

    [Fact]
    public void TheReceptiveFieldIsWhereTheGradientReaches()
    {
        using var network = nn.Sequential(
            nn.Conv2d(1, 1, 5, stride: 2), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3, dilation: 2), nn.ConvTranspose2d(1, 1, 4, stride: 2), nn.Conv2d(1, 1, 3, stride: 2));
        foreach ((string _, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            using IDisposable quiet = no_grad();
            parameter.fill_(1);
        }

        long traced = NetworkDescription.Of(network, 1, 1, 96, 96).Layers[^1].ReceptiveField!.Value;

        long widest = 0;
        Tensor input = zeros([1, 1, 96, 96], requires_grad: true);
        Tensor output = network.call(input);
        for (int at = 1; at < output.shape[2] - 1; at++)
        {
            Tensor gradient = autograd.grad([output[0, 0, at, at]], [input], retain_graph: true)[0];
            widest = Math.Max(widest, gradient.abs().sum([0L, 1L, 3L]).ne(0).sum().item<long>());
        }

        Assert.Equal(widest, traced);
    }

    [Fact]
    public void MultiplyAddsAreCountedAsInThePaperOnEachKindOfLayer()
    {
        using var network = nn.Sequential(
            nn.Conv2d(4, 6, 3, padding: 1, groups: 2), nn.ConvTranspose2d(6, 2, 4, stride: 2), nn.Flatten(), nn.Linear(2 * 18 * 18, 5));

        long[] counts = [.. NetworkDescription.Of(network, 1, 4, 8, 8).Layers.Select(layer => layer.MultiplyAdds)];

        Assert.Equal([6 * 8 * 8 * 2 * 9, 6 * 8 * 8 * 2 * 16, 0, 2 * 18 * 18 * 5], counts);
    }

    [Fact]
    public void BothBranchesOfTheGlobalLocalColorizerStartFromTheSharedFeatures()
    {
        using CatalogModel model = ModelCatalog.Find("global-local-colorizer").Create(new Dictionary<string, string> { ["base_width"] = "2" });

        Dictionary<string, long?> sees = NetworkDescription.Of(model).Layers.ToDictionary(layer => layer.Name, layer => layer.ReceptiveField);

        Assert.Equal(43, sees["low.5.conv"]);
        Assert.Equal(43 + 16, sees["mid.0.conv"]);
        Assert.Equal(43 + 16, sees["glob.0.conv"]);
        Assert.True(sees["fuse.conv"] > 224);
    }

    [Fact]
    public void PoolingByAFunctionBetweenTwoLayersCounts()
    {
        // Convolution 3×3, pooling 2×2 (a function), convolution 3×3: 3, then 3 + 1, then 4 + 2 · 2.
        using var network = new LetterCnn();

        Dictionary<string, long?> sees = NetworkDescription.Of(network, 1, 1, 9, 9).Layers.ToDictionary(layer => layer.Name, layer => layer.ReceptiveField);

        Assert.Equal((3, 8), (sees["conv1"], sees["conv2"]));
    }

    [Fact]
    public void TheModeIsAsItWasAndNothingIsLeftBehind()
    {
        using var network = nn.Sequential(nn.Conv2d(1, 1, 3), nn.Dropout(), nn.BatchNorm2d(1));
        network.train();
        network.children().ElementAt(2).eval();
        using DisposeScope scope = NewDisposeScope();

        NetworkDescription.Of(network, 1, 1, 8, 8);

        Assert.Equal([true, true, false], network.children().Select(layer => layer.training));
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void TheTableAndItsJsonSayTheSame()
    {
        using var network = nn.Sequential(nn.Conv2d(3, 8, 3, padding: 1), nn.ReLU());

        NetworkDescription description = NetworkDescription.Of(network, 1, 3, 16, 16);
        JsonElement json = JsonSerializer.SerializeToElement(description, Json);

        Assert.Equal(224, json.GetProperty("parameters").GetInt64());
        Assert.Equal(3 * 9 * 8 * 256, json.GetProperty("multiplyAdds").GetInt64());
        Assert.Contains("[1, 8, 16, 16]", description.ToString(), StringComparison.Ordinal);
        Assert.Contains("Conv2d 3×3, 3 → 8, padding 1", description.ToString(), StringComparison.Ordinal);
        Assert.Contains("55,296", description.ToHtml(), StringComparison.Ordinal);
        Assert.Contains(">3×3<", System.Net.WebUtility.HtmlDecode(description.ToHtml()), StringComparison.Ordinal);
    }

    private static string Shape(IEnumerable<long> shape) => string.Join("×", shape);
}

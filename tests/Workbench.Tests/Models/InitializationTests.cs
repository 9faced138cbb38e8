using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>First weights against the distributions of the papers: moments within five standard errors, and the shape by its fourth moment.</summary>
public sealed class InitializationTests : TorchTest
{
    public static TheoryData<string, string> AuthorsOfPix2PixAndDcgan() => new()
    {
        { "unet-generator", "ngf=16 num_downs=5" }, { "encoder-decoder-generator", "ngf=8" }, { "resnet-generator", "ngf=16 n_blocks=2 norm=batch" },
        { "patch-discriminator", "ndf=16" }, { "dcgan-generator", "ngf=8" }, { "dcgan-discriminator", "ndf=8" },
    };

    [Theory]
    [MemberData(nameof(AuthorsOfPix2PixAndDcgan))]
    public void GeneratorsAndDiscriminatorsStartFromANormalOfTwoHundredths(string name, string settings)
    {
        using CatalogModel model = ModelCatalog.Find(name).Create(Settings.Parse(settings));
        var layers = Layers(model.Network);

        AssertNormal(Joined(layers.Where(layer => layer.Weight.dim() > 1).Select(layer => layer.Weight)), mean: 0, deviation: 0.02);
        AssertNormal(Joined(layers.Where(layer => layer.Weight.dim() == 1).Select(layer => layer.Weight)), mean: 1, deviation: 0.02);
        Assert.All(layers.Where(layer => layer.Bias is not null), layer => Assert.Equal(0, layer.Bias!.abs().max().ToDouble()));
    }

    [Fact]
    public void VggStartsAsTorchvisionsDoes()
    {
        using var network = new Vgg16(batchNorm: true, baseWidth: 16, classifierWidth: 256);
        var layers = Layers(network);

        // He's normal over the fan-out, 3 · 3 · outputs.
        AssertNormal(
            Joined(layers.Where(layer => layer.Layer is Conv2d).Select(layer => layer.Weight * Math.Sqrt(9 * layer.Weight.shape[0] / 2.0))),
            mean: 0, deviation: 1);
        AssertNormal(Joined(layers.Where(layer => layer.Layer is Linear).Select(layer => layer.Weight)), mean: 0, deviation: 0.01);
        Assert.All(layers.Where(layer => layer.Layer is BatchNorm2d), layer => Assert.True(layer.Weight.eq(1).all().item<bool>()));
        Assert.All(layers, layer => Assert.Equal(0, layer.Bias!.abs().max().ToDouble()));
    }

    /// <summary>A tenth, but for two layers of the second classifier.</summary>
    [Fact]
    public void InceptionStartsAsTorchvisionsDoes()
    {
        using var network = new InceptionV3(classes: 200, baseWidth: 8);
        var layers = Layers(network).Where(layer => layer.Weight.dim() > 1).ToList();
        Tensor first = layers.Single(layer => layer.Weight.shape[^1] == 5 && layer.Weight.shape[0] == 192).Weight, second = layers.Single(layer => layer.Weight.shape.SequenceEqual([200, 192])).Weight;

        AssertNormal(first, mean: 0, deviation: 0.01);
        AssertNormal(second, mean: 0, deviation: 0.001);
        AssertNormal(Joined(layers.Select(layer => layer.Weight).Where(weight => !ReferenceEquals(weight, first) && !ReferenceEquals(weight, second))), mean: 0, deviation: 0.1);
        AssertUniform(Joined(layers.Where(layer => layer.Bias is not null).Select(layer => layer.Bias! * Math.Sqrt(layer.Weight.shape[1]))));
    }

    [Fact]
    public void UNetStartsFromTheRootOfTwoOverTheIncomingNodes()
    {
        using UNet network = UNet.AsPublished(baseWidth: 16);
        var layers = Layers(network);

        // The paper's example: 3×3 convolutions of 64 channels have 576 incoming nodes; an up-convolution has one per channel.
        static double Incoming(nn.Module layer, Tensor weight) => layer is ConvTranspose2d ? weight.shape[0] : weight.numel() / weight.shape[0];
        AssertNormal(
            Joined(layers.Select(layer => layer.Weight * Math.Sqrt(Incoming(layer.Layer, layer.Weight) / 2))), mean: 0, deviation: 1);
    }

    [Fact]
    public void UNetKeepsTheVarianceOfItsMapsNearOneAsThePaperIntends()
    {
        using UNet network = UNet.AsPublished(baseWidth: 16);
        network.eval();
        using IDisposable noGradient = no_grad();
        var inside = (nn.Module<Tensor, Tensor>)network.named_modules().Single(m => m.Item1 == "down1.maxpool_conv.1").Item2;

        // Unit second moment in, about unit second moment out: what √(2/N) is for.
        Tensor maps = inside.call(randn(1, 16, 96, 96, generator: new Generator(1, CPU)));

        Assert.InRange(maps.square().mean().ToDouble(), 0.5, 2);
    }

    [Theory]
    [InlineData("colorful-colorizer", "base_width=8")]
    [InlineData("interactive-colorizer", "base_width=8")]
    [InlineData("global-local-colorizer", "base_width=8 global_size=64")]
    public void ColorizersStartUniformWithinTheRootOfTheFanIn(string name, string settings)
    {
        using CatalogModel model = ModelCatalog.Find(name).Create(Settings.Parse(settings));
        var layers = Layers(model.Network).Where(layer => layer.Weight.dim() > 1).ToList();

        AssertUniform(Joined(layers.Select(layer => layer.Weight * Math.Sqrt(layer.Weight.numel() / (double)layer.Weight.shape[0]))));
        AssertUniform(Joined(layers.Where(layer => layer.Bias is not null)
            .Select(layer => layer.Bias! * Math.Sqrt(layer.Weight.numel() / (double)layer.Weight.shape[0]))));
    }

    private static void AssertNormal(Tensor numbers, double mean, double deviation)
    {
        Tensor z = (numbers - mean) / deviation;
        double n = z.numel();
        Assert.InRange(z.mean().ToDouble(), -5 / Math.Sqrt(n), 5 / Math.Sqrt(n));
        AssertMoment(z.square(), expected: 1, variance: 2);
        AssertMoment(z.pow(4), expected: 3, variance: 96);
    }

    // Within ±1: second moment 1/3, fourth 1/5.
    private static void AssertUniform(Tensor numbers)
    {
        Assert.True(numbers.abs().max().ToDouble() <= 1 + 1e-6);
        AssertMoment(numbers, expected: 0, variance: 1.0 / 3);
        AssertMoment(numbers.square(), expected: 1.0 / 3, variance: (1.0 / 5) - (1.0 / 9));
    }

    private static void AssertMoment(Tensor values, double expected, double variance)
    {
        double error = 5 * Math.Sqrt(variance / values.numel());
        Assert.InRange(values.to(ScalarType.Float64).mean().item<double>(), expected - error, expected + error);
    }

    private static Tensor Joined(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(tensor => tensor.detach().flatten())]);

    private static List<(nn.Module Layer, Tensor Weight, Tensor? Bias)> Layers(nn.Module network) =>
    [
        .. from module in network.named_modules()
           let own = module.Item2.named_parameters(recurse: false).ToDictionary(p => p.name, p => (Tensor)p.parameter)
           where module.Item2 is not Sequential && own.ContainsKey("weight")
           select (module.Item2, own["weight"], own.GetValueOrDefault("bias")),
    ];
}

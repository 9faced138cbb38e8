using TorchSharp;
using Workbench.Models;
using Workbench.Testing;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>The two colorizers of Zhang et al. beyond parity: bins, temperature, hints, sizes.</summary>
public sealed class ColorizerTests : TorchTest
{
    [Fact]
    public void DecodingACertainBinGivesItsCentre()
    {
        using var network = new ColorfulColorizer(baseWidth: 2, bins: 3);
        network.UseBinCentres(tensor(new float[,] { { -90, 50 }, { 0, 0 }, { 95, -105 } }));
        Tensor logits = zeros(1, 3, 2, 2);
        logits[0, 2] = 200;

        Tensor ab = network.Decode(logits);

        Assert.Equal([1, 2, 8, 8], ab.shape);
        Assert.Equal(95, ab[0, 0].mean().ToDouble(), 1e-3);
        Assert.Equal(-105, ab[0, 1].mean().ToDouble(), 1e-3);
        Assert.DoesNotContain(network.parameters().Where(p => p.requires_grad), p => p.shape.SequenceEqual([2, 3, 1, 1]));
    }

    [Theory]
    [InlineData(1.0, 0.75)]
    [InlineData(0.38, 0.9474)]
    [InlineData(0.01, 1.0)]
    public void TemperatureMovesTheMeanTowardsTheMode(double temperature, double weightOfTheMode)
    {
        // Probabilities 3/4 and 1/4 become 3^(1/T) : 1.
        using var network = new ColorfulColorizer(baseWidth: 2, bins: 2, temperature);
        network.UseBinCentres(tensor(new float[,] { { 100, 0 }, { 0, 0 } }));
        Tensor logits = zeros(1, 2, 1, 1);
        logits[0, 0] = (float)Math.Log(3);

        Assert.Equal(100 * weightOfTheMode, network.Decode(logits)[0, 0].mean().ToDouble(), 0.02);
    }

    [Theory]
    [InlineData("annealed_mean_T1.00", 1.0)]
    [InlineData("annealed_mean_T0.58", 0.58)]
    [InlineData("annealed_mean_T0.38", ColorfulColorizer.PaperTemperature)]
    [InlineData("annealed_mean_T0.20", 0.2)]
    [InlineData("annealed_mean_T0.01", 0.01)]
    public void TheAnnealedMeanIsTheReferences(string name, double temperature)
    {
        IReadOnlyDictionary<string, Tensor> math = Safetensors.Read(SharedData.Fixture("zhang/training_math/io.safetensors"));
        using var network = new ColorfulColorizer(baseWidth: 2, temperature: temperature);
        network.to(ScalarType.Float64);
        network.UseBinCentres(math["centers"]);
        Tensor expected = nn.functional.interpolate(math[name], scale_factor: [4, 4], mode: InterpolationMode.Bilinear, align_corners: false);

        Assert.True(network.Decode(math["logits"].to(ScalarType.Float64)).allclose(expected.to(ScalarType.Float64), rtol: 0, atol: 1e-4));
    }

    [Theory]
    [InlineData(40, 52)]
    [InlineData(300, 211)]
    public void APhotographOfAnySizeGetsColourOfItsSize(int height, int width)
    {
        using var colorful = new ColorfulColorizer(baseWidth: 2, bins: 5);
        using var interactive = new InteractiveColorizer(baseWidth: 2, colorClasses: 5);
        colorful.eval();
        interactive.eval();
        using IDisposable noGradient = no_grad();
        Tensor l = rand(1, 1, height, width) * 100;

        Assert.Equal([1, 2, height, width], colorful.Colorize(l, size: 64).shape);
        Assert.Equal([1, 2, height, width], interactive.Colorize(l, size: 64).shape);
    }

    [Fact]
    public void NoHintsAreZeroHints()
    {
        using var network = new InteractiveColorizer(baseWidth: 2, colorClasses: 5);
        network.eval();
        using IDisposable noGradient = no_grad();
        Tensor l = rand(1, 1, 32, 32) * 100, none = zeros(1, 2, 32, 32), nowhere = zeros(1, 1, 32, 32);

        Tensor alone = network.call(l);

        Assert.True(alone.eq(network.call(l, none, nowhere)).all().item<bool>());
        none[0, 0, 16, 16] = 80;
        nowhere[0, 0, 16, 16] = 1;
        Assert.False(alone.eq(network.call(l, none, nowhere)).all().item<bool>());
        Assert.Equal([1, 5, 8, 8], network.Classify(l).shape);
    }

    [Fact]
    public void HintsOfAnotherSizeAreRefusedWithTheShapeTheyNeed()
    {
        using var network = new InteractiveColorizer(baseWidth: 2, colorClasses: 5);

        ArgumentException error = Assert.Throws<ArgumentException>(() => network.call(rand(1, 1, 32, 40), zeros(1, 2, 40, 32), null));

        Assert.Contains("[1, 2, 32, 40]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[1, 2, 40, 32]", error.Message, StringComparison.Ordinal);
    }
}

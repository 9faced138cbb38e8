using System.Text.Json;
using Workbench.Models;
using Workbench.Testing;
using Workbench.Tests.Models;
using Workbench.Training;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>The arithmetic of Zhang et al. against the authors' numbers.</summary>
public sealed class ColorBinsTests : TorchTest
{
    private readonly IReadOnlyDictionary<string, Tensor> io = Safetensors.Read(SharedData.Fixture("zhang/training_math/io.safetensors"));

    [Fact]
    public void TheCentresAreTheAuthors() => Assert.True(ColorBins.Centres().Equals(io["centers"]));

    [Fact]
    public void TheSoftEncodingIsTheAuthors()
    {
        Tensor encoded = ColorBins.Encode(io["points_ab"].to(float64), io["centers"].to(float64), 10);
        Assert.True(encoded.allclose(io["soft_encoding"], 1e-9, 1e-12));
        Assert.Equal(5 * encoded.shape[0], ColorBins.Encode(io["points_ab"], io["centers"], 5).gt(0).sum().item<long>());
    }

    [Fact]
    public void TheFactorsOfRareColoursAreTheAuthors() =>
        Assert.True(ColorBins.Rebalance(io["prior_probabilities"]).allclose(io["prior_factor"], 1e-9, 1e-12));

    [Fact]
    public void LossAndGradientAreTheAuthors()
    {
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("zhang/training_math/info.json")));
        Tensor target = io["target_probabilities"].to(float64), weights = ColorBins.PixelWeights(target, io["gt_ab"].to(float64), io["prior_factor"]);
        Assert.True(weights.allclose(io["pixel_weight"], 1e-9, 1e-12));

        Tensor logits = io["logits"].to(float64).requires_grad_();
        Tensor loss = ColorBins.Loss(logits, target, weights);
        loss.backward();
        Assert.Equal(info.RootElement.GetProperty("losses_float64").GetProperty("weighted_cross_entropy_sum_over_pixels_div_batch").GetDouble(), loss.item<double>(), 1e-3);
        Assert.True(logits.grad!.to(float32).allclose(io["grad_logits_weighted"], 1e-4, 1e-6));
    }

    [Theory]
    [InlineData(1.0, "annealed_mean_T1.00")]
    [InlineData(0.38, "annealed_mean_T0.38")]
    public void TheNetworksAnnealedMeanIsTheAuthors(double temperature, string name)
    {
        using ColorfulColorizer network = new(baseWidth: 4, temperature: temperature);
        network.UseBinCentres(ColorBins.Centres());
        Tensor decoded = nn.functional.adaptive_avg_pool2d(network.Decode(io["logits"]), [4, 6]);
        Tensor nearest = network.Decode(io["logits"].slice(2, 0, 1, 1).slice(3, 0, 1, 1)).mean([2, 3]); // one pixel, scaled up, stays itself
        Assert.True(nearest.to(float64).allclose(io[name].select(2, 0).select(2, 0), 1e-3, 1e-2), $"{nearest} instead of {io[name]}");
        Assert.Equal([2, 2, 4, 6], decoded.shape);
    }
}

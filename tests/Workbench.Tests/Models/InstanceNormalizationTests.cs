using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>The layer between the convolutions of CycleGAN's networks, against its formula.</summary>
public sealed class InstanceNormalizationTests : TorchTest
{
    private static readonly nn.Module<Tensor, Tensor> Layer = (nn.Module<Tensor, Tensor>)new PatchDiscriminator(3, 16, ndf: 4, Normalization.Instance)
        .modules().First(layer => layer.GetName() == "InstanceNormalization");

    public static TheoryData<int, bool> Maps => new() { { 1, false }, { 1, true }, { 3, false }, { 3, true } };

    [Theory]
    [MemberData(nameof(Maps))]
    public void ItsValuesAndGradientsAreThoseOfTheFormula(int pictures, bool channelsLast)
    {
        Tensor map = Draw(pictures, 6, 5, channelsLast).requires_grad_(), weights = Draw(pictures, 6, 5, channelsLast);
        Tensor same = map.detach().clone().requires_grad_();
        Tensor expected = Formula(same), output = Layer.call(map);
        (expected * weights).sum().backward();
        (output * weights).sum().backward();

        Assert.True(output.allclose(expected, 1e-12, 1e-12));
        Assert.True(map.grad!.allclose(same.grad!, 1e-12, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void ItsGradientHasTheGradientOfFiniteDifferences(int pictures, bool channelsLast)
    {
        const double Step = 1e-4;
        manual_seed(1);
        Tensor map = Draw(pictures, 3, 3, channelsLast).requires_grad_(), weights = Draw(pictures, 3, 3, channelsLast);
        Tensor Slope(Tensor at, bool createGraph) => autograd.grad([(Layer.call(at) * weights).sum()], [at], create_graph: createGraph)[0].square().sum();
        Tensor gradient = autograd.grad([Slope(map, createGraph: true)], [map])[0];
        Tensor direction = Draw(pictures, 3, 3, channelsLast);
        Tensor At(double step) => Slope((map.detach() + (step * direction)).requires_grad_(), createGraph: false);

        double expected = ((At(Step) - At(-Step)) / (2 * Step)).item<double>(), found = (gradient * direction).sum().item<double>();
        Assert.InRange(found, expected - (1e-5 * (1 + Math.Abs(expected))), expected + (1e-5 * (1 + Math.Abs(expected)))); // the differences' own error
    }

    [Theory]
    [InlineData(64, 1.5e-5)] // 3e-6 with this seed
    [InlineData(256, 2e-4)] // 3e-5 with this seed
    public void InFloat32ItIsOffByLittle(int side, double most)
    {
        manual_seed(1);
        Tensor map = Draw(1, 8, side, channelsLast: true) * 3 + 2;

        Assert.InRange((Layer.call(map.to(float32)).to(float64) - Formula(map)).abs().max().item<double>(), 0, most);
    }

    private static Tensor Draw(int pictures, int channels, int side, bool channelsLast) => channelsLast
        ? randn(pictures, side, side, channels, float64).permute(0, 3, 1, 2)
        : randn(pictures, channels, side, side, float64);

    private static Tensor Formula(Tensor map)
    {
        Tensor centred = map - map.mean([2, 3], keepdim: true);
        return centred / (centred.square().mean([2, 3], keepdim: true) + 1e-5).sqrt();
    }
}

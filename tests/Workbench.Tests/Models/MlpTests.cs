using CsCheck;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public sealed class MlpTests
{
    [Fact]
    public void ItsStateDictNamesItsLayersFromInputToOutput()
    {
        using Mlp mlp = new(3, [16, 8], 2);

        Assert.Equal(
            ["layers.0.weight [16, 3]", "layers.0.bias [16]", "layers.1.weight [8, 16]", "layers.1.bias [8]", "layers.2.weight [2, 8]", "layers.2.bias [2]"],
            mlp.state_dict().Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}]"));
    }

    [Fact]
    public void TheSeedDecidesTheFirstWeights()
    {
        using Mlp one = new(2, [4], 1, seed: 7), same = new(2, [4], 1, seed: 7), other = new(2, [4], 1, seed: 8);
        Tensor input = randn(5, 2);

        Assert.True(one.call(input).equal(same.call(input)).all().item<bool>());
        Assert.False(one.call(input).allclose(other.call(input)));
    }

    [Theory]
    [InlineData(MlpActivation.ReLU)]
    [InlineData(MlpActivation.Sigmoid)]
    [InlineData(MlpActivation.Tanh)]
    public void ItsGradientsAreThoseOfFiniteDifferences(MlpActivation activation) => Gen.Int[0, 1000].Sample(
        seed =>
        {
            using var scope = NewDisposeScope();
            using Mlp mlp = new(3, [5, 4], 2, activation, seed);
            mlp.to(float64);
            var generator = new Generator((ulong)seed);
            Tensor input = randn([6, 3], float64, generator: generator), target = randn([6, 2], float64, generator: generator);
            Tensor Loss() => (mlp.call(input) - target).square().mean();
            Loss().backward();
            foreach (Parameter parameter in mlp.parameters())
            {
                Assert.InRange((NumericGradient(parameter, Loss) - parameter.grad!).abs().max().item<double>(), 0, 1e-6);
            }
        },
        iter: 5);

    [Fact]
    public void WithoutAHiddenLayerItIsALinearMap()
    {
        using Mlp mlp = new(2, [], 1);
        (Tensor a, Tensor b) = (randn(4, 2), randn(4, 2));

        Tensor joined = mlp.call(a + b) + mlp.call(zeros(4, 2));

        Assert.True(joined.allclose(mlp.call(a) + mlp.call(b), atol: 1e-6));
    }

    [Fact]
    public void ItLearnsTheExclusiveOrThatNoLinearMapCan()
    {
        Tensor input = tensor(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        Tensor target = tensor(new float[,] { { 0 }, { 1 }, { 1 }, { 0 } });

        Assert.InRange(Trained(new Mlp(2, [8], 1, MlpActivation.Tanh), input, target), 0, 1e-3);
        Assert.InRange(Trained(new Mlp(2, [], 1), input, target), 0.2499, 1); // the best a plane can do is ½ everywhere
    }

    [Fact]
    public void AWrongInputIsNamed()
    {
        using Mlp mlp = new(2, [4], 1);

        Assert.Contains("[..., 2], not [5, 3]", Assert.Throws<ArgumentException>(() => mlp.call(zeros(5, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("2 → 0 → 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp(2, [0], 1)).Message, StringComparison.Ordinal);
    }

    private static double Trained(Mlp mlp, Tensor input, Tensor target)
    {
        using var optimizer = optim.Adam(mlp.parameters(), lr: 0.05);
        double last = double.NaN;
        for (int step = 0; step < 400; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = (mlp.call(input) - target).square().mean();
            loss.backward();
            optimizer.step();
            last = loss.item<float>();
        }

        mlp.Dispose();
        return last;
    }

    private static Tensor NumericGradient(Tensor parameter, Func<Tensor> loss)
    {
        using IDisposable noGradient = no_grad();
        const double step = 1e-6;
        Tensor gradient = zeros_like(parameter);
        (Tensor flat, Tensor slopes) = (parameter.view(-1), gradient.view(-1));
        for (long i = 0; i < flat.numel(); i++)
        {
            double at = flat[i].item<double>();
            flat[i] = at + step;
            double above = loss().item<double>();
            flat[i] = at - step;
            double below = loss().item<double>();
            flat[i] = at;
            slopes[i] = (above - below) / (2 * step);
        }

        return gradient;
    }
}

using System.Text.Json;
using Workbench.Testing;
using Workbench.Tests.Models;
using Workbench.Training;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public sealed class GanLossTests : TorchTest
{
    [Theory]
    [InlineData(GanObjective.NonSaturating, "vanilla")]
    [InlineData(GanObjective.LeastSquares, "lsgan")]
    public void ValuesAndGradientsAreTheOfficialOnes(GanObjective objective, string name)
    {
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("gan_losses/info.json")));
        IReadOnlyDictionary<string, Tensor> io = Safetensors.Read(SharedData.Fixture("gan_losses/io.safetensors"));
        foreach (bool real in new[] { true, false })
        {
            Tensor prediction = io["prediction"].to(float64).requires_grad_();
            Tensor loss = new GanLoss(objective).Discriminator(prediction, real);
            loss.backward();
            string side = real ? "real" : "fake";
            Assert.Equal(info.RootElement.GetProperty("losses_float64").GetProperty($"{name}_{side}").GetDouble(), loss.item<double>(), 1e-12);
            Assert.True(prediction.grad!.to(float32).allclose(io[$"grad_{name}_{side}"], 1e-5, 1e-9));
        }
    }

    [Theory]
    [InlineData(GanObjective.NonSaturating)]
    [InlineData(GanObjective.LeastSquares)]
    public void TheGeneratorWantsToBeTakenForReal(GanObjective objective)
    {
        Tensor logits = tensor([-2.0, 0.5]);
        GanLoss gan = new(objective);
        Assert.Equal(gan.Discriminator(logits, real: true).item<double>(), gan.Generator(logits).item<double>());
    }

    [Fact]
    public void TheMinimaxGeneratorsGradientFadesWhereTheDiscriminatorIsSure()
    {
        // d/dx log(1 − σ(x)) = −σ(x), which is nearly 0 for a fake that is seen through; d/dx −log σ(x) = σ(x) − 1 is nearly −1.
        Assert.Equal(-1 / (1 + Math.Exp(6)), Gradient(GanObjective.Minimax), 1e-12);
        Assert.Equal((1 / (1 + Math.Exp(6))) - 1, Gradient(GanObjective.NonSaturating), 1e-12);

        static double Gradient(GanObjective objective)
        {
            Tensor logit = tensor([-6.0]).requires_grad_();
            new GanLoss(objective).Generator(logit).backward();
            return logit.grad!.item<double>();
        }
    }
}

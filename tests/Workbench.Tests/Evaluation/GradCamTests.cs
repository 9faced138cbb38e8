using TorchSharp;
using TorchSharp.Modules;
using Workbench.Evaluation;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class GradCamTests
{
    [Fact]
    public void OnALinearClassifierItIsTheWeightedSumOfTheMaps()
    {
        // Scores are w · mean(maps): each map's gradient is w / (h w), so the map is ReLU(Σ w_k A_k) / (h w) (Zhou et al. 2016).
        using Sequential network = Classifier(kernel: 1);
        Tensor input = rand([1, 2, 6, 6], generator: new Generator(1));
        Tensor maps = ((Conv2d)network.children().First()).call(input);
        Tensor weights = ((Linear)network.children().Last()).weight!;

        for (int target = 0; target < 2; target++)
        {
            Tensor expected = (maps[0] * weights[target].reshape(3, 1, 1)).sum([0L]).relu() / 36;
            Assert.True(GradCam.Map(network, "0", input, target).allclose(expected, rtol: 1e-4, atol: 1e-6));
        }
    }

    [Fact]
    public void TheClassWithTheHighestScoreIsTakenWhereNoneIsNamed()
    {
        using Sequential network = Classifier(kernel: 3);
        Tensor input = rand([1, 2, 8, 8], generator: new Generator(2));
        int best = (int)network.call(input).argmax(1).item<long>();

        Assert.True(GradCam.Map(network, "0", input).equal(GradCam.Map(network, "0", input, best)).all().item<bool>());
    }

    [Fact]
    public void AReluInPlaceAfterTheLayerChangesNothing()
    {
        using Sequential network = Classifier(kernel: 1, inplace: true), other = Classifier(kernel: 1, inplace: false);
        other.load_state_dict(network.state_dict());
        Tensor input = rand([1, 2, 6, 6], generator: new Generator(3)) - 0.5;

        Assert.True(GradCam.Map(network, "0", input, 1).allclose(GradCam.Map(other, "0", input, 1)));
    }

    [Fact]
    public void TheMapPointsAtTheOnlyPixelThatMatters()
    {
        using var network = nn.Sequential(nn.Conv2d(1, 1, 1, bias: false), nn.AdaptiveAvgPool2d(1), nn.Flatten());
        using (no_grad())
        {
            network.parameters().Single().fill_(1);
        }

        Tensor input = zeros(1, 1, 5, 5);
        input[0, 0, 3, 1] = 1;
        Tensor map = GradCam.Map(network, "0", input, 0);

        Assert.Equal((3 * 5) + 1, map.flatten().argmax().item<long>());
        Assert.Equal(1, map.ne(0).sum().item<long>());
    }

    [Fact]
    public void WhatCannotBeLookedAtIsNamed()
    {
        using Sequential network = Classifier(kernel: 1);
        Tensor input = zeros(1, 2, 6, 6);

        Assert.Contains("has no layer '9'; it has 0, 1, 2, 3", Assert.Throws<ArgumentException>(() => GradCam.Map(network, "9", input)).Message, StringComparison.Ordinal);
        Assert.Contains("no class 7: the network tells 2 apart", Assert.Throws<ArgumentException>(() => GradCam.Map(network, "0", input, 7)).Message, StringComparison.Ordinal);
        Assert.Contains("needs a layer with maps", Assert.Throws<ArgumentException>(() => GradCam.Map(network, "3", input, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("one picture", Assert.Throws<ArgumentException>(() => GradCam.Map(network, "0", zeros(2, 2, 6, 6))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NetworkAndMemoryAreAsTheyWere()
    {
        using Sequential network = Classifier(kernel: 1);
        network.train();
        Tensor input = zeros(1, 2, 6, 6);
        using DisposeScope scope = NewDisposeScope();

        GradCam.Map(network, "0", input, 0);

        Assert.Equal(1, scope.DisposablesCount);
        Assert.True(network.training);
        Assert.False(input.requires_grad);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad is null || parameter.grad.IsInvalid));
    }

    private static Sequential Classifier(int kernel, bool? inplace = null)
    {
        manual_seed(kernel);
        nn.Module<Tensor, Tensor> middle = inplace is bool place ? nn.ReLU(place) : nn.Identity();
        return nn.Sequential(
            ("0", nn.Conv2d(2, 3, kernel, padding: kernel / 2)), ("1", middle), ("2", nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())), ("3", nn.Linear(3, 2)));
    }
}

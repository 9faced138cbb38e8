using TorchSharp.Modules;
using Workbench.Display;
using static TorchSharp.torch;

namespace Workbench.Tests.Display;

public sealed class ModelSummaryTests
{
    [Fact]
    public void ItListsLayersInOrderWithShapesAndParameters()
    {
        using nn.Module<Tensor, Tensor> model = Small();

        var summary = ModelSummary.Of(model, [1, 3, 32, 32]);

        Assert.Equal(["features", "features.conv1", "features.bn1", "features.relu1", "flat", "fc"], summary.Layers.Select(layer => layer.Name));
        Assert.Equal([1, 8, 16, 16], summary.Layers[1].Output!);
        Assert.Equal([1, 2], summary.Layers[^1].Output!);
        Assert.Equal((3 * 8 * 9) + 8, summary.Layers[1].Parameters);
        Assert.Equal(16, summary.Layers[2].Parameters);
        Assert.Equal(224 + 16 + (8 * 16 * 16 * 2) + 2, summary.Parameters);
    }

    [Fact]
    public void LookingAtAModelLeavesItsModeAndItsStatisticsAsTheyWere()
    {
        using nn.Module<Tensor, Tensor> model = Small();
        model.train();
        nn.Module frozen = model.modules().Single(module => module is BatchNorm2d);
        frozen.eval();
        Tensor before = frozen.get_buffer("running_mean")!.clone();

        ModelSummary.Of(model, [2, 3, 32, 32]);

        Assert.True(model.training);
        Assert.False(frozen.training);
        Assert.True(frozen.get_buffer("running_mean")!.equal(before).all().item<bool>());
    }

    [Fact]
    public void ParametersThatLayersShareCountOnce()
    {
        var shared = nn.Linear(4, 4);
        using nn.Module<Tensor, Tensor> model = nn.Sequential(("a", shared), ("b", shared));

        Assert.Equal(20, ModelSummary.Of(model).Parameters);
    }

    [Fact]
    public void WithoutAnInputItTellsTheLayersAndTheirParameters()
    {
        using nn.Module<Tensor, Tensor> model = Small();
        foreach (Parameter parameter in model.parameters().Take(2))
        {
            parameter.requires_grad = false;
        }

        Assert.Equal(
            """
            Sequential: 4,338 parameters, 4,114 of them trained
              features          Sequential
                features.conv1  Conv2d 3×3, 3 → 8, stride 2, padding 1    224
                features.bn1    BatchNorm2d                                16
                features.relu1  ReLU
              flat              Flatten
              fc                Linear 2048 → 2                         4,098
            """,
            ModelSummary.Of(model).ToString(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void AModelThatFailsOnAnInputIsLeftWithoutHooks()
    {
        using nn.Module<Tensor, Tensor> model = Small();

        Assert.ThrowsAny<Exception>(() => ModelSummary.Of(model, [1, 5, 32, 32]));

        Assert.True(model.training);
        Assert.Equal([1, 2], ModelSummary.Of(model, [1, 3, 32, 32]).Layers[^1].Output!);
    }

    private static nn.Module<Tensor, Tensor> Small() => nn.Sequential(
        ("features", nn.Sequential(
            ("conv1", nn.Conv2d(3, 8, 3, padding: 1, stride: 2)),
            ("bn1", nn.BatchNorm2d(8)),
            ("relu1", nn.ReLU()))),
        ("flat", nn.Flatten()),
        ("fc", nn.Linear(8 * 16 * 16, 2)));
}

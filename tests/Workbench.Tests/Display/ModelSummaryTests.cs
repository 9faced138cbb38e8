using TorchSharp.Modules;
using Workbench.Display;
using static TorchSharp.torch;

namespace Workbench.Tests.Display;

public sealed class ModelSummaryTests
{
    [Fact]
    public void ItListsLayersInOrderWithTheirOwnParameters()
    {
        using nn.Module<Tensor, Tensor> model = Small();

        var summary = ModelSummary.Of(model);

        Assert.Equal(["features", "features.conv1", "features.bn1", "features.relu1", "flat", "fc"], summary.Layers.Select(layer => layer.Name));
        Assert.Equal([0, 224, 16, 0, 0, 4098], summary.Layers.Select(layer => layer.Parameters));
        Assert.Equal(4338, summary.Parameters);
    }

    [Fact]
    public void ParametersThatLayersShareCountOnce()
    {
        var shared = nn.Linear(4, 4);
        using nn.Module<Tensor, Tensor> model = nn.Sequential(("a", shared), ("b", shared));

        Assert.Equal(20, ModelSummary.Of(model).Parameters);
    }

    [Fact]
    public void ItsTextIsATreeOfLayers()
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

    private static nn.Module<Tensor, Tensor> Small() => nn.Sequential(
        ("features", nn.Sequential(
            ("conv1", nn.Conv2d(3, 8, 3, padding: 1, stride: 2)),
            ("bn1", nn.BatchNorm2d(8)),
            ("relu1", nn.ReLU()))),
        ("flat", nn.Flatten()),
        ("fc", nn.Linear(8 * 16 * 16, 2)));
}

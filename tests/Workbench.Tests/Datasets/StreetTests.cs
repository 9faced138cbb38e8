using TorchSharp;
using Workbench.Datasets;
using Tensor = TorchSharp.torch.Tensor;

namespace Workbench.Tests.Datasets;

public sealed class StreetTests
{
    [Fact]
    public void NearlyEveryStreetHasPeopleAndBicyclesOfAllSizes()
    {
        using var _ = torch.NewDisposeScope();
        Tensor labels = new Street(Split.Train).Batch(0, 300).Labels;
        Tensor people = labels.eq(Street.Person).to_type(torch.float32).mean([1, 2]);
        Tensor bicycles = labels.eq(Street.Bicycle).to_type(torch.float32).mean([1, 2]);

        Assert.Equal(["background", "person", "bicycle"], new Street(Split.Train).ClassNames);
        Assert.Equal(2, labels.max().item<long>());
        Assert.True(people.gt(0.005f).sum().item<long>() > 285, $"{people.gt(0.005f).sum().item<long>()} of 300 with people");
        Assert.True(bicycles.gt(0.005f).sum().item<long>() > 255, $"{bicycles.gt(0.005f).sum().item<long>()} of 300 with bicycles");
        Assert.InRange(people.mean().item<float>(), 0.04f, 0.12f);
        Assert.InRange(bicycles.mean().item<float>(), 0.02f, 0.08f);
        Assert.True(people.max().item<float>() > 3 * people.median().item<float>(), $"{people.max().item<float>()} at most, {people.median().item<float>()} in the middle");
    }

    /// <summary>The picture changes along the borders of the labels far more than elsewhere, and labels moved by three pixels miss that.</summary>
    [Fact]
    public void LabelsEndWhereThingsEnd()
    {
        using var _ = torch.NewDisposeScope();
        (Tensor images, Tensor labels) = new Street(Split.Train, size: 128).Batch(0, 40);
        Tensor change = (images.slice(3, 1, 128, 1) - images.slice(3, 0, 127, 1)).abs().mean([1]);
        float here = Across(change, labels);
        float moved = Across(change, labels.roll([3, 3], [1, 2]));

        Assert.True(here > 2 * moved, $"{here} along the borders, {moved} beside them");
    }

    [Fact]
    public void LabelsOfAnotherSizeAreThoseOfTheSameThings()
    {
        using var _ = torch.NewDisposeScope();
        Tensor small = new Street(Split.Train, size: 64).Batch(0, 20).Labels;
        Tensor large = new Street(Split.Train, size: 256).Batch(0, 20).Labels.slice(1, 2, 256, 4).slice(2, 2, 256, 4);

        Assert.True(small.eq(large).to_type(torch.float32).mean().item<float>() > 0.97f);
    }

    [Fact]
    public void ItemsStayWhatTheyWere()
    {
        using var _ = torch.NewDisposeScope();
        (Tensor images, Tensor labels) = new Street(Split.Test, seed: 7).Batch(0, 20);

        Assert.Equal(0.4737f, images.mean().item<float>(), 0.002f);
        Assert.Equal(0.1887f, labels.to_type(torch.float32).mean().item<float>(), 0.002f);
    }

    private static float Across(Tensor change, Tensor labels) =>
        change[labels.slice(2, 1, 128, 1).ne(labels.slice(2, 0, 127, 1))].mean().item<float>();
}

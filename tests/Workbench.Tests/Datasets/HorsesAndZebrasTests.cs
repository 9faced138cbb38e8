using TorchSharp;
using Workbench.Datasets;
using Tensor = TorchSharp.torch.Tensor;

namespace Workbench.Tests.Datasets;

public sealed class HorsesAndZebrasTests
{
    /// <summary>Neighbouring pixels inside an animal differ more where it is striped.</summary>
    [Fact]
    public void StripesHaveMoreContrastThanThePlainCoatOfTheSameAnimal()
    {
        using var _ = torch.NewDisposeScope();
        HorsesAndZebras set = new(Split.Train, size: 128);
        for (int i = 0; i < 12; i++)
        {
            UnpairedImages item = set.Item(i);
            Assert.True(Contrast(set.TwinOfA(i), set.MaskOfA(i)) > 2 * Contrast(item.A, set.MaskOfA(i)), $"A of {i}");
            Assert.True(Contrast(item.B, set.MaskOfB(i)) > 2 * Contrast(set.TwinOfB(i), set.MaskOfB(i)), $"B of {i}");
        }
    }

    [Fact]
    public void TwinsStandInTheSamePlaceAndStrangersDoNot()
    {
        using var _ = torch.NewDisposeScope();
        HorsesAndZebras set = new(Split.Train);
        float twins = 0;
        float strangers = 0;
        for (int i = 0; i < 20; i++)
        {
            UnpairedImages item = set.Item(i);
            twins += (item.A - set.TwinOfA(i)).abs().mean().item<float>();
            strangers += (item.A - item.B).abs().mean().item<float>();
            float animals = set.MaskOfA(i).to_type(torch.float32).mean().item<float>();
            Assert.InRange(animals, 0.01f, 0.6f);
        }

        Assert.True(twins < 0.9f * strangers, $"twins differ by {twins / 20}, strangers by {strangers / 20}");
    }

    [Fact]
    public void MeadowsAreGreenAndSavannasAreNot()
    {
        using var _ = torch.NewDisposeScope();
        (Tensor a, Tensor b) = new HorsesAndZebras(Split.Validation).Batch(0, 60);
        Tensor meadow = a.slice(2, 52, 64, 1).mean([0, 2, 3]);
        Tensor savanna = b.slice(2, 52, 64, 1).mean([0, 2, 3]);

        Assert.True((meadow[1] > meadow[0] + 0.05f).item<bool>(), "meadows");
        Assert.True((savanna[0] > savanna[1] + 0.05f).item<bool>(), "savannas");
    }

    [Fact]
    public void ItemsStayWhatTheyWere()
    {
        using var _ = torch.NewDisposeScope();
        (Tensor a, Tensor b) = new HorsesAndZebras(Split.Test, seed: 7).Batch(0, 20);

        Assert.Equal(0.494f, a.mean().item<float>(), 0.002f);
        Assert.Equal(0.6052f, b.mean().item<float>(), 0.002f);
    }

    [Fact]
    public void NoTwinComesBeforeTheFirst()
    {
        HorsesAndZebras set = new(Split.Train);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.TwinOfA(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.MaskOfB(-1));
    }

    private static float Contrast(Tensor image, Tensor mask)
    {
        Tensor inside = mask.slice(1, 1, 128, 1).logical_and(mask.slice(1, 0, 127, 1));
        return (image.slice(2, 1, 128, 1) - image.slice(2, 0, 127, 1)).abs().mean([0])[inside].mean().item<float>();
    }
}

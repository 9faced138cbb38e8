using Workbench.Datasets;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Tests.Datasets;

public sealed class ColorTargetsTests
{
    [Fact]
    public void APictureBecomesItselfInGreyAndItself()
    {
        using var _ = NewDisposeScope();
        Scenes scenes = new(Split.Train) { Count = 20 };
        IDataset<ImagePair> pairs = scenes.FromGrey();
        ImagePair pair = pairs.Item(7);
        Scene scene = scenes.Item(7);

        Assert.Equal((20L, "scenes train 7"), (pairs.Count, pairs.ItemName(7)));
        Assert.Equal(scenes.ClassNames, pairs.ClassNames);
        Assert.True(pair.B.equal(scene.Image).all().item<bool>());
        Assert.True(pair.A.equal(scene.Grey.expand(3, 64, 64)).all().item<bool>());
    }

    [Fact]
    public void LightnessAndColourMakeThePictureAgain()
    {
        using var _ = NewDisposeScope();
        Scenes scenes = new(Split.Train) { Count = 20 };
        LabTarget target = new Loader<LabTarget>(scenes.FromLightness(), 4) { Shuffled = false }.Epoch(0, 0, TestContext.Current.CancellationToken).First().Samples;

        Assert.Equal([4, 1, 64, 64], target.L.shape);
        Assert.Equal([4, 2, 64, 64], target.AB.shape);
        Assert.InRange(target.L.max().item<float>(), 20, 100.001f);
        Assert.True((ColorSpace.LabToRgb(cat([target.L, target.AB], 1)) - scenes.Batch(0, 4).Image).abs().max().item<float>() < 1e-3f);
    }
}

using CsCheck;
using TorchSharp;
using Workbench.Datasets;
using static TorchSharp.torch.nn.functional;

namespace Workbench.Tests.Datasets;

public sealed class LettersTests
{
    [Fact]
    public void ThePerfectXIsTheTalks()
    {
        using var _ = torch.NewDisposeScope();

        Assert.Equal(TalkExample.Image().gt(0).data<bool>().ToArray(), Letters.Perfect(0).gt(0.5).data<bool>().ToArray());
    }

    /// <summary>The talk shows no O; ours must be one that its vote, made for an O, was made for.</summary>
    [Fact]
    public void TheVoteForOListensToWhatIsOneForThePerfectO()
    {
        using var _ = torch.NewDisposeScope();
        var image = (Letters.Perfect(1).gt(0.5).to(torch.float32) * 2) - 1;
        var maps = conv2d(image, TalkExample.Filters()) / TalkExample.FilterSize;
        float[] twelve = max_pool2d(max_pool2d(maps.relu(), 2, ceil_mode: true), 2).reshape(-1).data<float>().ToArray();

        Assert.Equal(TalkExample.VotesForO, Enumerable.Range(0, 12).Where(i => twelve[i] > 0.99f));
    }

    [Fact]
    public void AnItemIsTheSameWheneverAndHoweverItIsAskedFor() =>
        Gen.Select(Gen.Long[-1000, 1000], Gen.Int[0, 1_000_000], Gen.Int[9, 40]).Sample(
            (seed, index, size) =>
            {
                using var _ = torch.NewDisposeScope();
                var one = new Letters(Split.Test, seed, size).Image(index);
                var (images, labels) = new Letters(Split.Test, seed, size).Batch(Math.Max(0, index - 3), 7);
                int at = Math.Min(index, 3);
                return one.Equals(images[at]) && labels[at].item<long>() == Letters.LabelOf(index)
                    && one.min().item<float>() >= 0 && one.max().item<float>() <= 1;
            },
            iter: 50);

    /// <summary>Numbers written down once: a change here means that every trained result changes with it.</summary>
    [Fact]
    public void ItemsStayWhatTheyWere()
    {
        using var _ = torch.NewDisposeScope();
        var (images, _) = new Letters(Split.Train, seed: 1).Batch(0, 4);

        Assert.Equal([0.42155f, 0.26328f, 0.29277f, 0.40293f], images.mean([1, 2, 3]).data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 2e-4);
    }

    [Fact]
    public void NoLetterOfOneSplitIsInAnother()
    {
        string[] all = [.. Enum.GetValues<Split>().SelectMany(split => Pictures(new Letters(split, seed: 5), 2000))];

        Assert.Equal(6000, all.Distinct().Count());
    }

    [Fact]
    public void LettersVaryInPlaceSizeAndStroke()
    {
        using var _ = torch.NewDisposeScope();
        var (images, _) = new Letters(Split.Train, seed: 2, size: 27).Batch(0, 400);
        var ink = images.gt(0.5).to(torch.float32);

        float[] mass = ink.mean([1, 2, 3]).data<float>().ToArray();
        Assert.InRange(mass.Min(), 0.05f, 0.15f);
        Assert.InRange(mass.Max(), 0.3f, 0.55f);
        Assert.All(images.amin(1, 2, 3).data<float>().ToArray(), darkest => Assert.InRange(darkest, 0, 0.3f));
        Assert.All(images.amax(1, 2, 3).data<float>().ToArray(), brightest => Assert.InRange(brightest, 0.6f, 1));
    }

    [Fact]
    public void SizesAndIndicesOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new Letters(Split.Train, size: 8));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new Letters(Split.Train, size: 513));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new Letters(Split.Train).Image(-1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new Letters(Split.Train).Batch(0, 0));
    }

    private static IEnumerable<string> Pictures(Letters letters, int count)
    {
        using var _ = torch.NewDisposeScope();
        return [.. letters.Batch(0, count).Image.data<float>().ToArray().Chunk(letters.Size * letters.Size).Select(pixels => string.Join(' ', pixels))];
    }
}

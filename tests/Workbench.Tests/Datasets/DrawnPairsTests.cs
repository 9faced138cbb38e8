using TorchSharp;
using Workbench.Datasets;
using Tensor = TorchSharp.torch.Tensor;

namespace Workbench.Tests.Datasets;

/// <summary>The drawn sets of pairs: both halves show the same thing, pixel on pixel.</summary>
public sealed class DrawnPairsTests
{
    [Theory]
    [InlineData("maps")]
    [InlineData("facades")]
    [InlineData("edges2shoes")]
    [InlineData("edges2bags")]
    public void EverySizeShowsTheSameThing(string name)
    {
        using var _ = torch.NewDisposeScope();
        foreach (int size in new[] { 32, 48, 100, 128, 512 })
        {
            ImagePair small = Open(name, size).Item(3);
            Assert.Equal([3, size, size], small.B.shape);
            float same = Distance(small, Open(name, 256).Item(3)), other = Distance(small, Open(name, 256).Item(4));
            Assert.True(2 * same < other, $"{name} at {size}: {same} from itself at 256, {other} from another");
            Assert.True(small.A.ge(0).all().item<bool>() && small.A.le(1).all().item<bool>());
        }
    }

    [Theory]
    [InlineData("maps")]
    [InlineData("facades")]
    [InlineData("edges2shoes")]
    [InlineData("edges2bags")]
    public void ItemsAreTheSameEachTimeAndDifferFromOneAnotherAndBetweenSplits(string name)
    {
        using var _ = torch.NewDisposeScope();
        IDataset<ImagePair> train = Open(name, 32), test = Open(name, 32, Split.Test);
        Tensor[] items = [.. Enumerable.Range(0, 40).Select(i => train.Item(i).B), .. Enumerable.Range(0, 40).Select(i => test.Item(i).B)];
        Assert.True(items[7].Equals(train.Item(7).B));
        Assert.Equal(items.Length, items.Select(item => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(item.bytes))).Distinct().Count());
    }

    [Fact]
    public void WaterIsBlueOnTheMapAndDarkFromAbove()
    {
        using var _ = torch.NewDisposeScope();
        Maps maps = new(Split.Train, size: 128);
        float[] seen = new float[7];
        for (int i = 0; i < 30; i++)
        {
            (Tensor aerial, Tensor map) = maps.Item(i);
            Tensor plan = maps.Plan(i);
            for (int kind = 0; kind < seen.Length; kind++)
            {
                seen[kind] += plan.eq(kind).to_type(torch.float32).mean().item<float>() / 30;
            }

            Tensor inner = Eroded(plan.eq(2));
            if (inner.any().item<bool>())
            {
                Assert.True((map[2] - map[0])[inner].min().item<float>() > 0.2f, "water is blue on the map");
                Assert.True(aerial.mean([0])[inner].mean().item<float>() < aerial.mean().item<float>(), "water is darker than the town");
            }
        }

        Assert.True(seen.All(share => share > 0.002f), string.Join(", ", seen));
    }

    /// <summary>A pixel's class predicts its colour from above far better than the class of a pixel three further does.</summary>
    [Fact]
    public void TheAerialPhotographLiesOnItsMap()
    {
        using var _ = torch.NewDisposeScope();
        Maps maps = new(Split.Train, size: 128);
        double here = 0, moved = 0;
        for (int i = 0; i < 20; i++)
        {
            Tensor aerial = maps.Item(i).A, plan = maps.Plan(i);
            here += Explained(aerial, plan);
            moved += Explained(aerial, plan.roll([3, 3], [0, 1]));
        }

        Assert.True(here > 2 * moved, $"{here / 20:F3} of the variance explained by the plan, {moved / 20:F3} by the plan moved");

        static double Explained(Tensor picture, Tensor labels)
        {
            double left = 0, all = picture.var([1, 2], unbiased: false).sum().item<float>();
            for (int kind = 0; kind < 7; kind++)
            {
                Tensor mask = labels.eq(kind);
                double share = mask.to_type(torch.float32).mean().item<float>();
                if (share > 0)
                {
                    left += share * picture.reshape(3, -1).index(torch.TensorIndex.Colon, torch.TensorIndex.Tensor(mask.reshape(-1))).var([1], unbiased: false).sum().item<float>();
                }
            }

            return 1 - (left / all);
        }
    }

    [Fact]
    public void FacadesHaveTheTwelveColoursOfCmpAndNoOther()
    {
        using var _ = torch.NewDisposeScope();
        Facades facades = new(Split.Train, size: 64);
        Dictionary<long, long> colourOf = [];
        for (int i = 0; i < 60; i++)
        {
            Tensor colours = (facades.Item(i).B * 255).round().to(torch.int64), labels = facades.Labels(i);
            Tensor codes = ((colours[0] * 65536) + (colours[1] * 256) + colours[2]).reshape(-1);
            foreach ((long label, long code) in labels.reshape(-1).data<long>().ToArray().Zip(codes.data<long>().ToArray()))
            {
                Assert.Equal(code, colourOf.TryAdd(label, code) ? code : colourOf[label]);
            }
        }

        // background, facade, window, door, cornice, sill, balcony, blind, deco, molding, pillar, shop
        long[] cmp = [0x0000DE, 0x0030FF, 0x047EFF, 0x02CEFF, 0x24FCE3, 0x71FA9C, 0xC0FE41, 0xF3EF24, 0xFD9F0A, 0xFD5001, 0xEE050D, 0xAC0103];
        Assert.Equal(cmp, Enumerable.Range(0, 12).Select(label => colourOf[label]));
        Assert.Equal(12, colourOf.Count);
    }

    [Theory]
    [InlineData("edges2shoes")]
    [InlineData("edges2bags")]
    public void EdgesAreFewBlackAndNearWhereThePictureChanges(string name)
    {
        using var _ = torch.NewDisposeScope();
        foreach (EdgeSource source in new[] { EdgeSource.Detector, EdgeSource.Sketch })
        {
            DrawnSet<ImagePair> set = name == "edges2shoes" ? new EdgesToShoes(Split.Train, 0, 128, source) : new EdgesToBags(Split.Train, 0, 128, source);
            for (int i = 0; i < 12; i++)
            {
                (Tensor lines, Tensor picture) = set.Item(i);
                Assert.InRange(lines.lt(0.5).to_type(torch.float32).mean().item<float>(), 0.01f, 0.3f);
                Assert.True(lines[0].Equals(lines[2]), "grey");
                Assert.Equal(1, picture[0, 2, 2].item<float>());
                Tensor change = Change(picture), near = torch.nn.functional.max_pool2d(lines[0].lt(0.5).to_type(torch.float32).reshape(1, 1, 128, 128), 5, 1, 2).reshape(128, 128).gt(0);
                Assert.True(change[near].mean().item<float>() > 3 * change[near.logical_not()].mean().item<float>(), $"{source} {i}: {change[near].mean().item<float>()} near edges, {change[near.logical_not()].mean().item<float>()} elsewhere");
            }
        }

        static Tensor Change(Tensor picture)
        {
            Tensor grey = picture.mean([0]);
            return (grey - grey.roll(1, 0)).abs() + (grey - grey.roll(1, 1)).abs();
        }
    }

    private static IDataset<ImagePair> Open(string name, int size, Split split = Split.Train) => DatasetCatalog.Open<ImagePair>(name, new() { Size = size, Split = split });

    private static float Distance(ImagePair first, ImagePair second) =>
        (torch.nn.functional.adaptive_avg_pool2d(first.B.unsqueeze(0), [32, 32]) - torch.nn.functional.adaptive_avg_pool2d(second.B.unsqueeze(0), [32, 32])).abs().mean().item<float>();

    private static Tensor Eroded(Tensor mask) => torch.nn.functional.max_pool2d(1 - mask.to_type(torch.float32).reshape(1, 1, 128, 128), 7, 1, 3).reshape(128, 128).lt(0.5);
}

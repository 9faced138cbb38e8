using CsCheck;
using TorchSharp;
using Workbench.Datasets;
using static TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace Workbench.Tests.Datasets;

/// <summary>What every drawn set promises.</summary>
public sealed class DrawnSetsTests
{
    public static TheoryData<string> Names => [.. DrawnSets.All.Select(entry => entry.Name)];

    /// <summary>Those whose pictures come in any size from 32 to 512.</summary>
    public static TheoryData<string> Pictures => ["scenes", "street", "maps", "facades", "edges2shoes", "edges2bags", "horse2zebra", "cells"];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnItemIsTheSameAloneAndOnManyThreads(string name)
    {
        using var _ = torch.NewDisposeScope();
        IDataset set = Set(name, Split.Train, 5);
        Sample[] together = new Sample[12];
        Parallel.For(0, together.Length, i => together[i] = set.Item(20 + i));

        for (int i = together.Length - 1; i >= 0; i--)
        {
            foreach ((Tensor one, Tensor other) in together[i].Tensors.Zip(Set(name, Split.Train, 5).Item(20 + i).Tensors))
            {
                Assert.True(one.equal(other).all().item<bool>(), $"item {20 + i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SplitsAndSeedsShowOtherItems(string name)
    {
        using var _ = torch.NewDisposeScope();
        Tensor[] items = [.. new[] { Set(name, Split.Train, 0), Set(name, Split.Validation, 0), Set(name, Split.Test, 0), Set(name, Split.Train, 1) }.Select(set => set.Item(3).Tensors[0])];

        for (int i = 0; i < items.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True((items[i] - items[j]).abs().max().item<float>() > 0.05f, $"{i} and {j} are alike");
            }
        }
    }

    /// <summary>The two ends, and sizes by chance between them: other ones each time the tests run.</summary>
    [Theory]
    [MemberData(nameof(Pictures))]
    public void EverySizeFrom32To512ShowsTheSamePicture(string name)
    {
        Check(32, 0);
        Check(512, 1);
        Gen.Select(Gen.Int[33, 511], Gen.Int[0, 1000]).Sample((size, item) => Check(size, item), iter: 3, threads: 1);

        void Check(int size, int item)
        {
            using var _ = torch.NewDisposeScope();
            IDataset set = Set(name, Split.Test, 0, size), large = Set(name, Split.Test, 0, 256);
            foreach (Tensor tensor in set.Item(item).Tensors.Where(tensor => tensor.dim() > 1))
            {
                int classes = name == "scenes" ? Enum.GetValues<SceneRegion>().Length : set.ClassNames.Count;
                Assert.Equal([size, size], tensor.shape[^2..]);
                Assert.True(tensor.ge(0).logical_and(tensor.dtype == torch.int64 ? tensor.lt(classes) : tensor.le(1)).all().item<bool>(), $"item {item} at {size}: a label or a colour is none");
            }

            // The photograph of a pair of edges and goods: lines are as thin as the pixels allow.
            int shown = name.StartsWith("edges", StringComparison.Ordinal) ? 1 : 0;
            float same = Apart(set.Item(item), large.Item(item)), other = (Apart(set.Item(item), large.Item(item + 1)) + Apart(set.Item(item), large.Item(item + 2))) / 2;
            Assert.True(same < 0.7f * other, $"item {item} at {size} is {same} from itself at 256, {other} from the next two");

            float Apart(Sample one, Sample two) =>
                (adaptive_avg_pool2d(one.Tensors[shown].unsqueeze(0), 16) - adaptive_avg_pool2d(two.Tensors[shown].unsqueeze(0), 16)).abs().mean().item<float>();
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void WhatCannotBeDrawnIsRefused(string name)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(name, Split.Train, 0, 31));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(name, Split.Train, 0, 513));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(name, (Split)3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(name, Split.Train, 0).Item(-1));
    }

    private static IDataset Set(string name, Split split, long seed, int? size = null)
    {
        DrawnSetEntry entry = DrawnSets.Find(name)!;
        return entry.Create(split, seed, size ?? entry.UsualSize, 100);
    }
}

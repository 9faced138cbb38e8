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
    public static TheoryData<string> Pictures => ["street", "horse2zebra", "cells"];

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

    [Theory]
    [MemberData(nameof(Pictures))]
    public void AnotherSizeShowsTheSamePicture(string name)
    {
        using var _ = torch.NewDisposeScope();
        foreach (int size in (int[])[32, 100, 512])
        {
            for (int i = 0; i < 4; i++)
            {
                foreach ((Tensor one, Tensor large) in Set(name, Split.Test, 0, size).Item(i).Tensors.Zip(Set(name, Split.Test, 0, 256).Item(i).Tensors))
                {
                    Assert.Equal([size, size], one.shape[^2..]);
                    if (one.Dimensions == 3)
                    {
                        Assert.InRange(one.min().item<float>(), 0, 1);
                        Assert.InRange(one.max().item<float>(), 0, 1);
                        var difference = adaptive_avg_pool2d(one.unsqueeze(0), 16) - adaptive_avg_pool2d(large.unsqueeze(0), 16);
                        Assert.InRange(difference.abs().mean().item<float>(), 0, 0.03f);
                    }
                }
            }
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

using System.Diagnostics;
using TorchSharp;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using static TorchSharp.torch;

namespace Workbench.Tests.Datasets;

public sealed class LoaderTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scope.Dispose();

    [Fact]
    public void OneWorkerAndEightGiveTheSameBatches()
    {
        Scenes scenes = new(Split.Train, size: 32) { Count = 50 };
        Loader<Scene> With(int workers) => new(scenes, 4) { Seed = 3, Workers = workers, Transform = new RandomCrop<Scene>(36, 32) };

        foreach ((LoadedBatch<Scene> one, LoadedBatch<Scene> eight) in With(1).Epoch(2, 0, Token).Zip(With(8).Epoch(2, 0, Token)))
        {
            Assert.Equal(one.Items, eight.Items);
            Assert.True(one.Samples.Image.equal(eight.Samples.Image).all().item<bool>());
            Assert.True(one.Samples.Regions.equal(eight.Samples.Regions).all().item<bool>());
        }
    }

    [Fact]
    public void AnEpochHoldsEveryItemOnceInAnOrderOfItsOwn()
    {
        Loader<LabelledImage> loader = new(new Letters(Split.Train) { Count = 64 }, 8);
        long[] first = [.. Items(loader, 0)];

        Assert.Equal(Enumerable.Range(0, 64).Select(i => (long)i), first.Order());
        Assert.NotEqual(first, Items(loader, 1));
        Assert.Equal(first, Items(loader, 0));
        Assert.Equal(first.Skip(24), Items(loader, 0, firstBatch: 3));
    }

    [Theory]
    [InlineData(false, 50, 5)]
    [InlineData(true, 53, 6)]
    public void TheRestAfterTheLastFullBatchIsForMeasuring(bool rest, int items, long batches)
    {
        Loader<LabelledImage> loader = new(new Letters(Split.Test) { Count = 53 }, 10) { Shuffled = false, Rest = rest };

        Assert.Equal(batches, loader.BatchesPerEpoch);
        Assert.Equal(Enumerable.Range(0, items).Select(i => (long)i), Items(loader, 0));
    }

    [Fact]
    public void ABrokenItemIsSkippedOnceAndNamedAndItsPlaceTakenByTheNext()
    {
        Broken set = new(broken: 5);
        Loader<LabelledImage> loader = new(set, 2) { Shuffled = false };

        Assert.Equal([0, 1, 2, 3, 4, 6, 6, 7], Items(loader, 0));
        Assert.Equal([0, 1, 2, 3, 4, 6, 6, 7], Items(loader, 1));
        Assert.Equal("broken item 5", Assert.Single(loader.Skipped).Key);
        Assert.Equal(1, set.Failures);
        DatasetException strict = Assert.Throws<DatasetException>(() => Items(new(set, 2) { Shuffled = false, Strict = true }, 0).ToArray());
        Assert.Contains("item 5 is broken", strict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorThatIsNoBrokenFileSurfacesWithTheItemsName()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Items(new(new Broken(3, new InvalidOperationException("a bug")), 2) { Shuffled = false }, 0).ToArray());
        Assert.Contains("broken item 3: a bug", error.Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => Items(new(new Broken(-1), 2), 0).ToArray());
        Assert.Contains("fewer than a batch", Assert.Throws<ArgumentException>(() => new Loader<LabelledImage>(new Broken(3), 9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellationEndsTheWaitAtOnce()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(200));
        Stopwatch watch = Stopwatch.StartNew();

        Assert.ThrowsAny<OperationCanceledException>(() => new Loader<LabelledImage>(new Broken(3) { Takes = TimeSpan.FromSeconds(5) }, 2).Epoch(0, 0, stop.Token).ToArray());

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"waited {watch.Elapsed}");
    }

    [Fact]
    public void NoMoreBatchesArePreparedThanThereAreWorkers()
    {
        Broken set = new(broken: -2) { Long = 1000 };
        using IEnumerator<LoadedBatch<LabelledImage>> batches = new Loader<LabelledImage>(set, 2) { Workers = 3 }.Epoch(0, 0, Token).GetEnumerator();
        batches.MoveNext();
        Thread.Sleep(200);

        Assert.InRange(set.Asked, 2, 3 * 2);
    }

    /// <summary>Ten thousand batches of 64 KiB are 640 MB; what is not freed shows.</summary>
    [Fact]
    public void MemoryStaysFlatOverTenThousandBatches()
    {
        Loader<LabelledImage> loader = new(new Broken(-2) { Long = 8000, Side = 32 }, 16);
        (long Managed, long All) before = default;
        int count = 0;
        for (int epoch = 0; epoch < 40; epoch++)
        {
            foreach (LoadedBatch<LabelledImage> batch in loader.Epoch(epoch, 0, Token))
            {
                batch.Dispose();
                if (++count == 10_000) // by now the heaps of all threads are as large as they get
                {
                    before = InUse();
                }
            }
        }

        Assert.Equal(20_000, count);
        (long managed, long all) = InUse();
        Assert.InRange(managed - before.Managed, long.MinValue, 10L << 20);
        Assert.InRange(all - before.All, long.MinValue, 320L << 20); // what malloc and the collector hold in reserve came to 107 MB

        static (long Managed, long All) InUse()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
            return (GC.GetTotalMemory(forceFullCollection: true), Process.GetCurrentProcess().WorkingSet64);
        }
    }

    private static IEnumerable<long> Items(Loader<LabelledImage> loader, long epoch, long firstBatch = 0)
    {
        foreach (LoadedBatch<LabelledImage> batch in loader.Epoch(epoch, firstBatch, Token))
        {
            foreach (long item in batch.Items)
            {
                yield return item;
            }

            batch.Dispose();
        }
    }

    /// <summary>Eight items of which one cannot be read: −1 for all, −2 for none.</summary>
    private sealed class Broken(long broken, Exception? error = null) : IDataset<LabelledImage>
    {
        private int failures;
        private int asked;

        public string Name => "broken";

        public long Long { get; init; } = 8;

        public long Side { get; init; } = 4;

        public TimeSpan Takes { get; init; }

        public int Failures => failures;

        public int Asked => asked;

        public long Count => Long;

        public IReadOnlyList<string> ClassNames => [];

        public string ItemName(long index) => $"broken item {index}";

        public LabelledImage Item(long index)
        {
            Interlocked.Increment(ref asked);
            Thread.Sleep(Takes);
            if (index == broken || broken == -1)
            {
                Interlocked.Increment(ref failures);
                throw error ?? new DatasetException($"item {index} is broken");
            }

            return new(full([1, Side, Side], index), tensor(index));
        }

        Sample IDataset.Item(long index) => Item(index);
    }
}

using System.Collections.Concurrent;
using Workbench.Datasets.Transforms;

namespace Workbench.Datasets;

/// <summary>
/// Batches of a data set, prepared in the background while the network learns from the one before. Order and random changes follow from
/// (seed, epoch, item) alone, so one worker and eight give the same batches, and an epoch can be entered at any batch.
/// </summary>
/// <typeparam name="T">The kind of samples.</typeparam>
public sealed class Loader<T>
    where T : Sample
{
    private readonly ConcurrentDictionary<string, string> skipped = new();
    private readonly ConcurrentDictionary<long, bool> broken = new();
    private readonly IDataset<T> set;

    /// <summary>A loader.</summary>
    /// <param name="set">Where items come from; stays the caller's.</param>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <exception cref="ArgumentException">The set has fewer items than a batch.</exception>
    public Loader(IDataset<T> set, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (set.Count < batchSize)
        {
            throw new ArgumentException($"{set.Name} has {set.Count} items, fewer than a batch of {batchSize}.", nameof(batchSize));
        }

        (this.set, BatchSize) = (set, batchSize);
    }

    /// <summary>Samples in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Of the order and of the random changes.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch has an order of its own; else items come as they are numbered.</summary>
    public bool Shuffled { get; init; } = true;

    /// <summary>How many batches are prepared at once, and how many wait at most: at least 1.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>What happens to each sample; null for nothing.</summary>
    public ITransform<T>? Transform { get; init; }

    /// <summary>Whether an item that cannot be read ends the epoch; else it is skipped, and the next one that can be read takes its place.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether the items that are left after the last full batch come in a smaller one, for measuring; learning does without them.</summary>
    public bool Rest { get; init; }

    /// <summary>Batches of an epoch.</summary>
    public long BatchesPerEpoch => (set.Count + (Rest ? BatchSize - 1 : 0)) / BatchSize;

    /// <summary>
    /// What could not be read so far, with the reason of each: items by their names, or the one file of an item that is broken, which counts
    /// once with however many partners it comes.
    /// </summary>
    public IReadOnlyDictionary<string, string> Skipped => skipped;

    /// <summary>The batches of one epoch. Those prepared and not taken are freed when the enumeration ends.</summary>
    /// <param name="epoch">Its number, 0 or more.</param>
    /// <param name="firstBatch">The first to give, to go on within an epoch.</param>
    /// <param name="cancellation">Ends the waiting at once.</param>
    /// <returns>Batches in order, each the caller's to dispose.</returns>
    /// <exception cref="DatasetException">An item cannot be read and <see cref="Strict"/> is set, or none can; the message names it.</exception>
    public IEnumerable<LoadedBatch<T>> Epoch(long epoch, long firstBatch = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1);
        return Batches(epoch, firstBatch, cancellation);
    }

    private IEnumerable<LoadedBatch<T>> Batches(long epoch, long firstBatch, CancellationToken cancellation)
    {
        long[] order = Order(epoch);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Queue<Task<LoadedBatch<T>>> ahead = new();
        long next = firstBatch;
        try
        {
            while (true)
            {
                for (; ahead.Count < Workers && next < BatchesPerEpoch; next++)
                {
                    long batch = next;
                    ahead.Enqueue(Task.Run(() => Load(order, epoch, batch, stop.Token), CancellationToken.None));
                }

                if (!ahead.TryPeek(out Task<LoadedBatch<T>>? first))
                {
                    yield break;
                }

                LoadedBatch<T> ready = first.WaitAsync(cancellation).GetAwaiter().GetResult();
                ahead.Dequeue();
                yield return ready;
            }
        }
        finally
        {
            stop.Cancel();
            foreach (Task<LoadedBatch<T>> left in ahead)
            {
                // Not awaited: a slow picture must not hold up the end. What comes late is freed when it comes.
                _ = left.ContinueWith(done => { if (done.IsCompletedSuccessfully) { done.Result.Dispose(); } else { _ = done.Exception; } }, TaskScheduler.Default);
            }
        }
    }

    private long[] Order(long epoch)
    {
        long[] order = new long[set.Count];
        for (long i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (Shuffled)
        {
            ItemRandom random = new(Seed, Split.Train, -1 - epoch);
            for (int i = order.Length - 1; i > 0; i--)
            {
                int other = random.Below(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }
        }

        return order;
    }

    private LoadedBatch<T> Load(long[] order, long epoch, long batch, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        long[] items = order[(int)(batch * BatchSize)..(int)Math.Min((batch + 1) * BatchSize, set.Count)];
        T[] samples = new T[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            (T sample, items[i]) = Read(items[i]);
            ItemRandom random = new(Seed, Split.Train, (epoch * set.Count) + items[i]);
            samples[i] = Transform is { } transform ? transform.Apply(sample, ref random) : sample;
        }

        T stacked = Sample.Stack(samples);
        foreach (Tensor tensor in stacked.Tensors)
        {
            tensor.DetachFromDisposeScope();
        }

        return new(stacked, items);
    }

    /// <summary>The item, or the next one that can be read.</summary>
    private (T Sample, long Item) Read(long item)
    {
        for (long tried = 0; tried < set.Count; tried++)
        {
            long index = (item + tried) % set.Count;
            if (broken.ContainsKey(index))
            {
                continue;
            }

            string name = set.ItemName(index);
            try
            {
                return (set.Item(index), index);
            }
            catch (DatasetException error) when (!Strict)
            {
                broken[index] = true;
                skipped.TryAdd(error.File ?? name, error.Message);
            }
            catch (Exception error) when (error is not (DatasetException or OperationCanceledException))
            {
                throw new DatasetException($"{set.Name}, {name}: {error.Message}", error);
            }
        }

        throw new DatasetException($"None of the {set.Count} items of {set.Name} can be read; the first: {skipped.Values.FirstOrDefault()}");
    }
}

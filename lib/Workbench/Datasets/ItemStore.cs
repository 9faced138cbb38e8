using System.Collections.Concurrent;

namespace Workbench.Datasets;

/// <summary>
/// Keeps items in memory once they were read, for all trainings that are given the same store, until it is full: what takes longer to
/// draw or decode than to learn from is drawn once. Dispose it after the last of them.
/// </summary>
/// <param name="limit">Bytes of items to keep; those that come after are read anew each time.</param>
public sealed class ItemStore(long limit = ItemStore.DefaultLimit) : IDisposable
{
    /// <summary>A gibibyte: twenty thousand pictures of 64×64, or all of a small data set.</summary>
    public const long DefaultLimit = 1L << 30;

    private readonly ConcurrentDictionary<(string Set, long Index), Lazy<Sample>> items = new();
    private readonly long limit = limit;
    private long bytes;

    /// <summary>A data set whose items come from this store, and from the set where they are not in it yet.</summary>
    /// <typeparam name="T">The kind of samples.</typeparam>
    /// <param name="key">Tells this set from others: its name, split, size, seed.</param>
    /// <param name="set">Where items come from; stays the caller's, and is not used after the caller freed it.</param>
    /// <returns>The set. Its tensors share the kept numbers: not to be changed in place.</returns>
    public IDataset<T> Over<T>(string key, IDataset<T> set)
        where T : Sample => new Kept<T>(this, key, set);

    /// <summary>Frees all items.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in items.Values.Where(kept => kept.IsValueCreated).SelectMany(kept => kept.Value.Tensors))
        {
            tensor.Dispose();
        }

        items.Clear();
    }

    private sealed class Kept<T>(ItemStore store, string key, IDataset<T> set) : IDataset<T>
        where T : Sample
    {
        public string Name => set.Name;

        public long Count => set.Count;

        public IReadOnlyList<string> ClassNames => set.ClassNames;

        public string ItemName(long index) => set.ItemName(index);

        public T Item(long index)
        {
            if (!store.items.TryGetValue((key, index), out Lazy<Sample>? kept))
            {
                if (Interlocked.Read(ref store.bytes) >= store.limit)
                {
                    return set.Item(index);
                }

                kept = store.items.GetOrAdd((key, index), _ => new(() => Read(index)));
            }

            try
            {
                return Sample.Map((T)kept.Value, tensor => tensor.alias());
            }
            catch (DatasetException)
            {
                store.items.TryRemove(new((key, index), kept)); // it may be readable the next time
                throw;
            }
        }

        Sample IDataset.Item(long index) => Item(index);

        private T Read(long index)
        {
            T item = set.Item(index);
            foreach (Tensor tensor in item.Tensors)
            {
                tensor.DetachFromDisposeScope();
                Interlocked.Add(ref store.bytes, tensor.numel() * tensor.element_size());
            }

            return item;
        }
    }
}

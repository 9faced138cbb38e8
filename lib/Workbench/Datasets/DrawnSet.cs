namespace Workbench.Datasets;

/// <summary>
/// A data set drawn here, without end: an item is a function of (seed, split, index, size) and the same on every machine. Each split has
/// random streams of its own.
/// </summary>
/// <typeparam name="T">What an item holds.</typeparam>
public abstract class DrawnSet<T> : IDataset<T>
    where T : Sample
{
    private readonly long? count;

    private protected DrawnSet(string name, Split split, long seed, int size, int smallest = 32)
    {
        if (!Enum.IsDefined(split))
        {
            throw new ArgumentOutOfRangeException(nameof(split), split, $"The {name} are for training, validation or test.");
        }

        if (size < smallest || size > 512)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"The {name} are drawn on {smallest} to 512 pixels.");
        }

        (Name, Split, Seed, Size) = (name, split, seed, size);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What the items are for.</summary>
    public Split Split { get; }

    /// <summary>Another seed, other items.</summary>
    public long Seed { get; }

    /// <summary>Side of the pictures in pixels.</summary>
    public int Size { get; }

    /// <summary>How many items make an epoch: <see cref="DrawnSets.UsualCount"/> if not set. Items beyond it can be drawn too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not at least 1.</exception>
    public long Count
    {
        get => count ?? DrawnSets.UsualCount(Split);
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            count = value;
        }
    }

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>Where the streams of random numbers of one item begin.</summary>
    private protected ItemRandom Random(long index) => new(Seed, Split, index);

    /// <inheritdoc/>
    public string ItemName(long index) => $"{Name} {Split.ToString().ToLowerInvariant()} {index}";

    /// <inheritdoc/>
    public T Item(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return Draw(index);
    }

    Sample IDataset.Item(long index) => Item(index);

    /// <summary>Consecutive items, drawn on all processors.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>A sample with one more dimension in front of each tensor.</returns>
    public T Batch(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        T[] samples = new T[count];
        Parallel.For(0, count, i => samples[i] = Draw(first + i));
        T batch = Sample.Stack(samples);
        foreach (Tensor tensor in samples.SelectMany(sample => sample.Tensors))
        {
            tensor.Dispose();
        }

        return batch;
    }

    /// <summary>What is drawn, such as <c>scenes, train, 64×64, seed 0</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Name}, {Split.ToString().ToLowerInvariant()}, {Size}×{Size}, seed {Seed}";

    /// <summary>One item; <paramref name="index"/> is 0 or more. Called from several threads at once.</summary>
    private protected abstract T Draw(long index);
}

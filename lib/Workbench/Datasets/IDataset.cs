namespace Workbench.Datasets;

/// <summary>Where samples come from: indexed, and the same item on every machine, whoever asks first.</summary>
public interface IDataset
{
    /// <summary>What people call it, such as <c>maps</c>.</summary>
    string Name { get; }

    /// <summary>How many items make an epoch.</summary>
    long Count { get; }

    /// <summary>What the labels stand for, in their order; empty where nothing is labelled.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Where to find item <paramref name="index"/>: a file's path within the set, or a number for what is drawn.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>A name for messages.</returns>
    string ItemName(long index);

    /// <summary>One item. May be called from several threads at once.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>A sample.</returns>
    Sample Item(long index);
}

/// <summary>A data set of one kind of samples.</summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IDataset<out T> : IDataset
    where T : Sample
{
    /// <summary>One item. May be called from several threads at once.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>A sample.</returns>
    new T Item(long index);
}

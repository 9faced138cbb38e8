namespace Workbench.Datasets;

/// <summary>A data set drawn here, as it is chosen by name.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Summary">What it shows and what an item holds, in one line.</param>
/// <param name="UsualSize">Side of the pictures in pixels when none is asked for.</param>
/// <param name="Create">From split, seed, size and the number of items of an epoch to the set.</param>
public sealed record DrawnSetEntry(string Name, string Summary, int UsualSize, Func<Split, long, int, long, IDataset> Create);

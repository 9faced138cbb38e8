namespace Workbench.Datasets;

/// <summary>What of a data set is wanted, and how.</summary>
public sealed record DatasetOptions
{
    /// <summary>What the items are for.</summary>
    public Split Split { get; init; }

    /// <summary>Side of the pictures in pixels; null for the usual one of a drawn set, and for files as they are.</summary>
    public int? Size { get; init; }

    /// <summary>Another seed, other items of a drawn set, and other partners in an unpaired one.</summary>
    public long Seed { get; init; }

    /// <summary>How many items make an epoch; null for all there are.</summary>
    public long? Count { get; init; }

    /// <summary>How the files of a folder or archive are laid out; null to find out by looking.</summary>
    public DatasetLayout? Layout { get; init; }

    /// <summary>Whether the halves of pairs change places, so that B is given and A is to be made.</summary>
    public bool Reversed { get; init; }
}

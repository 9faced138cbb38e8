namespace Workbench.Datasets;

/// <summary>A data set, or one of its items, cannot be read. The message names it and says what would be right.</summary>
public sealed class DatasetException : IOException
{
    /// <summary>States what is wrong.</summary>
    /// <param name="message">Names the data set or the item, the reason, and what would be right.</param>
    /// <param name="inner">What the system said, if it said anything.</param>
    /// <param name="file">The one file that is broken, if it is one.</param>
    public DatasetException(string message, Exception? inner = null, string? file = null)
        : base(message, inner) => File = file;

    /// <summary>The file within the set that cannot be read, where an item is made of several; else null.</summary>
    public string? File { get; }
}

namespace Workbench.Datasets;

/// <summary>A data set, or one of its items, cannot be read. The message names it and says what would be right.</summary>
public sealed class DatasetException : IOException
{
    /// <summary>States what is wrong.</summary>
    /// <param name="message">Names the data set or the item, the reason, and what would be right.</param>
    /// <param name="inner">What the system said, if it said anything.</param>
    public DatasetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

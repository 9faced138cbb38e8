namespace Workbench.Imaging;

/// <summary>A picture cannot be read or written. The message names the file and the reason; no other exception comes out of a bad file.</summary>
public sealed class ImageFileException : IOException
{
    /// <summary>States what is wrong with which file.</summary>
    /// <param name="file">The file's path, or the name given to bytes from elsewhere.</param>
    /// <param name="reason">What is wrong and, where it helps, what would be right; starts in lower case, ends without a full stop.</param>
    /// <param name="inner">What the system said, if it said anything.</param>
    public ImageFileException(string file, string reason, Exception? inner = null)
        : base($"{file}: {reason}.", inner)
    {
        File = file;
        Reason = reason;
    }

    /// <summary>The file's path, or the name given to bytes from elsewhere.</summary>
    public string File { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }
}

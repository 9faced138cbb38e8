namespace Workbench.Weights;

/// <summary>A weight file cannot be read or written. The message names the file and the reason.</summary>
public sealed class WeightFileException : IOException
{
    /// <summary>Names the file and why it cannot be used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong, as a clause without a full stop: "its header is cut off after 7 bytes".</param>
    /// <param name="cause">The error behind it, where there is one.</param>
    public WeightFileException(string path, string reason, Exception? cause = null)
        : base($"{path}: {reason}.", cause)
    {
        Path = path;
        Reason = reason;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }
}

namespace Workbench.Notebooks;

/// <summary>A file that is not the notebook it claims to be. The message names the file and what is wrong with it.</summary>
public sealed class NotebookFormatException : Exception
{
    /// <summary>Creates the exception with a message that names the file.</summary>
    /// <param name="message">The file, and what is wrong with it.</param>
    /// <param name="cause">The error behind it, if there is one.</param>
    public NotebookFormatException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

namespace Workbench.Notebooks;

/// <summary>Something a code cell left behind, after nbformat 4.5.</summary>
public abstract record CellOutput;

/// <summary>Text written to a standard stream.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text, with its line ends.</param>
public sealed record StreamOutput(string Name, string Text) : CellOutput;

/// <summary>A value the cell showed on its way.</summary>
/// <param name="Data">The value, in several MIME types.</param>
/// <param name="DisplayId">
/// The name under which a later update finds it, or null. It lives as long as the kernel does: nbformat does not store it.
/// </param>
public sealed record DisplayOutput(MimeBundle Data, string? DisplayId = null) : CellOutput;

/// <summary>The value of the cell's trailing expression.</summary>
/// <param name="Data">The value, in several MIME types.</param>
/// <param name="ExecutionCount">The number of the execution, from 1.</param>
public sealed record ResultOutput(MimeBundle Data, int ExecutionCount) : CellOutput;

/// <summary>The error that ended the cell.</summary>
/// <param name="Name">The type of the exception, such as <c>System.DivideByZeroException</c>.</param>
/// <param name="Value">Its message.</param>
/// <param name="Traceback">What a reader needs to find the place, line by line.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : CellOutput
{
    /// <inheritdoc/>
    public bool Equals(ErrorOutput? other) =>
        other is not null && Name == other.Name && Value == other.Value && Traceback.SequenceEqual(other.Traceback);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Value, Traceback.Count);
}

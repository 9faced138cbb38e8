namespace Workbench.Notebooks;

/// <summary>How to execute a cell.</summary>
public sealed record CellOptions
{
    /// <summary>Whether the execution is counted; one that is not has the number of the next that is. Default: true.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>
    /// Answers the cell's questions (<c>Console.ReadLine</c>) with a line, or with null at the end of all input; what it throws, the cell
    /// throws. Its token says that nobody waits for the answer any more. Default: null, and the cell finds its input empty.
    /// </summary>
    public Func<InputRequest, CancellationToken, Task<string?>>? Input { get; init; }
}

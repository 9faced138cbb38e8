namespace Workbench.Notebooks;

/// <summary>What came of executing a notebook. Its outputs, also the partial ones of a run that failed, are in <paramref name="Document"/>.</summary>
/// <param name="Document">The executed copy.</param>
/// <param name="State">How it ended.</param>
/// <param name="Elapsed">The wall time, the kernel's start and end included.</param>
/// <param name="FailedCell">The position of the cell it ended at, from 1 over all cells; null when it finished.</param>
/// <param name="Reason">Why it ended there; null when it finished.</param>
public sealed record NotebookOutcome(NotebookDocument Document, NotebookState State, TimeSpan Elapsed, int? FailedCell = null, string? Reason = null)
{
    /// <summary>Whether every cell was executed.</summary>
    public bool Succeeded => State == NotebookState.Finished;
}

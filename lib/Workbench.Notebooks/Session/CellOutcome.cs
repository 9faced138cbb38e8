namespace Workbench.Notebooks;

/// <summary>How the execution of a cell ended.</summary>
/// <param name="ExecutionCount">The number of the execution, from 1.</param>
/// <param name="Error">The error that ended it; null when it ran through. It was also sent as an event.</param>
/// <param name="Interrupted">Whether it was asked to stop before it ended.</param>
/// <param name="Elapsed">The wall time it took inside the kernel, compilation included.</param>
public sealed record CellOutcome(int ExecutionCount, ErrorOutput? Error, bool Interrupted, TimeSpan Elapsed)
{
    /// <summary>Whether the cell ran through.</summary>
    public bool Succeeded => Error is null;
}

namespace Workbench.Notebooks;

/// <summary>How the execution of a notebook ended.</summary>
public enum NotebookState
{
    /// <summary>Every cell was executed.</summary>
    Finished,

    /// <summary>A cell ended in an error; those after it were not executed.</summary>
    CellFailed,

    /// <summary>A cell took longer than it may.</summary>
    TimedOut,

    /// <summary>The kernel's process crashed, was killed or ran out of memory.</summary>
    KernelDied,

    /// <summary>The user stopped it.</summary>
    Interrupted,
}

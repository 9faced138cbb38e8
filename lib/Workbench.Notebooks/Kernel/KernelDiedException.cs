namespace Workbench.Notebooks;

/// <summary>The kernel's process ended while it was needed. The message says how, and ends with the last lines it wrote to stderr.</summary>
public sealed class KernelDiedException : Exception
{
    internal KernelDiedException(string message, int? exitCode, int? signal, bool outOfMemory)
        : base(message)
    {
        ExitCode = exitCode;
        Signal = signal;
        OutOfMemory = outOfMemory;
    }

    /// <summary>The exit code; null when a signal ended the process, or it could not be started.</summary>
    public int? ExitCode { get; }

    /// <summary>The Unix signal that ended the process, such as 9 for SIGKILL; null when it exited, and on Windows.</summary>
    public int? Signal { get; }

    /// <summary>Whether it ended for want of memory, as far as the runtime's last words and the signal tell.</summary>
    public bool OutOfMemory { get; }
}

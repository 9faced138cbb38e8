namespace Workbench.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A cell failed, a kernel died, or an executed copy differs.</summary>
    public const int Failure = 1;

    /// <summary>The command line or a file named on it makes no sense; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Stopped with Ctrl-C: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}

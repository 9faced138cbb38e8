using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workbench.Cli;

/// <summary>
/// The first Ctrl-C asks the work to stop and save; the second ends the process at once. Signals within half a second are one: a terminal
/// sends Ctrl-C to a process and to its parent, which may pass it on.
/// </summary>
internal sealed partial class StopOnCtrlC : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private long asked;

    public StopOnCtrlC()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (asked != 0)
        {
            if (Stopwatch.GetElapsedTime(asked) > TimeSpan.FromSeconds(0.5))
            {
                EndNow(ExitCode.Interrupted); // the kernel ends with the pipe to this process
            }

            return;
        }

        asked = Stopwatch.GetTimestamp();
        Console.Error.WriteLine("\nStopping; what is done so far is kept. Ctrl-C again ends at once.");
        _ = Task.Run(stop.Cancel);
    }

    // Environment.Exit would take libtorch down while a training still calls it: a crash in place of an exit code.
    private static void EndNow(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code);
        }

        ExitWithoutTidyingUp(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ExitWithoutTidyingUp(int code);
}

using System.Runtime.InteropServices;

namespace Workbench.Cli;

/// <summary>The first Ctrl-C asks the work to stop and save; the second ends the process at once.</summary>
internal sealed class StopOnCtrlC : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;

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
        if (stop.IsCancellationRequested)
        {
            Environment.Exit(ExitCode.Interrupted); // the kernel ends with the pipe to this process
        }

        context.Cancel = true;
        Console.Error.WriteLine("\nStopping; what is done so far is kept. Ctrl-C again ends at once.");
        _ = Task.Run(stop.Cancel);
    }
}

namespace Workbench.Notebooks.Jupyter;

/// <summary>The process that the cells run in. When a cell has ended it, the next one finds a new process.</summary>
internal sealed class ReplaceableKernel : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private KernelProcess process = KernelProcess.Start(new KernelStartOptions { WarmUp = true });
    private KernelDiedException? loss;

    /// <summary>The process as it is; a new one when the last one has ended.</summary>
    /// <exception cref="KernelDiedException">It does not start.</exception>
    public async ValueTask<KernelProcess> GetAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (process.Died.IsCompleted)
            {
                loss = await process.Died.ConfigureAwait(false);
                await process.DisposeAsync().ConfigureAwait(false);
                process = KernelProcess.Start(); // no warm-up: it may be what the last one died of
            }

            return process;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Why the process before this one ended; told once, null when there is nothing to tell.</summary>
    public KernelDiedException? TakeLoss() => Interlocked.Exchange(ref loss, null);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}

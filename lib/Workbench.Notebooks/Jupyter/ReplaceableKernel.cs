namespace Workbench.Notebooks.Jupyter;

/// <summary>The process that the cells run in. When a cell has ended it, the next one finds a new process.</summary>
internal sealed class ReplaceableKernel : IAsyncDisposable
{
    private readonly Func<KernelProcess> start;
    private KernelProcess process;

    /// <summary>Starts the first process, which gets ready while the caller goes on.</summary>
    public ReplaceableKernel(Func<KernelProcess> start)
    {
        this.start = start;
        process = start();
    }

    /// <summary>The process as it is; a new one when the last one has ended.</summary>
    /// <exception cref="KernelDiedException">It does not start.</exception>
    public async ValueTask<KernelProcess> GetAsync()
    {
        if (process.Died.IsCompleted)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            process = start();
        }

        return process;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}

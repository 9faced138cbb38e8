namespace Workbench.Notebooks;

/// <summary>
/// The three steps of stopping a cell: ask; break it off where it is when it has not stopped after a while; and stop waiting for it when
/// that did not help either.
/// </summary>
internal sealed class CellInterruption(TimeSpan grace) : IDisposable
{
    private readonly CancellationTokenSource polite = new();
    private readonly CancellationTokenSource abort = new();
    private readonly CancellationTokenSource givenUp = new();
    private readonly Lock gate = new();
    private bool over;

    /// <summary>For cells and libraries to look at.</summary>
    public CancellationToken Polite => polite.Token;

    /// <summary>Breaks off the thread.</summary>
    public CancellationToken Abort => abort.Token;

    /// <summary>Ends the wait for a cell that awaits something that does not come.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    public bool Requested => polite.IsCancellationRequested;

    public void Request()
    {
        lock (gate)
        {
            if (over || Requested)
            {
                return;
            }

            polite.CancelAsync(); // Whoever listens is the cell's code, which must not hold this thread up.
            abort.CancelAfter(grace);
            givenUp.CancelAfter(1.5 * grace);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            over = true;
            abort.Dispose();
            givenUp.Dispose();
        }
    }
}

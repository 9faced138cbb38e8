namespace Workbench.Notebooks;

/// <summary>
/// The three steps of stopping a cell: ask; break it off where it is when it has not stopped after a while; and stop waiting for it when
/// that did not help either. Who says that it heeds the question is waited for, until the reader asks again.
/// </summary>
internal sealed class CellInterruption : IDisposable
{
    /// <summary>How often in the grace is looked whether somebody heeds.</summary>
    private const int Looks = 4;

    private readonly CancellationTokenSource polite = new();
    private readonly CancellationTokenSource abort = new();
    private readonly CancellationTokenSource givenUp = new();
    private readonly Lock gate = new();
    private readonly TimeSpan grace;
    private readonly Func<bool> isHeeded;
    private readonly Timer patience;
    private long asked;
    private int unheeded;
    private bool over;

    /// <param name="grace">How long a cell may take to stop by itself.</param>
    /// <param name="isHeeded">Whether what runs has promised to.</param>
    public CellInterruption(TimeSpan grace, Func<bool> isHeeded)
    {
        this.grace = grace;
        this.isHeeded = isHeeded;
        patience = new Timer(_ => Look());
    }

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
            if (over)
            {
                return;
            }

            if (Requested)
            {
                if (TimeProvider.System.GetElapsedTime(asked) > grace)
                {
                    BreakOff(); // no double click, but a reader who has lost patience
                }

                return;
            }

            asked = TimeProvider.System.GetTimestamp();
            polite.CancelAsync(); // Whoever listens is the cell's code, which must not hold this thread up.
            patience.Change(grace / Looks, grace / Looks);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            over = true;
            patience.Dispose();
            abort.Dispose();
            givenUp.Dispose();
        }
    }

    private void Look()
    {
        lock (gate)
        {
            unheeded = isHeeded() ? 0 : unheeded + 1;
            if (!over && unheeded == Looks)
            {
                BreakOff();
            }
        }
    }

    private void BreakOff()
    {
        abort.CancelAsync();
        givenUp.CancelAfter(grace / 2);
    }
}

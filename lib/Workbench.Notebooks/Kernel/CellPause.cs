using System.Diagnostics;

namespace Workbench.Notebooks;

/// <summary>Knows whether cells follow each other, or the reader reads: time for work that nobody asked for yet.</summary>
internal sealed class CellPause
{
    /// <summary>How long no cell runs until it is a pause; a client that executes a whole notebook makes none.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private int cells;
    private long since;

    public void BeginCell() => Interlocked.Increment(ref cells);

    public void EndCell()
    {
        Volatile.Write(ref since, Stopwatch.GetTimestamp());
        Interlocked.Decrement(ref cells);
    }

    /// <summary>Waits for a pause. Before the first cell there is one.</summary>
    public async Task WaitAsync()
    {
        while (Volatile.Read(ref cells) > 0 || Stopwatch.GetElapsedTime(Volatile.Read(ref since)) < Length)
        {
            await Task.Delay(Length / 10).ConfigureAwait(false);
        }
    }
}

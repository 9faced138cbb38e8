using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Workbench.Notebooks;

/// <summary>
/// Follows what a process prints past its session: native libraries, processes it started, the runtime's last words. The kernel prints a
/// mark after each cell, so that this side knows when it has read everything the cell left there.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Nobody asks the semaphore for its wait handle, the one thing there would be to dispose.")]
internal sealed class ProcessText
{
    private const int TailLength = 4000;

    /// <summary>How long to wait for the mark of a process that may have closed the stream.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly string mark;
    private readonly Action<string> onText;
    private readonly SemaphoreSlim marks = new(0);
    private readonly StringBuilder unread = new();

    public ProcessText(StreamReader reader, string mark, Action<string> onText)
    {
        this.mark = mark;
        this.onText = onText;
        Ended = FollowAsync(reader);
    }

    /// <summary>Ends when the process has closed the stream.</summary>
    public Task Ended { get; }

    /// <summary>The last thing that was printed.</summary>
    public string Tail { get; private set; } = "";

    /// <summary>The mark of a kernel: printed on both streams, unlike anything else.</summary>
    public static string MarkOf(string pipeName) => $"\u0002{pipeName}\u0003";

    /// <summary>Waits until all that was printed up to the next mark has been told.</summary>
    public Task CaughtUpAsync() => marks.WaitAsync(Patience);

    private async Task FollowAsync(StreamReader reader)
    {
        char[] buffer = new char[8192];
        while (await reader.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
        {
            unread.Append(buffer, 0, count);
            Digest();
        }

        Tell(unread.ToString());
    }

    /// <summary>Tells everything but the marks, and keeps the end when it may be the beginning of one.</summary>
    private void Digest()
    {
        string text = unread.ToString();
        int from = 0;
        for (int at; (at = text.IndexOf(mark, from, StringComparison.Ordinal)) >= 0; from = at + mark.Length)
        {
            Tell(text[from..at]);
            marks.Release();
        }

        int held = Enumerable.Range(1, mark.Length - 1).Reverse()
            .FirstOrDefault(n => n <= text.Length - from && text.EndsWith(mark[..n], StringComparison.Ordinal));
        Tell(text[from..^held]);
        unread.Clear().Append(text, text.Length - held, held);
    }

    private void Tell(string text)
    {
        if (text.Length > 0)
        {
            Tail = (Tail + text) is var all && all.Length > TailLength ? all[^TailLength..] : all;
            onText(text);
        }
    }
}

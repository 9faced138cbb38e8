namespace Workbench.Notebooks;

/// <summary>Follows what a process prints past its session (native libraries, processes it started, the runtime's last words).</summary>
internal sealed class ProcessText
{
    private const int TailLength = 4000;
    private string tail = "";

    public ProcessText(StreamReader reader, Action<string> onText) => Ended = FollowAsync(reader, onText);

    /// <summary>Ends when the process has closed the stream.</summary>
    public Task Ended { get; }

    /// <summary>The last thing that was printed.</summary>
    public string Tail => tail;

    private async Task FollowAsync(StreamReader reader, Action<string> onText)
    {
        char[] buffer = new char[8192];
        while (await reader.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
        {
            string text = new(buffer, 0, count);
            tail = (tail + text) is var all && all.Length > TailLength ? all[^TailLength..] : all;
            onText(text);
        }
    }
}

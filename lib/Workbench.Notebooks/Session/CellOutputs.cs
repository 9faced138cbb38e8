using System.Globalization;

namespace Workbench.Notebooks;

/// <summary>
/// Takes what a session's cells print and show, from any thread, and hands it on in order. Text and updates are gathered for a moment, so
/// that a loop that prints a million lines sends some twenty messages a second; everything else goes at once.
/// </summary>
internal sealed class CellOutputs : IDisposable
{
    private const int GatherMilliseconds = 50, GatherCharacters = 1 << 16;

    private static readonly AsyncLocal<CellOutputs?> Flowing = new();
    private static CellOutputs? latest;

    private readonly int textLimit;
    private readonly Lock gate = new();
    private readonly List<KernelEvent> waiting = [];
    private readonly Timer timer;
    private Action<KernelEvent>? target;
    private Func<InputRequest, string?>? input;
    private int waitingCharacters;
    private long textLength;

    /// <param name="textLimit">How many characters of stream text one cell may leave behind.</param>
    public CellOutputs(int textLimit)
    {
        this.textLimit = textLimit;
        timer = new Timer(_ => Flush());
    }

    /// <summary>Where output of this thread belongs: the session whose cell started it, or else the one that ran a cell last.</summary>
    public static CellOutputs? Current => Flowing.Value ?? latest;

    /// <summary>Takes the outputs of the cell that starts now. What was printed between the cells is handed on first.</summary>
    /// <param name="onEvent">Takes what happens.</param>
    /// <param name="onInput">Answers the cell's questions.</param>
    public void Begin(Action<KernelEvent> onEvent, Func<InputRequest, string?> onInput)
    {
        lock (gate)
        {
            (target, input) = (onEvent, onInput);
            textLength = 0;
        }

        Flush();
    }

    /// <summary>Makes this the place for the output of the calling thread and of everything it starts.</summary>
    public void Adopt() => Flowing.Value = latest = this;

    /// <summary>Hands on what is left of the cell.</summary>
    public void End()
    {
        lock (gate)
        {
            if (textLength > textLimit)
            {
                string dropped = (textLength - textLimit).ToString("N0", CultureInfo.InvariantCulture);
                waiting.Add(new OutputProduced(new StreamOutput("stderr", $"\n[{dropped} more characters were printed and not kept]\n")));
            }

            Flush();
            (target, input) = (null, null);
        }
    }

    /// <summary>Asks the reader of the notebook, who sees what was printed so far.</summary>
    /// <returns>The answer; null where there is nobody to ask.</returns>
    public string? Ask(InputRequest question)
    {
        Flush();
        return input?.Invoke(question);
    }

    public void Write(string stream, string text)
    {
        lock (gate)
        {
            long room = textLimit - textLength;
            textLength += text.Length;
            if (room < text.Length)
            {
                text = room > 0 ? text[..(int)room] : "";
            }

            if (text.Length == 0)
            {
                return;
            }

            waiting.Add(new OutputProduced(new StreamOutput(stream, text)));
            waitingCharacters += text.Length;
            FlushSoon();
        }
    }

    public void Add(KernelEvent happened)
    {
        lock (gate)
        {
            if (happened is DisplayUpdated update)
            {
                waiting.RemoveAll(e => e is DisplayUpdated earlier && earlier.DisplayId == update.DisplayId);
                waiting.Add(update);
                FlushSoon();
            }
            else
            {
                waiting.Add(happened);
                Flush();
            }
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        Interlocked.CompareExchange(ref latest, null, this);
    }

    private void FlushSoon()
    {
        if (waitingCharacters >= GatherCharacters)
        {
            Flush();
        }
        else if (waiting.Count == 1)
        {
            timer.Change(GatherMilliseconds, Timeout.Infinite);
        }
    }

    private void Flush()
    {
        lock (gate)
        {
            if (target is null)
            {
                return;
            }

            for (int i = 0; i < waiting.Count;)
            {
                i = Deliver(i, target);
            }

            waiting.Clear();
            waitingCharacters = 0;
        }
    }

    /// <summary>Hands on the event at <paramref name="i"/>, joined with the texts of the same stream that follow it.</summary>
    /// <returns>The index of the next one.</returns>
    private int Deliver(int i, Action<KernelEvent> onEvent)
    {
        int next = i + 1;
        if (waiting[i] is not OutputProduced { Output: StreamOutput first })
        {
            onEvent(waiting[i]);
            return next;
        }

        var texts = new List<string> { first.Text };
        while (next < waiting.Count && waiting[next] is OutputProduced { Output: StreamOutput more } && more.Name == first.Name)
        {
            texts.Add(more.Text);
            next++;
        }

        onEvent(texts.Count == 1 ? waiting[i] : new OutputProduced(first with { Text = string.Concat(texts) }));
        return next;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>The questions one side of a kernel's pipe has asked and the other has not answered yet, by number.</summary>
internal sealed class OpenQuestions
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> open = new();
    private int last;

    /// <summary>Asks and waits for the answer.</summary>
    /// <param name="send">Sends the question, which must carry the number.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<JsonObject> AskAsync(Action<int> send, CancellationToken stop)
    {
        int number = Interlocked.Increment(ref last);
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        open[number] = answer;
        try
        {
            send(number);
            return await answer.Task.WaitAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            open.TryRemove(number, out _);
        }
    }

    /// <summary>Takes an answer; one that nobody waits for is forgotten.</summary>
    public void Answer(JsonObject message)
    {
        if (OutputJson.Number(message["number"]) is { } number && open.TryGetValue(number, out TaskCompletionSource<JsonObject>? question))
        {
            question.TrySetResult(message);
        }
    }
}

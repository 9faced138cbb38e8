using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Executes the cells that clients send, tells what happens in them, and stops them.</summary>
internal sealed class CellRequests(Conversation conversation, ReplaceableKernel kernel, ExecutionHistory history)
{
    private readonly Lock gate = new();
    private CancellationTokenSource? running;
    private int executions;

    /// <summary>Asks the running cell to stop; does nothing when none runs.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            running?.CancelAsync();
        }
    }

    /// <summary>Executes a cell.</summary>
    /// <returns>The answer to the request, and whether the cells that were sent after it are still to be executed.</returns>
    public async Task<(JsonObject Reply, bool GoOn)> ExecuteAsync(Request request)
    {
        string code = request.Text("code");
        bool silent = request.Flag("silent", false), counts = !silent && request.Flag("store_history", true);
        if (!silent)
        {
            conversation.Publish("execute_input", request, new JsonObject { ["code"] = code, ["execution_count"] = executions + 1 });
        }

        string? shown = null;
        void Tell(KernelEvent happened)
        {
            if (!silent)
            {
                var (type, content) = Content.Of(happened);
                conversation.Publish(type, request, content);
                shown = happened is OutputProduced { Output: ResultOutput result } ? result.Data.ToString() : shown;
            }
        }

        int number = executions + 1;
        ErrorOutput? error;
        bool interrupted = false;
        try
        {
            CellOutcome outcome = await RunAsync(code, counts, Tell).ConfigureAwait(false);
            (error, interrupted) = (outcome.Error, outcome.Interrupted);
            executions += counts ? 1 : 0;
        }
        catch (KernelDiedException death)
        {
            error = Explain(death);
            Tell(new OutputProduced(error));
            executions = 0;
        }

        if (counts)
        {
            history.Add(number, code, shown);
        }

        JsonObject reply = error is null ? new JsonObject { ["status"] = "ok", ["payload"] = new JsonArray(), ["user_expressions"] = new JsonObject() } : Content.Failed(error);
        reply["execution_count"] = number;
        return (reply, !interrupted && (error is null || !request.Flag("stop_on_error", true)));
    }

    private static ErrorOutput Explain(KernelDiedException death) => new(
        "KernelDied", death.Message, [death.Message, "All variables are lost. The next cell starts in a new session: run the cells above it again."]);

    private async Task<CellOutcome> RunAsync(string code, bool counts, Action<KernelEvent> tell)
    {
        using var stop = new CancellationTokenSource();
        lock (gate)
        {
            running = stop;
        }

        try
        {
            KernelProcess process = await kernel.GetAsync().ConfigureAwait(false);
            return await process.ExecuteAsync(code, tell, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                running = null;
            }
        }
    }
}

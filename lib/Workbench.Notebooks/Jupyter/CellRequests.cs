using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Executes the cells that clients send, tells what happens in them, and stops them.</summary>
internal sealed partial class CellRequests(
    Conversation conversation, ReplaceableKernel kernel, CodeRequests questions, StandardInput input, ExecutionHistory history)
{
    private const string Lost = "All variables are lost.";

    private readonly Lock gate = new();
    private CancellationTokenSource? running;
    private KernelProcess? where;
    private int executions;

    /// <summary>Asks the running cell to stop, and asks again; does nothing when none runs.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            if (running is { IsCancellationRequested: true })
            {
                where?.Interrupt();
            }

            running?.CancelAsync();
        }
    }

    /// <summary>Executes a cell.</summary>
    /// <returns>The answer to the request, and whether the cells that were sent after it are still to be executed.</returns>
    public async Task<(JsonObject Reply, bool GoOn)> ExecuteAsync(Request request)
    {
        string code = request.Text("code");
        bool silent = request.Flag("silent", false), counts = !silent && request.Flag("store_history", true);
        KernelDiedException? loss = await LossAsync().ConfigureAwait(false);
        int number = executions + 1;
        if (!silent)
        {
            conversation.Publish("execute_input", request, new JsonObject { ["code"] = code, ["execution_count"] = number });
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

        if (loss is not null)
        {
            Tell(new OutputProduced(new StreamOutput("stderr", $"{loss.Message}\n{Lost} This cell runs in a new session: run those above it again.\n")));
        }

        ErrorOutput? error = null;
        bool interrupted = false;
        JsonArray pages = [];
        try
        {
            if (Question().Match(code) is { Success: true } question)
            {
                pages.Add(await PageAsync(question.Groups["name"].Value).ConfigureAwait(false));
            }
            else
            {
                var options = new CellOptions { Counts = counts, Input = (question, stop) => input.AskAsync(request, question, stop) };
                CellOutcome outcome = await RunAsync(code, options, Tell).ConfigureAwait(false);
                (error, interrupted) = (outcome.Error, outcome.Interrupted);
                executions += counts ? 1 : 0;
            }
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

        JsonObject reply = error is not null ? Content.Failed(error) : new JsonObject
        {
            ["status"] = "ok",
            ["payload"] = pages,
            ["user_expressions"] = await EvaluateAsync(request.Message.Content["user_expressions"] as JsonObject ?? []).ConfigureAwait(false),
        };
        reply["execution_count"] = number;
        return (reply, !interrupted && (error is null || !request.Flag("stop_on_error", true)));
    }

    private static ErrorOutput Explain(KernelDiedException death) => new(
        "KernelDied", death.Message, [death.Message, $"{Lost} The next cell starts in a new session: run the cells above it again."]);

    /// <summary>Why what earlier cells declared is gone, when their process has ended since the last one; null when it is there.</summary>
    private async Task<KernelDiedException?> LossAsync()
    {
        try
        {
            await kernel.GetAsync().ConfigureAwait(false);
        }
        catch (KernelDiedException)
        {
            return null; // no new process can be started: the cell itself will say so
        }

        if (kernel.TakeLoss() is not { } loss || executions == 0)
        {
            return null;
        }

        executions = 0;
        return loss;
    }

    /// <summary>What <c>name?</c> shows: the docs, in the client's pager.</summary>
    private async Task<JsonObject> PageAsync(string name)
    {
        MimeBundle found = await questions.InspectAsync(name, name.Length).ConfigureAwait(false)
            ?? new MimeBundle(("text/plain", $"Nothing is known of {name}."));
        return new JsonObject { ["source"] = "page", ["data"] = Content.Bundle(found), ["start"] = 0 };
    }

    /// <summary>Evaluates the expressions a client asked for by name beside the cell.</summary>
    private async Task<JsonObject> EvaluateAsync(JsonObject expressions)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            MimeBundle? value = null;
            CellOutcome outcome = await RunAsync(
                OutputJson.Text(expression),
                new CellOptions { Counts = false },
                happened => value = happened is OutputProduced { Output: ResultOutput result } ? result.Data : value).ConfigureAwait(false);
            values[name] = outcome.Error is { } error ? Content.Failed(error) : new JsonObject
            {
                ["status"] = "ok",
                ["data"] = value is null ? new JsonObject() : Content.Bundle(value),
                ["metadata"] = new JsonObject(),
            };
        }

        return values;
    }

    private async Task<CellOutcome> RunAsync(string code, CellOptions options, Action<KernelEvent> tell)
    {
        using var stop = new CancellationTokenSource();
        lock (gate)
        {
            running = stop;
        }

        try
        {
            where = await kernel.GetAsync().ConfigureAwait(false);
            return await where.ExecuteAsync(code, options, tell, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                (running, where) = (null, null);
            }
        }
    }

    [GeneratedRegex(@"^\s*(?<name>[\p{L}_][\w.]*)\?\s*$")]
    private static partial Regex Question();
}

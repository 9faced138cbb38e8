using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Takes a cell's questions to the client that runs it, and the client's answers back.</summary>
internal sealed class StandardInput(Conversation conversation)
{
    private TaskCompletionSource<string?>? waiting;

    /// <summary>Asks.</summary>
    /// <param name="cell">The request that runs the cell.</param>
    /// <param name="question">What the cell wants to know.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="InvalidOperationException">The client does not take questions.</exception>
    public async Task<string?> AskAsync(Request cell, InputRequest question, CancellationToken stop)
    {
        if (!cell.Flag("allow_stdin", true))
        {
            throw new InvalidOperationException("The client that runs this cell takes no questions, so the cell cannot read any input.");
        }

        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting = answer;
        conversation.Ask(cell, new JsonObject { ["prompt"] = question.Prompt, ["password"] = question.Password });
        return await answer.Task.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Takes an answer; one that nobody waits for is forgotten.</summary>
    public void Take(JupyterMessage message)
    {
        if (message.Type == "input_reply")
        {
            waiting?.TrySetResult(OutputJson.Text(message.Content["value"]));
        }
    }
}

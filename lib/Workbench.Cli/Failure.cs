using System.Text;
using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>Says on the terminal where a notebook ended, and why.</summary>
internal static class Failure
{
    public static string Describe(string name, NotebookOutcome outcome)
    {
        string how = outcome.State switch
        {
            NotebookState.CellFailed => "failed",
            NotebookState.TimedOut => "timed out",
            NotebookState.KernelDied => "lost its kernel",
            _ => "was stopped",
        };
        var text = new StringBuilder($"{name}: {how}");
        text.Append(outcome.FailedCell is { } place ? $" at cell {place} of {outcome.Document.Cells.Count}: " : ": ").Append(outcome.Reason);
        if (outcome is { State: NotebookState.CellFailed, FailedCell: { } failed })
        {
            foreach (string line in outcome.Document.Cells[failed - 1].Outputs.OfType<ErrorOutput>().SelectMany(error => error.Traceback))
            {
                text.Append("\n    ").Append(line.ReplaceLineEndings("\n    "));
            }
        }

        return text.ToString();
    }
}

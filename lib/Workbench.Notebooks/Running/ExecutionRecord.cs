using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// When and how a notebook was executed, in its own metadata: <c>execution</c> of each cell (the times that Jupyter's own clients record)
/// and <c>workbench</c> of the notebook.
/// </summary>
public sealed class ExecutionRecord
{
    private const string Started = "iopub.execute_input", Ended = "shell.execute_reply";

    private readonly NotebookDocument document;

    internal ExecutionRecord(NotebookDocument document)
    {
        this.document = document;
        JsonObject own = Own(document);
        own.Remove("seconds");
        own.Remove("reason");
        own.Remove("failed_cell");
        own["state"] = "running";
        own["started"] = Time(DateTimeOffset.UtcNow);
    }

    /// <summary>How the execution ended, as far as the notebook says: <c>finished</c>, <c>failed</c>, …; null when it was never executed.</summary>
    /// <param name="document">An executed copy.</param>
    /// <returns>The state's name and, where it did not finish, why.</returns>
    public static (string State, string? Reason)? StateOf(NotebookDocument document) =>
        Existing(document) is { } own && Text(own["state"]) is { } state ? (state, Text(own["reason"])) : null;

    /// <summary>When the execution began; null when it never did.</summary>
    /// <param name="document">An executed copy.</param>
    public static DateTimeOffset? StartOf(NotebookDocument document) => Moment(Existing(document)?["started"]);

    /// <summary>The position of the cell at which the execution ended early, from 1; null when it did not.</summary>
    /// <param name="document">An executed copy.</param>
    public static int? FailedCellOf(NotebookDocument document) => OutputJson.Number(Existing(document)?["failed_cell"]);

    /// <summary>How long the whole notebook took; null when it was not executed to its end.</summary>
    /// <param name="document">An executed copy.</param>
    public static TimeSpan? DurationOf(NotebookDocument document) =>
        Existing(document)?["seconds"] is JsonValue value && value.TryGetValue(out double seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How long a cell took; null when it was not executed.</summary>
    /// <param name="cell">A cell of an executed copy.</param>
    public static TimeSpan? DurationOf(NotebookCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Metadata["execution"] is JsonObject times && Moment(times[Started]) is { } start && Moment(times[Ended]) is { } end ? end - start : null;
    }

    /// <summary>The parameters it was executed with, by name, as they were written on the command line.</summary>
    /// <param name="document">An executed copy.</param>
    public static IReadOnlyDictionary<string, string> ParametersOf(NotebookDocument document) =>
        (Existing(document)?["parameters"] as JsonObject ?? []).ToDictionary(p => p.Key, p => Text(p.Value) ?? "", StringComparer.Ordinal);

    /// <summary>The folder of the notebook's source, relative to that of the executed copy; null when the copy does not say.</summary>
    /// <param name="document">An executed copy.</param>
    public static string? FolderOf(NotebookDocument document) => Text(Existing(document)?["folder"]);

    /// <summary>Notes where the notebook's source lies.</summary>
    /// <param name="document">The copy that will be executed.</param>
    /// <param name="folder">The folder of the source, relative to that of the copy.</param>
    public static void SetFolder(NotebookDocument document, string folder) => Own(document)["folder"] = folder.Replace('\\', '/');

    /// <summary>Notes the parameters an execution starts with.</summary>
    /// <param name="document">The copy that will be executed.</param>
    /// <param name="parameters">Names and values.</param>
    public static void SetParameters(NotebookDocument document, IReadOnlyDictionary<string, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Own(document)["parameters"] = new JsonObject(parameters.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value))));
    }

    internal static void Cell(NotebookCell cell, DateTimeOffset start, TimeSpan took) =>
        cell.Metadata["execution"] = new JsonObject { [Started] = Time(start), [Ended] = Time(start + took) };

    internal void End(NotebookOutcome outcome)
    {
        JsonObject own = Own(document);
        own["state"] = outcome.State switch
        {
            NotebookState.Finished => "finished",
            NotebookState.CellFailed => "failed",
            NotebookState.TimedOut => "timed out",
            NotebookState.KernelDied => "kernel died",
            _ => "interrupted",
        };
        own["seconds"] = Math.Round(outcome.Elapsed.TotalSeconds, 3);
        if (outcome.Reason is not null)
        {
            own["reason"] = outcome.Reason;
            own["failed_cell"] = outcome.FailedCell;
        }
    }

    private static JsonObject? Existing(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Metadata["workbench"] as JsonObject;
    }

    private static JsonObject Own(NotebookDocument document)
    {
        if (Existing(document) is { } existing)
        {
            return existing;
        }

        var own = new JsonObject();
        document.Metadata["workbench"] = own;
        return own;
    }

    private static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(JsonNode? node) =>
        DateTimeOffset.TryParse(Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}

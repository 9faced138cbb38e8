using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>The contents of messages.</summary>
internal static class Content
{
    /// <summary>The news of something that happened in a cell: the type of the message, and its content.</summary>
    public static (string Type, JsonObject Content) Of(KernelEvent happened) => happened switch
    {
        OutputProduced { Output: StreamOutput stream } => ("stream", new JsonObject { ["name"] = stream.Name, ["text"] = stream.Text }),
        OutputProduced { Output: DisplayOutput display } => ("display_data", Shown(display.Data, display.DisplayId)),
        OutputProduced { Output: ResultOutput result } => ("execute_result", new JsonObject
        {
            ["execution_count"] = result.ExecutionCount,
            ["data"] = Bundle(result.Data),
            ["metadata"] = new JsonObject(),
        }),
        OutputProduced { Output: ErrorOutput error } => ("error", Error(error)),
        DisplayUpdated update => ("update_display_data", Shown(update.Data, update.DisplayId)),
        OutputsCleared cleared => ("clear_output", new JsonObject { ["wait"] = cleared.Wait }),
        _ => throw new ArgumentException($"No message for {happened.GetType().Name}.", nameof(happened)),
    };

    public static JsonObject Error(ErrorOutput error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Value,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
    };

    /// <summary>The answer that a request failed.</summary>
    public static JsonObject Failed(ErrorOutput error) => new(
        Error(error).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())).Prepend(KeyValuePair.Create("status", (JsonNode?)"error")));

    /// <summary>A value in its MIME types: unlike in a notebook's file, texts are not split into lines.</summary>
    public static JsonObject Bundle(MimeBundle data) => new(data.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value.DeepClone())));

    public static JsonObject KernelInfo() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = JupyterMessage.Protocol,
        ["implementation"] = "workbench",
        ["implementation_version"] = typeof(Content).Assembly.GetName().Version!.ToString(3),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"C# on .NET {Environment.Version}",
        ["help_links"] = new JsonArray(),
    };

    private static JsonObject Shown(MimeBundle data, string? displayId) => new()
    {
        ["data"] = Bundle(data),
        ["metadata"] = new JsonObject(),
        ["transient"] = displayId is null ? new JsonObject() : new JsonObject { ["display_id"] = displayId },
    };
}

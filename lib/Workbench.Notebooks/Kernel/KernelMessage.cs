using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// What the two sides of a <see cref="KernelProcess"/> tell each other: one JSON object a line.
/// To the kernel go <c>execute</c>, <c>interrupt</c> and <c>shutdown</c>; from it come <c>output</c>, <c>update</c> and <c>done</c>.
/// </summary>
internal static class KernelMessage
{
    public static JsonObject Execute(string code) => new() { ["type"] = "execute", ["code"] = code };

    public static JsonObject Interrupt() => new() { ["type"] = "interrupt" };

    public static JsonObject Shutdown() => new() { ["type"] = "shutdown" };

    public static JsonObject Write(KernelEvent happened) => happened switch
    {
        OutputProduced { Output: var output } => new JsonObject
        {
            ["type"] = "output",
            ["output"] = OutputJson.Write(output),
            ["display_id"] = (output as DisplayOutput)?.DisplayId,
        },
        DisplayUpdated update => new JsonObject
        {
            ["type"] = "update",
            ["display_id"] = update.DisplayId,
            ["data"] = OutputJson.WriteBundle(update.Data),
        },
        _ => throw new ArgumentException($"No message for {happened.GetType().Name}.", nameof(happened)),
    };

    public static JsonObject Write(CellOutcome outcome) => new()
    {
        ["type"] = "done",
        ["execution_count"] = outcome.ExecutionCount,
        ["error"] = outcome.Error is null ? null : OutputJson.Write(outcome.Error),
        ["interrupted"] = outcome.Interrupted,
        ["milliseconds"] = outcome.Elapsed.TotalMilliseconds,
    };

    public static string Type(JsonObject message) => OutputJson.Text(message["type"]);

    public static string Code(JsonObject message) => OutputJson.Text(message["code"]);

    /// <summary>The event in a message; null when it is none.</summary>
    public static KernelEvent? ReadEvent(JsonObject message)
    {
        string? displayId = message["display_id"] is JsonNode id ? OutputJson.Text(id) : null;
        return Type(message) switch
        {
            "output" when OutputJson.Read((JsonObject)message["output"]!, displayId) is { } output => new OutputProduced(output),
            "update" => new DisplayUpdated(displayId ?? "", OutputJson.ReadBundle(message["data"])),
            _ => null,
        };
    }

    public static CellOutcome ReadOutcome(JsonObject message) => new(
        OutputJson.Number(message["execution_count"]) ?? 0,
        message["error"] is JsonObject error ? (ErrorOutput?)OutputJson.Read(error) : null,
        message["interrupted"]?.GetValue<bool>() ?? false,
        TimeSpan.FromMilliseconds(message["milliseconds"]?.GetValue<double>() ?? 0));
}

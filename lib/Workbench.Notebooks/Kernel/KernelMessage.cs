using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// What the two sides of a <see cref="KernelProcess"/> tell each other: one JSON object a line.
/// To the kernel go <c>execute</c>, <c>interrupt</c>, <c>complete</c>, <c>inspect</c> and <c>shutdown</c>; from it come <c>output</c>,
/// <c>update</c>, <c>clear</c>, <c>input</c> and <c>done</c>. What asks has a number, which its <c>answer</c> repeats.
/// </summary>
internal static class KernelMessage
{
    public static JsonObject Execute(string code, bool counts) => new() { ["type"] = "execute", ["code"] = code, ["counts"] = counts };

    public static JsonObject Complete(int number, string code, int position) => new()
    {
        ["type"] = "complete",
        ["number"] = number,
        ["code"] = code,
        ["position"] = position,
    };

    public static JsonObject Inspect(int number, string code, int position) => new()
    {
        ["type"] = "inspect",
        ["number"] = number,
        ["code"] = code,
        ["position"] = position,
    };

    public static JsonObject Input(int number, InputRequest question) => new()
    {
        ["type"] = "input",
        ["number"] = number,
        ["prompt"] = question.Prompt,
        ["password"] = question.Password,
    };

    /// <summary>The answer to a question.</summary>
    /// <param name="question">The message that asked.</param>
    /// <param name="value">The answer; may be null.</param>
    /// <param name="error">Why there is none; null when there is one.</param>
    public static JsonObject Answer(JsonObject question, JsonNode? value, string? error = null) => new()
    {
        ["type"] = "answer",
        ["number"] = OutputJson.Number(question["number"]),
        ["value"] = value,
        ["error"] = error,
    };

    public static JsonObject Write(CodeCompletions completions) => new()
    {
        ["start"] = completions.Start,
        ["end"] = completions.End,
        ["choices"] = new JsonArray([.. completions.Choices.Select(choice => new JsonArray(choice.Text, choice.Kind))]),
    };

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
        OutputsCleared cleared => new JsonObject { ["type"] = "clear", ["wait"] = cleared.Wait },
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

    public static int Position(JsonObject message) => OutputJson.Number(message["position"]) ?? 0;

    public static bool Flag(JsonObject message, string name) => message[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static InputRequest ReadInput(JsonObject message) => new(OutputJson.Text(message["prompt"]), Flag(message, "password"));

    public static CodeCompletions ReadCompletions(JsonNode? value) => new(
        OutputJson.Number(value?["start"]) ?? 0,
        OutputJson.Number(value?["end"]) ?? 0,
        [.. (value?["choices"] as JsonArray ?? []).Select(choice => new CodeCompletion(OutputJson.Text(choice?[0]), OutputJson.Text(choice?[1])))]);

    /// <summary>The event in a message; null when it is none.</summary>
    public static KernelEvent? ReadEvent(JsonObject message)
    {
        string? displayId = message["display_id"] is JsonNode id ? OutputJson.Text(id) : null;
        return Type(message) switch
        {
            "output" when OutputJson.Read((JsonObject)message["output"]!, displayId) is { } output => new OutputProduced(output),
            "clear" => new OutputsCleared(Flag(message, "wait")),
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

using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>Outputs as nbformat 4.5 writes them.</summary>
internal static class OutputJson
{
    /// <summary>Types that are not <c>text/…</c> and yet stored line by line, after Jupyter's nbformat.</summary>
    private static readonly string[] OtherTexts = ["application/javascript", "image/svg+xml"];

    public static JsonObject Write(CellOutput output) => output switch
    {
        StreamOutput stream => new JsonObject
        {
            ["name"] = stream.Name,
            ["output_type"] = "stream",
            ["text"] = MultilineText.Write(stream.Text),
        },
        DisplayOutput display => new JsonObject
        {
            ["data"] = WriteBundle(display.Data),
            ["metadata"] = new JsonObject(),
            ["output_type"] = "display_data",
        },
        ResultOutput result => new JsonObject
        {
            ["data"] = WriteBundle(result.Data),
            ["execution_count"] = result.ExecutionCount,
            ["metadata"] = new JsonObject(),
            ["output_type"] = "execute_result",
        },
        ErrorOutput error => new JsonObject
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Value,
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
        },
        _ => throw new ArgumentException($"No such output in nbformat: {output.GetType().Name}.", nameof(output)),
    };

    /// <summary>Reads one output; null when its <c>output_type</c> is none of nbformat 4's.</summary>
    public static CellOutput? Read(JsonObject json, string? displayId = null) => Text(json["output_type"]) switch
    {
        "stream" => new StreamOutput(Text(json["name"]), MultilineText.Read(json["text"])),
        "display_data" => new DisplayOutput(ReadBundle(json["data"]), displayId),
        "execute_result" => new ResultOutput(ReadBundle(json["data"]), Number(json["execution_count"]) ?? 0),
        "error" => new ErrorOutput(Text(json["ename"]), Text(json["evalue"]), [.. Lines(json["traceback"])]),
        _ => null,
    };

    /// <summary>A bundle by name of MIME type, the order in which Jupyter saves it.</summary>
    public static JsonObject WriteBundle(MimeBundle bundle)
    {
        var json = new JsonObject();
        foreach (var (type, content) in bundle.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            bool byLine = type.StartsWith("text/", StringComparison.Ordinal) || OtherTexts.Contains(type);
            json[type] = byLine && bundle.Text(type) is { } text ? MultilineText.Write(text) : content.DeepClone();
        }

        return json;
    }

    public static MimeBundle ReadBundle(JsonNode? json) => new(
        (json as JsonObject ?? []).Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(
            entry.Key,
            MimeBundle.IsJson(entry.Key) || entry.Value is JsonObject ? entry.Value! : JsonValue.Create(MultilineText.Read(entry.Value)))));

    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    public static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private static IEnumerable<string> Lines(JsonNode? node) => (node as JsonArray ?? []).Select(Text);
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// One claim as it stands in <c>claims.json</c>: what is said, what was measured, and the verdict. The values may be numbers, texts, or
/// arrays of them, so they stay JSON here.
/// </summary>
public sealed class ClaimRecord
{
    /// <summary>The MIME type under which a cell shows the claims of its notebook.</summary>
    public const string MimeType = "application/vnd.workbench.claims+json";

    private readonly JsonObject json;

    private ClaimRecord(JsonObject json) => this.json = json;

    /// <summary>The short name.</summary>
    public string Id => Text("id");

    /// <summary>The notebook that makes it.</summary>
    public string Notebook => Text("notebook");

    /// <summary>What is said.</summary>
    public string Statement => Text("statement");

    /// <summary>Where it is said.</summary>
    public string Source => Text("source");

    /// <summary>The published value.</summary>
    public string Published => Text("published");

    /// <summary>The measured value, with its interval where there is one; several, each with its own; a dash where nothing was measured.</summary>
    public string Measured => WithInterval(json["measured"], json["interval"]);

    /// <summary>What the measurement is held against.</summary>
    public string Rule => Text("rule");

    /// <summary><c>holds</c>, <c>does not hold</c> or <c>undecided</c>.</summary>
    public string Verdict => Text("verdict") is { Length: > 0 } verdict ? verdict : "undecided";

    /// <summary>The claims that the cells of an executed notebook show. A claim shown twice counts once, as it was shown last.</summary>
    /// <param name="document">An executed copy.</param>
    /// <param name="notebook">The notebook's name, for claims that do not name theirs.</param>
    /// <returns>The claims in the order they were first shown.</returns>
    public static IReadOnlyList<ClaimRecord> Of(NotebookDocument document, string notebook)
    {
        ArgumentNullException.ThrowIfNull(document);
        var claims = new OrderedDictionary<string, ClaimRecord>(StringComparer.Ordinal);
        foreach (CellOutput output in document.Cells.SelectMany(cell => cell.Outputs))
        {
            MimeBundle? shown = output switch { DisplayOutput d => d.Data, ResultOutput r => r.Data, _ => null };
            foreach (ClaimRecord claim in Read(shown?[MimeType]))
            {
                if (claim.Notebook.Length == 0)
                {
                    claim.json["notebook"] = notebook;
                }

                claims[$"{claim.Notebook}/{claim.Id}"] = claim;
            }
        }

        return [.. claims.Values];
    }

    /// <summary>Reads claims from JSON: a list of them, or an object whose <c>claims</c> is one. What is no claim is left out.</summary>
    /// <param name="json">The JSON; null for none.</param>
    public static IReadOnlyList<ClaimRecord> Read(JsonNode? json)
    {
        JsonArray list = json as JsonArray ?? (json as JsonObject)?["claims"] as JsonArray ?? [];
        return [.. list.OfType<JsonObject>().Select(claim => new ClaimRecord((JsonObject)claim.DeepClone()))];
    }

    /// <summary>The claim as JSON.</summary>
    /// <returns>A copy.</returns>
    public JsonObject ToJson() => (JsonObject)json.DeepClone();

    private static string WithInterval(JsonNode? measured, JsonNode? interval) => (measured, interval) switch
    {
        (null, _) => "–",
        (JsonArray several, JsonArray intervals) when several.Count == intervals.Count => string.Join(", ", several.Zip(intervals, WithInterval)),
        (JsonArray several, null) => string.Join(", ", several.Select(one => WithInterval(one, null))),
        (_, null) => Text(measured),
        _ => $"{Text(measured)} [{Text(interval)}]",
    };

    private string Text(string name) => Text(json[name]);

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonArray array => string.Join(", ", array.Select(Text)),
        JsonObject map => string.Join(", ", map.Select(entry => $"{entry.Key} {Text(entry.Value)}")),
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value when value.TryGetValue(out double number) => Number(number),
        _ => node.ToJsonString(),
    };

    private static string Number(double number) =>
        number == Math.Round(number) && Math.Abs(number) < 1e15 ? number.ToString("0", CultureInfo.InvariantCulture) : number.ToString("G5", CultureInfo.InvariantCulture);
}

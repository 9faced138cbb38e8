using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Evaluation;

/// <summary>Claims in the form of <c>claims.json</c>.</summary>
internal static class ClaimJson
{
    // Written into .ipynb and .json files, never into a script: letters such as ± stay as they are.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<Claim> claims) =>
        new JsonObject { ["claims"] = new JsonArray([.. claims.Select(Row)]) }.ToJsonString(Readable);

    // JSON knows neither NaN nor infinity: what is no finite number is null there.
    public static JsonNode? ToJson(this Measurement measured) => Finite(measured.Value);

    public static JsonNode ToJson(this Interval interval) => new JsonArray(Finite(interval.Low), Finite(interval.High));

    private static JsonNode Row(Claim claim) => new JsonObject
    {
        ["id"] = claim.Id,
        ["notebook"] = claim.Notebook,
        ["statement"] = claim.Statement,
        ["source"] = claim.Source,
        ["published"] = claim.PublishedJson,
        ["measured"] = claim.MeasuredJson,
        ["interval"] = claim.IntervalJson,
        ["rule"] = claim.Rule,
        ["verdict"] = claim.Verdict.ToText(),
    };

    private static JsonValue? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}

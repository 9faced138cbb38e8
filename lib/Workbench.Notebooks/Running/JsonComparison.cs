using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>Compares JSON data, such as the figure of a chart: the same shape, numbers that are close, texts as <see cref="NumericText"/> does.</summary>
internal static class JsonComparison
{
    /// <summary>Finds the first place where two values differ.</summary>
    /// <returns>The path and what differs there; null when nothing does.</returns>
    public static string? Compare(JsonNode? now, JsonNode? before, double relative, string path = "")
    {
        switch (now, before)
        {
            case (null, null):
                return null;
            case (JsonObject here, JsonObject there):
                if (PackedNumbers(here) is { } packed && PackedNumbers(there) is { } stored)
                {
                    return Compare(packed, stored, relative, path);
                }

                return here.Select(entry => entry.Key).Union(there.Select(entry => entry.Key))
                    .Where(key => key != "uid") // Plotly's random names
                    .Select(key => Compare(here[key], there[key], relative, $"{path}.{key}"))
                    .FirstOrDefault(difference => difference is not null);
            case (JsonArray here, JsonArray there):
                return here.Count != there.Count
                    ? $"{Name(path)} has {here.Count} items, the executed copy {there.Count}"
                    : here.Select((item, i) => Compare(item, there[i], relative, $"{path}[{i}]")).FirstOrDefault(difference => difference is not null);
            case (JsonValue here, JsonValue there) when here.TryGetValue(out double x) && there.TryGetValue(out double y):
                return NumericText.Close(x, y, relative, 1e-9) ? null : $"{Name(path)} is {here.ToJsonString()}, in the executed copy {there.ToJsonString()}";
            case (JsonValue here, JsonValue there) when here.TryGetValue(out string? x) && there.TryGetValue(out string? y):
                return NumericText.Compare(x, y, relative) is { } difference ? $"{Name(path)}: {difference}" : null;
            default:
                return JsonNode.DeepEquals(now, before) ? null : $"{Name(path)} is {Short(now)}, in the executed copy {Short(before)}";
        }
    }

    /// <summary>The numbers of a typed array as Plotly packs them: <c>{"bdata": base64, "dtype": "f8"}</c>.</summary>
    private static JsonArray? PackedNumbers(JsonObject json)
    {
        if (json["bdata"] is not JsonValue data || !data.TryGetValue(out string? base64) || json["dtype"] is not JsonValue type || !type.TryGetValue(out string? dtype))
        {
            return null;
        }

        byte[] bytes = Convert.FromBase64String(base64);
        return dtype switch
        {
            "f8" => [.. MemoryMarshal.Cast<byte, double>(bytes).ToArray().Select(Finite)],
            "f4" => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(x => Finite(x))],
            "i4" => [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(x => (JsonNode)x)],
            "i2" => [.. MemoryMarshal.Cast<byte, short>(bytes).ToArray().Select(x => (JsonNode)x)],
            "u1" => [.. bytes.Select(x => (JsonNode)x)],
            _ => null,
        };
    }

    private static JsonNode? Finite(double x) => double.IsFinite(x) ? JsonValue.Create(x) : null;

    private static string Name(string path) => path.Length == 0 ? "the value" : path.TrimStart('.');

    private static string Short(JsonNode? node) => node?.ToJsonString() is { } text ? text.Length <= 60 ? text : text[..59] + "…" : "missing";
}

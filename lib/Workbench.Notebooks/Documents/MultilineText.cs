using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>nbformat's "multiline string": text stored as a list of lines, so that a diff shows the line that changed.</summary>
internal static class MultilineText
{
    public static string Read(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(OutputJson.Text)),
        _ => OutputJson.Text(node),
    };

    public static JsonArray Write(string text)
    {
        var lines = new JsonArray();
        Append(lines, text);
        return lines;
    }

    /// <summary>Adds text at the end; a last line without its line end is continued.</summary>
    public static void Append(JsonArray lines, string text)
    {
        var open = new StringBuilder();
        if (lines.Count > 0 && OutputJson.Text(lines[^1]) is var last && !last.EndsWith('\n'))
        {
            open.Append(last);
            lines.RemoveAt(lines.Count - 1);
        }

        for (int at = 0, end; at < text.Length; at = end)
        {
            end = text.IndexOf('\n', at) is var newline && newline < 0 ? text.Length : newline + 1;
            lines.Add((JsonNode)JsonValue.Create(open.Append(text, at, end - at).ToString()));
            open.Clear();
        }

        if (open.Length > 0)
        {
            lines.Add((JsonNode)JsonValue.Create(open.ToString()));
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// Writes JSON as Jupyter does (Python's <c>json.dumps(indent=1, ensure_ascii=False)</c>), or with the indentation and the end of the file
/// it was read from. Numbers and texts that were read are written back as they stood there.
/// </summary>
/// <param name="Indent">The white space of one level.</param>
/// <param name="NewLine">What ends a line.</param>
/// <param name="End">What follows the last brace.</param>
internal sealed record JsonLayout(string Indent, string NewLine, string End)
{
    public static JsonLayout Of(string json)
    {
        string newLine = json.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        int line = json.IndexOf('\n', StringComparison.Ordinal) + 1;
        int quote = line == 0 ? -1 : json.IndexOf('"', line);
        string indent = quote > line && string.IsNullOrWhiteSpace(json[line..quote]) ? json[line..quote] : " ";
        return new JsonLayout(indent, newLine, json[json.AsSpan().TrimEnd().Length..]);
    }

    public string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, level: 0);
        return text.Append(End).ToString();
    }

    private void Write(StringBuilder text, JsonNode? node, int level)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject members:
                WriteList(text, '{', members, '}', level, member =>
                {
                    WriteText(text, member.Key);
                    text.Append(": ");
                    Write(text, member.Value, level + 1);
                });
                break;
            case JsonArray items:
                WriteList(text, '[', items, ']', level, item => Write(text, item, level + 1));
                break;
            case JsonValue value when value.TryGetValue(out JsonElement read):
                text.Append(read.GetRawText());
                break;
            case JsonValue value when value.TryGetValue(out string? made):
                WriteText(text, made);
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private void WriteList<T>(StringBuilder text, char open, IEnumerable<T> items, char close, int level, Action<T> write)
    {
        text.Append(open);
        bool first = true;
        foreach (T item in items)
        {
            text.Append(first ? "" : ",");
            StartLine(text, level + 1);
            write(item);
            first = false;
        }

        StartLine(text, level);
        text.Append(close);
    }

    private void StartLine(StringBuilder text, int level)
    {
        text.Append(NewLine);
        for (int i = 0; i < level; i++)
        {
            text.Append(Indent);
        }
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}

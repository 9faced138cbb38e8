using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Book;

/// <summary>Renders what a code cell left behind, each output in the richest form that a page on a disk can show.</summary>
/// <param name="charts">Whether the page can draw Plotly's charts from their JSON; without, a chart's own HTML is shown.</param>
internal sealed class OutputHtml(bool charts)
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Whether an output so far needs Plotly's script.</summary>
    public bool HasCharts { get; private set; }

    /// <summary>Renders the outputs of a cell.</summary>
    public string Render(IReadOnlyList<CellOutput> outputs)
    {
        var html = new StringBuilder();
        foreach (CellOutput output in outputs)
        {
            string kind = output switch { StreamOutput { Name: "stderr" } => "stderr", StreamOutput => "stdout", ErrorOutput => "error", ResultOutput => "result", _ => "shown" };
            string content = output switch
            {
                StreamOutput stream => Pre(stream.Text),
                ErrorOutput error => Error(error),
                DisplayOutput shown => Bundle(shown.Data),
                ResultOutput result => Bundle(result.Data),
                _ => "",
            };
            if (content.Length > 0)
            {
                html.Append($"<div class=\"output {kind}\">{content}</div>\n");
            }
        }

        return html.ToString();
    }

    private string Bundle(MimeBundle data)
    {
        if (charts && data[Plotly] is JsonObject figure)
        {
            HasCharts = true;
            return Chart(figure);
        }

        if (data.Text("text/html") is { } html)
        {
            return $"<div class=\"html\">{html}</div>";
        }

        if (data.Text("image/svg+xml") is { } svg)
        {
            return Picture("image/svg+xml", Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)), data);
        }

        foreach (string type in new[] { "image/png", "image/jpeg", "image/webp", "image/gif" })
        {
            if (data.Text(type) is { } picture)
            {
                return Picture(type, picture.ReplaceLineEndings(""), data);
            }
        }

        return data.Text("text/markdown") is { } markdown ? $"<div class=\"html\">{new MarkdownHtml(".").Render(markdown)}</div>"
            : data.Text("text/latex") is { } tex ? $"<div class=\"formula\">{TexToMathMl.Convert(tex.Trim().Trim('$'), display: true)}</div>"
            : data.Text("text/plain") is { } text ? Pre(text)
            : data["application/json"] is { } json ? Pre(json.ToJsonString(Indented))
            : "";
    }

    private static string Chart(JsonObject figure)
    {
        // "</script>" within a title would end the element.
        string json = figure.ToJsonString().Replace("</", "<\\/", StringComparison.Ordinal);
        double height = (figure["layout"] as JsonObject)?["height"] is JsonValue value && value.TryGetValue(out double pixels) ? Math.Clamp(pixels, 120, 2000) : 420;
        return FormattableString.Invariant($"<div class=\"chart\" style=\"height:{height:0}px\"><script type=\"application/json\">{json}</script></div>");
    }

    private static string Picture(string type, string base64, MimeBundle data)
    {
        string alt = WebUtility.HtmlEncode(data.Text("text/plain")?.ReplaceLineEndings(" ") ?? "picture");
        return $"<img src=\"data:{type};base64,{base64}\" alt=\"{alt}\">";
    }

    private static string Error(ErrorOutput error)
    {
        string trace = AnsiText.Strip(string.Join('\n', error.Traceback));
        string head = $"<p><strong>{WebUtility.HtmlEncode(error.Name)}</strong> {WebUtility.HtmlEncode(AnsiText.Strip(error.Value))}</p>";
        return trace.Length > 0 ? head + Pre(trace) : head;
    }

    private static string Pre(string text)
    {
        string plain = AnsiText.Strip(text).TrimEnd('\n');
        return plain.Length == 0 ? "" : $"<pre tabindex=\"0\">{WebUtility.HtmlEncode(plain)}</pre>";
    }
}

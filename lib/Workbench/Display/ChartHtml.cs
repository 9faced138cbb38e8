using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Plotly.NET;

namespace Workbench.Display;

/// <summary>
/// Shows charts as HTML that needs no network. The first one brings plotly.js inline, later ones use it, so one instance serves one page
/// or one notebook session.
/// </summary>
public sealed class ChartHtml
{
    /// <summary>The MIME type of <see cref="ToJson"/>, which JupyterLab and VS Code draw by themselves.</summary>
    public const string MimeType = "application/vnd.plotly.v1+json";

    private int written;

    /// <summary>The chart's figure, for viewers that bring their own plotly.js.</summary>
    /// <param name="chart">The chart.</param>
    /// <returns>A JSON object with <c>data</c>, <c>layout</c> and <c>config</c>.</returns>
    public static string ToJson(GenericChart chart) => GenericChart.toJson(chart);

    /// <summary>The chart on a line: title, axes, and its traces with their number of points.</summary>
    /// <param name="chart">The chart.</param>
    /// <returns>The line.</returns>
    public static string ToText(GenericChart chart)
    {
        JsonNode figure = JsonNode.Parse(ToJson(chart))!;
        JsonNode? layout = figure["layout"];
        IEnumerable<string> traces = figure["data"]!.AsArray().Select(trace =>
        {
            string name = (string?)trace!["name"] is { Length: > 0 } given ? $" {given}" : "";
            return (trace["y"] ?? trace["x"]) is JsonArray points ? $"{trace["type"]}{name} ({points.Count} points)" : $"{trace["type"]}{name}";
        });
        string axes = string.Join(" against ", new[] { layout?["yaxis"], layout?["xaxis"] }.Select(TitleOf).Where(title => title.Length > 0));
        return string.Join("; ", new[] { $"chart {TitleOf(layout)}".TrimEnd(), axes, string.Join(", ", traces) }.Where(part => part.Length > 0));
    }

    /// <summary>The chart as a fragment of a page; the first one of this instance carries plotly.js.</summary>
    /// <param name="chart">The chart.</param>
    /// <returns>The fragment.</returns>
    public string ToHtml(GenericChart chart)
    {
        string json = ToJson(chart).Replace("<", "\\u003c", StringComparison.Ordinal); // no text of the chart may end the script
        int number = Interlocked.Increment(ref written);
        string id = string.Create(CultureInfo.InvariantCulture, $"chart-{number}-{Fingerprint(json)}");
        string library = number == 1
            // Hidden from module loaders, which would keep the library to themselves.
            ? $"<script>if(!window.Plotly){{(function(define,module,exports){{{PlotlyScript.Text}\n}}).call(window)}}</script>"
            : "";
        return library + $$"""
            <div id="{{id}}" style="width:100%;min-height:{{Height(json)}}px"></div>
            <script>(function draw(tries){
              const place = document.getElementById("{{id}}");
              if (!window.Plotly && tries > 0) { setTimeout(() => draw(tries - 1), 100); return; }
              if (!window.Plotly) { place.textContent = "The first chart of this notebook carries what draws them all: run it from its beginning."; return; }
              const figure = {{json}};
              if (figure.layout.paper_bgcolor === "{{Charts.Transparent}}") { figure.layout.font = { ...figure.layout.font, color: getComputedStyle(place).color }; }
              Plotly.newPlot(place, figure.data, figure.layout, { responsive: true, displaylogo: false, ...figure.config });
            })(50);</script>
            """;
    }

    private static string TitleOf(JsonNode? of) => of?["title"] switch
    {
        JsonObject title => (string?)title["text"] ?? "",
        JsonValue title => title.ToString(),
        _ => "",
    };

    private static int Height(string json) => (int?)JsonNode.Parse(json)!["layout"]?["height"]?.GetValue<double>() ?? 400;

    // The same chart gets the same id in every run, so that executed copies compare.
    private static string Fingerprint(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..8];
}

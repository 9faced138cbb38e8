using System.Globalization;
using System.Net;

namespace Workbench.Notebooks.Book;

/// <summary>Renders a code cell: its source, folded where it is long or says nothing to a reader, and what it showed.</summary>
internal static class CellHtml
{
    private const int LinesShown = 30;

    public static string Render(NotebookCell cell, int place, OutputHtml outputs)
    {
        string time = ExecutionRecord.DurationOf(cell) is { TotalSeconds: >= 0.1 } took ? $"<span class=\"took\">{Seconds(took)}</span>" : "";
        string number = cell.ExecutionCount is { } count ? $"<a class=\"number\" href=\"#cell-{place}\">{count}</a>" : "";
        string note = cell.Tags.Contains(ParameterInjection.InjectedTag) ? "<span class=\"note\">set for this run</span>"
            : cell.Tags.Contains(ParameterInjection.ParametersTag) ? "<span class=\"note\">parameters</span>"
            : cell.Tags.Contains(NotebookRunner.SkipExecution) ? "<span class=\"note\">not executed</span>"
            : "";
        string failed = cell.Outputs.OfType<ErrorOutput>().Any() && !cell.Tags.Contains(NotebookRunner.RaisesException) ? " failed" : "";
        return $"<div class=\"cell{failed}\" id=\"cell-{place}\">\n<div class=\"margin\">{number}{time}</div>\n{note}{Source(cell)}\n{outputs.Render(cell.Outputs)}</div>\n";
    }

    /// <summary>A time in a few characters.</summary>
    public static string Seconds(TimeSpan time) => time switch
    {
        { TotalSeconds: < 9.95 } => time.TotalSeconds.ToString("0.0 's'", CultureInfo.InvariantCulture),
        { TotalSeconds: < 90 } => time.TotalSeconds.ToString("0 's'", CultureInfo.InvariantCulture),
        _ => time.TotalMinutes.ToString("0.0 'min'", CultureInfo.InvariantCulture),
    };

    private static string Source(NotebookCell cell)
    {
        string source = cell.Source.TrimEnd();
        if (source.Length == 0)
        {
            return "";
        }

        string[] lines = source.Split('\n');
        string code = $"<pre class=\"source\" tabindex=\"0\"><code>{CSharpHighlighter.ToHtml(source)}</code></pre>";
        if (lines.Length <= LinesShown && !IsSetUp(lines) && !cell.Tags.Contains("hide-input"))
        {
            return code;
        }

        string headline = IsSetUp(lines) ? "set-up" : new CellProgress(cell, 1, 1).Headline;
        return $"<details class=\"fold\"><summary><span class=\"headline\">{WebUtility.HtmlEncode(headline)}</span> <span class=\"lines\">{lines.Length} lines</span></summary>{code}</details>";
    }

    /// <summary>Whether a cell only loads libraries and names what it uses.</summary>
    private static bool IsSetUp(string[] lines) =>
        lines.Length > 3 && lines.Count(line => line.StartsWith("#r", StringComparison.Ordinal) || line.StartsWith("using ", StringComparison.Ordinal)) > lines.Length / 2;
}

using System.Globalization;

namespace Workbench;

/// <summary>The few pieces of HTML that values show themselves with. Colours are left to the page, so that light and dark both read well.</summary>
internal static class Html
{
    private const string Line = "border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)";

    /// <summary>Text as it may stand in an element or a quoted attribute; letters such as × stay readable in the source.</summary>
    public static string Encode(string? text) => (text ?? "")
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>A table whose cells are HTML already; columns named in <paramref name="numeric"/> are right-aligned.</summary>
    public static string Table(string? caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, params int[] numeric)
    {
        string Align(int column) => numeric.Contains(column) ? "right" : "left";
        string Cell(string tag, string content, int column) => $"<{tag} style=\"text-align:{Align(column)};padding:.2em .7em;vertical-align:top;{Line}\">{content}</{tag}>";
        string Row(string tag, IEnumerable<string> cells) => $"<tr>{string.Concat(cells.Select((cell, column) => Cell(tag, cell, column)))}</tr>";

        string title = caption is null ? "" : $"<caption style=\"text-align:left;font-weight:600;padding:.3em 0\">{caption}</caption>";
        return $"<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">{title}"
            + $"<thead>{Row("th", columns)}</thead><tbody>{string.Concat(rows.Select(cells => Row("td", cells)))}</tbody></table></div>";
    }

    /// <summary>A number short enough to read: up to <paramref name="digits"/> significant ones, the same in every culture.</summary>
    public static string Number(double value, int digits = 4) => value switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        _ when double.IsNaN(value) => "NaN",
        _ when value == Math.Round(value) && Math.Abs(value) < 1e15 => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString($"G{digits}", CultureInfo.InvariantCulture),
    };
}

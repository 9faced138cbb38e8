using System.Globalization;
using System.Text;
using Deedle;
using Workbench.Evaluation;

namespace Workbench.Experiments;

/// <summary>A table of measurements, mean ± interval, the best in bold. Shows itself in a notebook and writes itself as Markdown, LaTeX and CSV.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class StudyTable : IShowsAsHtml
{
    private readonly Measurement[][] cells;
    private readonly HashSet<(int Row, int Column)> best;

    internal StudyTable(string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, Measurement[][] cells, HashSet<(int Row, int Column)> best)
    {
        (Title, Rows, Columns, this.cells, this.best) = (title, rows, columns, cells, best);
    }

    /// <summary>What stands above it.</summary>
    public string Title { get; }

    /// <summary>Names of the rows.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>A cell.</summary>
    /// <param name="row">Name of its row.</param>
    /// <param name="column">Name of its column.</param>
    /// <returns>Mean and interval; unknown where nothing was measured.</returns>
    /// <exception cref="KeyNotFoundException">There is no such row or column.</exception>
    public Measurement this[string row, string column] => cells[Find(Rows, row)][Find(Columns, column)];

    /// <summary>Whether a cell is the best of those it is compared with.</summary>
    /// <param name="row">Name of its row.</param>
    /// <param name="column">Name of its column.</param>
    /// <returns>Whether it is set in bold.</returns>
    public bool IsBest(string row, string column) => best.Contains((Find(Rows, row), Find(Columns, column)));

    /// <summary>The means as a frame, for going on with.</summary>
    /// <returns>Rows and columns as here; missing where nothing was measured.</returns>
    public Frame<string, string> ToFrame()
    {
        FrameBuilder.Columns<string, string> builder = [];
        for (int column = 0; column < Columns.Count; column++)
        {
            SeriesBuilder<string, double> series = [];
            for (int row = 0; row < Rows.Count; row++)
            {
                series.Add(Rows[row], cells[row][column].Value);
            }

            builder.Add(Columns[column], series.Series);
        }

        return builder.Frame;
    }

    /// <summary>The table in Markdown.</summary>
    /// <returns>Lines of text.</returns>
    public string ToMarkdown()
    {
        StringBuilder text = new($"| | {string.Join(" | ", Columns.Select(Plain))} |\n|---|{string.Concat(Columns.Select(_ => "--:|"))}\n");
        for (int row = 0; row < Rows.Count; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Plain(Rows[row])} | {string.Join(" | ", Texts(row, "**{0}**"))} |\n");
        }

        return text.ToString();

        static string Plain(string name) => name.Replace("|", "\\|", StringComparison.Ordinal);
    }

    /// <summary>The table in LaTeX, for <c>booktabs</c>.</summary>
    /// <returns>A <c>tabular</c> environment.</returns>
    public string ToLatex()
    {
        StringBuilder text = new($"\\begin{{tabular}}{{l{new string('r', Columns.Count)}}}\n\\toprule\n & {string.Join(" & ", Columns.Select(Plain))} \\\\\n\\midrule\n");
        for (int row = 0; row < Rows.Count; row++)
        {
            IEnumerable<string> texts = Texts(row, @"\textbf{{{0}}}").Select(cell => cell.Replace("±", "$\\pm$", StringComparison.Ordinal).Replace("–", "--", StringComparison.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"{Plain(Rows[row])} & {string.Join(" & ", texts)} \\\\\n");
        }

        return text.Append("\\bottomrule\n\\end{tabular}\n").ToString();

        static string Plain(string name) => string.Concat(name.Select(letter => @"&%$#_{}".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : $"{letter}"));
    }

    /// <summary>The table as comma-separated values: for each column its mean, and the low and high ends of its interval.</summary>
    /// <returns>Lines of text; numbers in full, fields of what was not measured empty.</returns>
    public string ToCsv()
    {
        StringBuilder text = new(string.Join(',', Columns.SelectMany(name => new[] { name, $"{name} low", $"{name} high" }).Prepend("").Select(Quoted)) + "\n");
        for (int row = 0; row < Rows.Count; row++)
        {
            text.AppendJoin(',', cells[row].SelectMany(cell => new[] { Number(cell.Value), Number(cell.Interval?.Low), Number(cell.Interval?.High) }).Prepend(Quoted(Rows[row]))).Append('\n');
        }

        return text.ToString();

        static string Number(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
        static string Quoted(string name) => name.AsSpan().ContainsAny(",\"\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
    }

    /// <inheritdoc/>
    public string ToHtml() => Html.Table(
        Html.Encode(Title),
        [.. Columns.Select(Html.Encode).Prepend("")],
        Rows.Select(IReadOnlyList<string> (name, row) => [Html.Encode(name), .. Texts(row, "<b>{0}</b>")]),
        [.. Enumerable.Range(1, Columns.Count)]);

    /// <summary>The table as text.</summary>
    /// <returns>The title, and the table in Markdown.</returns>
    public override string ToString() => $"{Title}\n\n{ToMarkdown()}";

    private IEnumerable<string> Texts(int row, string bold) =>
        cells[row].Select((cell, column) => best.Contains((row, column)) ? string.Format(CultureInfo.InvariantCulture, bold, Text(cell)) : Text(cell));

    /// <summary>Mean ± half the interval, to two digits of the latter.</summary>
    private static string Text(Measurement measured)
    {
        double half = measured.Interval is { } interval ? (interval.High - interval.Low) / 2 : 0;
        if (half <= 1e-9 * Math.Abs(measured.Value) || !measured.IsKnown)
        {
            return measured.IsKnown ? Html.Number(measured.Value) : "–"; // no interval, or one of rounding errors
        }

        int decimals = Math.Clamp(1 - (int)Math.Floor(Math.Log10(half)), 0, 8);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(measured.Value, decimals).ToString($"F{decimals}", CultureInfo.InvariantCulture)} ± {half.ToString($"F{decimals}", CultureInfo.InvariantCulture)}");
    }

    private static int Find(IReadOnlyList<string> names, string name) =>
        Enumerable.Range(0, names.Count).Where(i => names[i] == name).Select(i => (int?)i).FirstOrDefault()
        ?? throw new KeyNotFoundException($"The table has no '{name}'. There are {string.Join(", ", names)}.");
}

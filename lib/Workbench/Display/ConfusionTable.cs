using System.Globalization;
using System.Text;
using Workbench.Evaluation;

namespace Workbench.Display;

/// <summary>
/// What is taken for what: a row for each true class, a column for each answer, in percent of the row. Right answers lie on the diagonal, in
/// blue; wrong ones are orange, the stronger the oftener.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class ConfusionTable : IShowsAsHtml
{
    private readonly long[][] counts;
    private readonly string[] names;

    /// <summary>Takes a copy of the counts of a score.</summary>
    /// <param name="score">Counts of pictures or of pixels.</param>
    /// <param name="classNames">A name for each class.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    public ConfusionTable(SegmentationScore score, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(classNames);
        if (classNames.Count != score.Classes)
        {
            throw new ArgumentException($"{score.Classes} classes need as many names, not {classNames.Count}.", nameof(classNames));
        }

        names = [.. classNames];
        counts = [.. names.Select((_, truth) => names.Select((_, said) => score.Confusions(truth, said)).ToArray())];
    }

    /// <summary>A line above the table.</summary>
    public string Title { get; init; } = "";

    /// <summary>What is counted: "pictures" or "pixels".</summary>
    public string Unit { get; init; } = "pictures";

    /// <inheritdoc/>
    public string ToHtml()
    {
        const string Upright = "writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;padding:.5em .2em;font-weight:400";
        StringBuilder html = new("<div style=\"overflow-x:auto\"><table style=\"border-collapse:separate;border-spacing:2px;font-variant-numeric:tabular-nums\">");
        html.Append(CultureInfo.InvariantCulture, $"<caption style=\"text-align:left;font-weight:600;padding:.3em 0\">{Html.Encode(Heading)}</caption><thead><tr><th style=\"text-align:left;vertical-align:bottom;font-weight:400;opacity:.75\">truth ↓ answer →</th>");
        html.Append(string.Concat(names.Select(name => $"<th style=\"{Upright}\">{Html.Encode(name)}</th>")));
        html.Append(CultureInfo.InvariantCulture, $"<th style=\"{Upright};opacity:.75\">{Html.Encode(Unit)}</th></tr></thead><tbody>");
        for (int truth = 0; truth < names.Length; truth++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th style=\"text-align:left;padding:.2em .5em .2em 0;font-weight:400;white-space:nowrap\">{Html.Encode(names[truth])}</th>");
            html.Append(string.Concat(names.Select((_, said) => Cell(truth, said))));
            html.Append(CultureInfo.InvariantCulture, $"<td style=\"text-align:right;padding:.2em .4em;opacity:.75\">{Html.Number(counts[truth].Sum())}</td></tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    /// <summary>The right answers of each class on a line.</summary>
    /// <returns>Such as <c>right answers of 100 pictures: cat 90 %, dog 95 %</c>.</returns>
    public override string ToString() =>
        $"{Heading}; right answers: {string.Join(", ", names.Select((name, i) => $"{name} {Percent(i, i)} %"))}";

    private string Heading => $"{(Title.Length > 0 ? $"{Title}: " : "")}percent of {Html.Number(counts.Sum(row => row.Sum()))} {Unit}, by true class";

    private double Share(int truth, int said) => counts[truth].Sum() is > 0 and var all ? (double)counts[truth][said] / all : 0;

    private string Percent(int truth, int said) => (100 * Share(truth, said)).ToString("0.#", CultureInfo.InvariantCulture);

    private string Cell(int truth, int said)
    {
        string tint = (0.1 + (0.7 * Share(truth, said))).ToString("0.###", CultureInfo.InvariantCulture);
        return counts[truth][said] == 0
            ? "<td style=\"background:rgba(128,128,128,.07)\"></td>"
            : $"<td style=\"text-align:right;padding:.2em .3em;min-width:2em;border-radius:2px;background:rgba({(truth == said ? "74,144,242" : "245,146,22")},{tint})\">{Percent(truth, said)}</td>";
    }
}

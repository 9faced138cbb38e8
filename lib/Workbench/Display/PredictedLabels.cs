using System.Globalization;
using System.Text;
using Workbench.Imaging;

namespace Workbench.Display;

/// <summary>Pictures with their likeliest classes beside them, as bars with percentages: the talk's slide <em>Predicted labels</em>.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class PredictedLabels : IShowsAsHtml
{
    private readonly List<(byte[]? Png, string Caption, (string Name, double Share)[] Labels)> rows = [];

    /// <summary>A line above the pictures.</summary>
    public string Title { get; init; } = "";

    /// <summary>How many classes are shown for each picture.</summary>
    public int Shown { get; init; } = 5;

    /// <summary>Side of a picture in the page's pixels.</summary>
    public int PictureSize { get; init; } = 128;

    /// <summary>Adds a picture and what a classifier makes of it.</summary>
    /// <param name="picture">[3, H, W] or [1, H, W] in 0..1; null where there is none.</param>
    /// <param name="probabilities">[classes], 0..1.</param>
    /// <param name="classNames">A name for each class.</param>
    /// <param name="caption">Stands below the picture, such as what it truly shows.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">There are more or fewer names than probabilities.</exception>
    public PredictedLabels Add(Tensor? picture, Tensor probabilities, IReadOnlyList<string> classNames, string caption = "")
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(classNames);
        using var scope = torch.NewDisposeScope();
        float[] shares = probabilities.detach().cpu().to(torch.float32).reshape(-1).data<float>().ToArray();
        if (shares.Length != classNames.Count)
        {
            throw new ArgumentException($"{shares.Length} probabilities need as many class names, not {classNames.Count}.", nameof(classNames));
        }

        rows.Add((
            picture is null ? null : ImageFile.EncodePng(picture), caption,
            [.. shares.Select((share, i) => (classNames[i], (double)share)).OrderByDescending(label => label.Item2).Take(Shown)]));
        return this;
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        StringBuilder html = new();
        html.Append(Title.Length > 0 ? $"<p style=\"font-weight:600;margin:.5em 0\">{Html.Encode(Title)}</p>" : "");
        html.Append("<div style=\"display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,27em),1fr));gap:1em 2em\">");
        foreach ((byte[]? png, string caption, (string Name, double Share)[] labels) in rows)
        {
            html.Append("<div style=\"display:flex;gap:1em;align-items:flex-start\">");
            if (png is not null)
            {
                html.Append(CultureInfo.InvariantCulture, $"<figure style=\"margin:0;width:{PictureSize}px;flex:none\"><img alt=\"{Html.Encode(caption.Length > 0 ? caption : "picture")}\" style=\"width:100%;image-rendering:pixelated;display:block\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"><figcaption style=\"font-size:.85em;text-align:center\">{Html.Encode(caption)}</figcaption></figure>");
            }

            html.Append(CultureInfo.InvariantCulture, $"<div style=\"flex:1;font-size:.9em\">{string.Concat(labels.Select(Bar))}</div></div>");
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>Each picture's likeliest class on a line.</summary>
    /// <returns>Such as <c>Predicted labels: arch 0.98, golf course 0.7</c>.</returns>
    public override string ToString() =>
        $"{(Title.Length > 0 ? $"{Title}: " : "")}{string.Join(", ", rows.Select(row => $"{row.Labels[0].Name} {Percent(row.Labels[0].Share)}"))}";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00}%");

    private static string Bar((string Name, double Share) label) => string.Create(CultureInfo.InvariantCulture, $"""
        <div style="position:relative;margin:2px 0;padding:.15em .5em;white-space:nowrap"><span style="position:absolute;inset:0;width:{100 * label.Share:0.##}%;background:rgba(74,144,242,.45);border-radius:2px"></span><span style="position:relative;display:inline-block;min-width:4.2em;text-align:right;font-variant-numeric:tabular-nums">{Percent(label.Share)}</span> <span style="position:relative">{Html.Encode(label.Name)}</span></div>
        """);
}

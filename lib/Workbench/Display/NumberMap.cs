using System.Globalization;
using System.Text;

namespace Workbench.Display;

/// <summary>
/// Small matrices with every number written into its cell, orange above zero and blue below: images, filters and feature maps as on the
/// talk's slides. Given a second tensor, it marks each number that differs.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class NumberMap : IShowsAsHtml
{
    private const int LargestSide = 40;

    private readonly float[][] maps;
    private readonly int height;
    private readonly int width;
    private readonly string[][]? expected;

    /// <summary>Takes a copy of one matrix <c>[H, W]</c> or several <c>[C, H, W]</c>, shown side by side.</summary>
    /// <param name="values">At most 40×40 each.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public NumberMap(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() is not (2 or 3) || values.shape[^2] is < 1 or > LargestSide || values.shape[^1] is < 1 or > LargestSide)
        {
            throw new ArgumentException(
                $"Expected [H, W] or [C, H, W] of at most {LargestSide}×{LargestSide} numbers; got [{string.Join(", ", values.shape)}].", nameof(values));
        }

        (height, width) = ((int)values.shape[^2], (int)values.shape[^1]);
        maps = Split(values);
    }

    /// <summary>A caption for each matrix.</summary>
    public IReadOnlyList<string> Captions { get; init; } = [];

    /// <summary>Decimals of each number; default 2.</summary>
    public int Decimals { get; init => field = value is >= 0 and <= 6 ? value : throw new ArgumentOutOfRangeException(nameof(Decimals), value, "Decimals are 0 to 6."); } = 2;

    /// <summary>Numbers of the same shape to compare with, as they are printed: a number that reads otherwise is marked.</summary>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public Tensor? Expected
    {
        init
        {
            if (value is not null && (value.numel() != maps.Length * height * width || value.shape[^1] != width))
            {
                throw new ArgumentException($"Expected {maps.Length} × {height} × {width} numbers to compare with; got [{string.Join(", ", value.shape)}].", nameof(value));
            }

            expected = value is null ? null : [.. Split(value).Select(map => map.Select(Text).ToArray())];
        }
    }

    /// <summary>How many numbers there are.</summary>
    public int Count => maps.Length * height * width;

    /// <summary>How many numbers read as expected; all of them where nothing was expected.</summary>
    public int Matches => expected is null ? Count : maps.Zip(expected).Sum(pair => pair.First.Zip(pair.Second).Count(cell => Text(cell.First) == cell.Second));

    /// <inheritdoc/>
    public string ToHtml()
    {
        float largest = Math.Max(1e-9f, maps.SelectMany(map => map).Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max());
        // As large as lets all matrices stand side by side, within what can be read.
        double cell = (0.66 * maps.SelectMany(map => map).Max(value => Text(value).Length)) + 0.6;
        StringBuilder html = new("<div style=\"container-type:inline-size\">");
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"display:flex;flex-wrap:wrap;align-items:flex-end;gap:.8em 16px;font-size:clamp(.66rem,calc((100cqw - {(16 + width) * maps.Length}px) / {cell * width * maps.Length:0.#}),.9rem)\">");
        for (int map = 0; map < maps.Length; map++)
        {
            html.Append("<table style=\"border-collapse:separate;border-spacing:1px;font-size:1em;font-variant-numeric:tabular-nums\">");
            if (map < Captions.Count)
            {
                html.Append(CultureInfo.InvariantCulture, $"<caption style=\"text-align:left;font-weight:600;padding:.2em 0\">{Html.Encode(Captions[map])}</caption>");
            }

            for (int row = 0; row < height; row++)
            {
                html.Append("<tr>");
                for (int column = 0; column < width; column++)
                {
                    html.Append(Cell(map, (row * width) + column, largest));
                }

                html.Append("</tr>");
            }

            html.Append("</table>");
        }

        return html.Append("</div></div>").Append(expected is null ? "" : $"<p>{Matches} of {Count} numbers are as expected.</p>").ToString();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{maps.Length} × {height}×{width} numbers{(expected is null ? "" : $", {Matches} of {Count} as expected")}:{Environment.NewLine}"
        + string.Join(Environment.NewLine + Environment.NewLine, maps.Select(map =>
            string.Join(Environment.NewLine, map.Chunk(width).Select(row => string.Join(' ', row.Select(value => Text(value).PadLeft(Decimals + 3)))))));

    // A translucent tint over whatever the page's background is reads well on light and on dark.
    private string Cell(int map, int at, float largest)
    {
        float value = maps[map][at];
        string tint = float.IsFinite(value) ? (0.75f * Math.Abs(value) / largest).ToString("0.###", CultureInfo.InvariantCulture) : "0";
        bool differs = expected is not null && expected[map][at] != Text(value);
        return $"<td style=\"padding:.25em .3em;min-width:1.6em;text-align:center;border-radius:2px;background:rgba({(value < 0 ? "74,144,242" : "245,146,22")},{tint})"
            + (differs ? $";outline:2px solid #d9483b\" title=\"expected {expected![map][at]}\">" : "\">") + $"{Text(value).Replace('-', '−')}</td>";
    }

    private string Text(float value)
    {
        string text = value.ToString("F" + Decimals, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.All(c => c is '-' or '0' or '.') ? text[1..] : text; // no negative zero
    }

    private float[][] Split(Tensor values)
    {
        using Tensor flat = values.detach().cpu().to(torch.float32).reshape(-1);
        return [.. flat.data<float>().ToArray().Chunk(height * width)];
    }
}

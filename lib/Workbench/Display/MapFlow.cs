using System.Globalization;
using System.Text;

namespace Workbench.Display;

/// <summary>
/// How an image flows through a network: one column per layer with its feature maps as they are, and their shape below. Orange is above
/// zero, blue below, each layer on its own scale.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class MapFlow : IShowsAsHtml
{
    private const double Largest = 108, ListCell = 18, ListWidth = 76, Gap = 8, Between = 64, Header = 20, Footer = 40;

    private readonly List<Stage> stages;
    private readonly int mapsShown;

    /// <summary>Takes copies of what the layers gave for one image.</summary>
    /// <param name="layers">Names and outputs: maps <c>[C, H, W]</c>, or a list of numbers <c>[K]</c>; a leading batch dimension of 1 is dropped.</param>
    /// <param name="mapsShown">How many maps of a layer are drawn at most; the others are counted.</param>
    /// <exception cref="ArgumentException">There is no layer, or a shape is another.</exception>
    public MapFlow(IEnumerable<(string Layer, Tensor Output)> layers, int mapsShown = 4)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(mapsShown, 1);
        this.mapsShown = mapsShown;
        stages = [.. layers.Select(layer => Stage.Of(layer.Layer, layer.Output))];
        if (stages.Count == 0)
        {
            throw new ArgumentException("Expected at least one layer to draw.", nameof(layers));
        }
    }

    /// <summary>Strong connections between the numbers of the last two layers, both lists, by position from 0; drawn as lines. Default none.</summary>
    /// <exception cref="ArgumentException">The last two layers are not lists, or have no such number.</exception>
    public IReadOnlyList<(int From, int To)> Links
    {
        get;
        init => field = value.Count == 0 || (stages.Count > 1 && stages[^2].IsList && stages[^1].IsList && value.All(
                link => link.From >= 0 && link.From < stages[^2].Values.Length && link.To >= 0 && link.To < stages[^1].Values.Length))
            ? value
            : throw new ArgumentException($"Links join numbers of the last two layers, which must be lists: {this}.", nameof(Links));
    } = [];

    /// <inheritdoc/>
    public string ToHtml()
    {
        double unit = Largest / stages.Max(stage => stage.IsList ? 1 : Math.Max(stage.Height, stage.Width)); // pixels per number, the same in every layer
        double tall = stages.Max(stage => ColumnHeight(stage, unit));
        StringBuilder svg = new();
        double x = 0;
        foreach (Stage stage in stages)
        {
            int hidden = stage.IsList ? 0 : stage.Channels - Shown(stage);
            string shape = $"{stage.Shape}{(hidden > 0 ? $" ({Shown(stage)} shown)" : "")}";
            double wide = Math.Max(stage.IsList ? ListWidth : stage.Width * unit, Math.Max(92, 8 * Math.Max(stage.Name.Length, shape.Length))); // room for what stands below, too
            double side = stage.IsList ? ListWidth : stage.Width * unit;
            double left = x + ((wide - side) / 2), top = Header + ((tall - ColumnHeight(stage, unit)) / 2);
            float scale = Math.Max(1e-9f, stage.Values.Select(Math.Abs).Max());
            if (x > 0 && Links.Count > 0 && stage == stages[^1])
            {
                DrawLinks(svg, stages[^2], x - Between - 22, left - 6, top, tall);
            }
            else if (x > 0)
            {
                svg.Append(Invariant($"<path d=\"M{x - Between + 12} {Header + (tall / 2)}h{Between - 28}m-7 -6l8 6l-8 6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>"));
            }

            if (stage.IsList)
            {
                DrawList(svg, stage, left, top, scale);
            }
            else
            {
                DrawMaps(svg, stage, left, top, unit, scale);
            }

            svg.Append(Invariant($"<text x=\"{x + (wide / 2)}\" y=\"{Header + tall + 18}\" text-anchor=\"middle\" font-weight=\"600\">{Html.Encode(stage.Name)}</text>"));
            svg.Append(Invariant($"<text x=\"{x + (wide / 2)}\" y=\"{Header + tall + 34}\" text-anchor=\"middle\" opacity=\".75\">{shape}</text>"));
            x += wide + Between;
        }

        double width = x - Between, height = Header + tall + Footer;
        return Invariant($"<div style=\"overflow-x:auto\"><svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" ")
            + $"aria-label=\"{Html.Encode(ToString())}\" font-family=\"system-ui,sans-serif\" font-size=\"13\" fill=\"currentColor\">{svg}</svg></div>";
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" → ", stages.Select(stage => $"{stage.Name} {stage.Shape}"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private int Shown(Stage stage) => Math.Min(mapsShown, stage.Channels);

    private double ColumnHeight(Stage stage, double unit) => stage.IsList
        ? stage.Values.Length * (ListCell + 2)
        : (Shown(stage) * ((stage.Height * unit) + Gap)) - Gap;

    private void DrawMaps(StringBuilder svg, Stage stage, double left, double top, double unit, float scale)
    {
        for (int channel = 0; channel < Shown(stage); channel++)
        {
            double y = top + (channel * ((stage.Height * unit) + Gap));
            for (int at = 0; at < stage.Height * stage.Width; at++)
            {
                float value = stage.Values[(channel * stage.Height * stage.Width) + at];
                svg.Append(Square(left + (at % stage.Width * unit), y + (at / stage.Width * unit), unit, unit, value, scale));
            }

            svg.Append(Invariant($"<rect x=\"{left}\" y=\"{y}\" width=\"{stage.Width * unit}\" height=\"{stage.Height * unit}\" fill=\"none\" stroke=\"currentColor\" opacity=\".6\"/>"));
        }
    }

    private static void DrawList(StringBuilder svg, Stage stage, double left, double top, float scale)
    {
        for (int i = 0; i < stage.Values.Length; i++)
        {
            double y = top + (i * (ListCell + 2));
            svg.Append(Square(left, y, ListCell, ListCell, stage.Values[i], scale));
            svg.Append(Invariant($"<text x=\"{left + ListCell + 5}\" y=\"{y + (ListCell / 2) + 4.5}\">{stage.Values[i].ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−')}</text>"));
        }
    }

    private void DrawLinks(StringBuilder svg, Stage before, double from, double to, double top, double tall)
    {
        double start = Header + ((tall - ColumnHeight(before, 1)) / 2);
        foreach ((int source, int target) in Links)
        {
            svg.Append(Invariant($"<line x1=\"{from}\" y1=\"{start + (source * (ListCell + 2)) + (ListCell / 2)}\" x2=\"{to}\" y2=\"{top + (target * (ListCell + 2)) + (ListCell / 2)}\" stroke=\"currentColor\" stroke-width=\"1.5\" opacity=\".7\"/>"));
        }
    }

    private static string Square(double x, double y, double wide, double high, float value, float scale) =>
        Invariant($"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{wide:0.##}\" height=\"{high:0.##}\" fill=\"{(value < 0 ? "#4a90f2" : "#f59216")}\" fill-opacity=\"{Math.Abs(value) / scale:0.###}\"/>");

    private sealed record Stage(string Name, float[] Values, int Channels, int Height, int Width, bool IsList)
    {
        public string Shape => IsList ? $"{Values.Length}" : $"{Channels} × {Height}×{Width}";

        public static Stage Of(string name, Tensor output)
        {
            long[] shape = output.shape;
            long[] kept = shape.Length is 2 or 4 && shape[0] == 1 ? shape[1..] : shape;
            if (kept.Length is not (1 or 3) || kept.Any(size => size < 1) || (kept.Length == 1 && kept[0] > 64) || (kept.Length == 3 && kept[1..].Any(size => size > 64)))
            {
                throw new ArgumentException($"{name}: expected maps [C, H, W] of at most 64×64 or at most 64 numbers [K]; got [{string.Join(", ", shape)}].", nameof(output));
            }

            using Tensor flat = output.detach().cpu().to(torch.float32).reshape(-1);
            float[] values = flat.data<float>().ToArray();
            return kept.Length == 1
                ? new(name, values, 1, values.Length, 1, IsList: true)
                : new(name, values, (int)kept[0], (int)kept[1], (int)kept[2], IsList: false);
        }
    }
}

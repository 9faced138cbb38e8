using System.Numerics;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Workbench.Evaluation;

namespace Workbench.Display;

/// <summary>
/// The few charts that notebooks need, each in one call. A title and both axes' titles, with their units, are always asked for. Colours tell
/// apart for colour-blind readers, on light and on dark pages.
/// </summary>
public static class Charts
{
    internal const string Transparent = "rgba(0,0,0,0)";

    // Okabe and Ito's palette for colour-blind readers, its darkest and lightest tones moved to the middle for dark and light pages.
    private static readonly string[] Palette = ["#3a8fc9", "#e08a1e", "#1f9e77", "#c873a8", "#d1583a", "#8577c9"];

    /// <summary>One line.</summary>
    /// <typeparam name="TX">A number type.</typeparam>
    /// <typeparam name="TY">A number type.</typeparam>
    /// <param name="x">The points' places on the horizontal axis.</param>
    /// <param name="y">Their heights, as many as places; NaN and infinities leave a gap.</param>
    /// <param name="title">What the chart shows.</param>
    /// <param name="xTitle">The horizontal axis with its unit, such as <c>time (s)</c>.</param>
    /// <param name="yTitle">The vertical axis with its unit.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">A title is blank, or the numbers of places and heights differ.</exception>
    public static GenericChart Line<TX, TY>(
        IEnumerable<TX> x, IEnumerable<TY> y, string title, string xTitle, string yTitle, bool logY = false)
        where TX : INumber<TX>
        where TY : INumber<TY> =>
        Chart([Scatter("lines", "", x, y)], title, xTitle, yTitle, logY);

    /// <summary>Several lines with a legend.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="xTitle">The horizontal axis with its unit.</param>
    /// <param name="yTitle">The vertical axis with its unit.</param>
    /// <param name="lines">The lines: name, places, heights.</param>
    /// <returns>The chart.</returns>
    /// <inheritdoc cref="Line" path="/exception"/>
    public static GenericChart Lines(
        string title, string xTitle, string yTitle, params (string Name, IEnumerable<double> X, IEnumerable<double> Y)[] lines) =>
        Lines(title, xTitle, yTitle, logY: false, lines);

    /// <summary>Several lines with a legend.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="xTitle">The horizontal axis with its unit.</param>
    /// <param name="yTitle">The vertical axis with its unit.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    /// <param name="lines">The lines: name, places, heights.</param>
    /// <returns>The chart.</returns>
    /// <inheritdoc cref="Line" path="/exception"/>
    public static GenericChart Lines(
        string title, string xTitle, string yTitle, bool logY, params (string Name, IEnumerable<double> X, IEnumerable<double> Y)[] lines) =>
        Chart(lines.Select(line => Scatter("lines", line.Name, line.X, line.Y)), title, xTitle, yTitle, logY);

    /// <summary>Points that no line connects.</summary>
    /// <inheritdoc cref="Line"/>
    public static GenericChart Points<TX, TY>(
        IEnumerable<TX> x, IEnumerable<TY> y, string title, string xTitle, string yTitle, bool logY = false)
        where TX : INumber<TX>
        where TY : INumber<TY> =>
        Chart([Scatter("markers", "", x, y)], title, xTitle, yTitle, logY);

    /// <summary>One bar for each label, with the interval of its measurement where there is one.</summary>
    /// <param name="labels">What each bar stands for.</param>
    /// <param name="values">Their measurements, as many as labels.</param>
    /// <param name="title">What the chart shows.</param>
    /// <param name="xTitle">What the labels are.</param>
    /// <param name="yTitle">The vertical axis with its unit.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">A title is blank, or the numbers of labels and values differ.</exception>
    public static GenericChart Bars(
        IEnumerable<string> labels, IEnumerable<Measurement> values, string title, string xTitle, string yTitle)
    {
        string[] names = [.. labels];
        Measurement[] bars = [.. values];
        RequireAsMany(names.Length, bars.Length);

        var trace = new Trace("bar");
        trace.SetProperty("x", names);
        trace.SetProperty("y", bars.Select(bar => Finite(bar.Value)).ToArray());
        if (Array.Exists(bars, bar => bar.Interval is not null))
        {
            trace.SetProperty("error_y", With(
                ("type", "data"),
                ("symmetric", false),
                ("array", bars.Select(bar => bar.Interval is { } interval ? interval.High - bar.Value : 0).ToArray()),
                ("arrayminus", bars.Select(bar => bar.Interval is { } interval ? bar.Value - interval.Low : 0).ToArray())));
        }

        return Chart([trace], title, xTitle, yTitle, logY: false);
    }

    /// <summary>How often values occur, in bins of equal width.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">The values; NaN and infinities are left out.</param>
    /// <param name="title">What the chart shows.</param>
    /// <param name="xTitle">What the values are, with their unit.</param>
    /// <param name="bins">How many bins at most; 0 lets their number follow from the values.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">A title is blank.</exception>
    public static GenericChart Histogram<T>(IEnumerable<T> values, string title, string xTitle, int bins = 0)
        where T : INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bins);
        var trace = new Trace("histogram");
        trace.SetProperty("x", Numbers(values).Where(value => value is not null).ToArray());
        trace.SetProperty("nbinsx", bins);
        return Chart([trace], title, xTitle, "values in the bin (count)", logY: false);
    }

    private static Trace Scatter<TX, TY>(string mode, string name, IEnumerable<TX> x, IEnumerable<TY> y)
        where TX : INumber<TX>
        where TY : INumber<TY>
    {
        double?[] places = Numbers(x);
        double?[] heights = Numbers(y);
        RequireAsMany(places.Length, heights.Length);

        var trace = new Trace("scatter");
        trace.SetProperty("mode", mode);
        trace.SetProperty("name", name);
        trace.SetProperty("x", places);
        trace.SetProperty("y", heights);
        return trace;
    }

    private static GenericChart Chart(IEnumerable<Trace> traces, string title, string xTitle, string yTitle, bool logY)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(xTitle);
        ArgumentException.ThrowIfNullOrWhiteSpace(yTitle);
        var layout = new Layout();
        layout.SetProperty("title", With(("text", title), ("x", 0.02)));
        layout.SetProperty("xaxis", Axis(xTitle, logarithmic: false));
        layout.SetProperty("yaxis", Axis(yTitle, logY));
        layout.SetProperty("colorway", Palette);
        layout.SetProperty("paper_bgcolor", Transparent);
        layout.SetProperty("plot_bgcolor", Transparent);
        layout.SetProperty("font", With(("color", "#808080"))); // read on white and on black; pages put their own text colour in its place
        layout.SetProperty("margin", With(("l", 60), ("r", 20), ("t", 50), ("b", 50)));
        layout.SetProperty("modebar", With(("bgcolor", Transparent), ("color", "rgba(128,128,128,0.6)"), ("activecolor", "#808080")));
        layout.SetProperty("height", 380);
        return GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, new Config(), new DisplayOptions());
    }

    private static DynamicObj.DynamicObj Axis(string title, bool logarithmic) => With(
        ("title", With(("text", title))),
        ("type", logarithmic ? "log" : "-"),
        ("automargin", true),
        ("gridcolor", "rgba(128,128,128,0.25)"),
        ("zerolinecolor", "rgba(128,128,128,0.5)"));

    private static DynamicObj.DynamicObj With(params (string Name, object Value)[] properties)
    {
        var made = new DynamicObj.DynamicObj();
        foreach ((string name, object value) in properties)
        {
            made.SetProperty(name, value);
        }

        return made;
    }

    private static double?[] Numbers<T>(IEnumerable<T> values)
        where T : INumber<T> =>
        [.. values.Select(value => Finite(double.CreateChecked(value)))];

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static void RequireAsMany(int x, int y)
    {
        if (x != y)
        {
            throw new ArgumentException($"A chart needs as many places as values, not {x} and {y}.");
        }
    }
}

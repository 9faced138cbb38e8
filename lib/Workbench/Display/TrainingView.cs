using System.Globalization;
using Plotly.NET;
using Workbench.Display.Explorers;
using Workbench.Imaging;
using Workbench.Training;

namespace Workbench.Display;

/// <summary>
/// A training as it goes: losses, figures on unseen items, the latest samples and the time left; afterwards a slider over the samples.
/// A notebook shows it once and then again in the same place at each <see cref="Changed"/>.
/// </summary>
/// <example><code>
/// var view = new TrainingView("pix2pix, aerial → map");
/// var shown = view.Display();
/// view.Changed = () => shown.Update(view);
/// var result = recipe.Train(watcher: view);
/// </code></example>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class TrainingView : IProgress<TrainingReport>, IShowsAsHtml
{
    private const int MostSamples = 12; // even, so that halving keeps the latest

    private readonly string title;
    private readonly OrderedDictionary<string, List<(long Step, double Value)>> losses = [], figures = [];
    private readonly List<(long Step, ImageGrid Grid)> samples = [];
    private StepReport? latest;
    private long sampleEvery = 1, samplesSeen;

    /// <summary>A view of a training that has not begun.</summary>
    /// <param name="title">What is trained on what.</param>
    /// <exception cref="ArgumentException">The title is blank.</exception>
    public TrainingView(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        this.title = title;
    }

    /// <summary>Called, on the training's thread, when there is something new to show.</summary>
    public Action? Changed { get; set; }

    /// <summary>The mean losses by name, each with the steps they were reported at.</summary>
    public IReadOnlyDictionary<string, List<(long Step, double Value)>> Losses => losses;

    /// <inheritdoc/>
    public void Report(TrainingReport value)
    {
        switch (value)
        {
            case StepReport step:
                latest = step;
                Note(losses, step.Step, step.Losses);
                break;
            case ValidationReport validation:
                Note(figures, validation.Step, validation.Figures);
                break;
            case SampleReport sample:
                Keep(sample);
                break;
            default:
                return;
        }

        Changed?.Invoke();
    }

    /// <summary>The losses against the steps, each line a moving mean.</summary>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="InvalidOperationException">Nothing was reported yet.</exception>
    public GenericChart LossChart(bool logY = false) => losses.Count == 0
        ? throw new InvalidOperationException($"{title}: there is no loss to draw before the training has begun.")
        : Charts.Lines($"{title}: losses", "step (count)", "loss (mean since the last report)", logY, [.. losses.Select(loss => Line(loss.Key, loss.Value))]);

    /// <summary>The samples so far, at most a dozen of them, evenly spread.</summary>
    /// <returns>A slider over them.</returns>
    public PictureSlider Samples() => samples.Aggregate(new PictureSlider($"{title}: unseen items while training", "step"), (slider, sample) => slider.Add($"{sample.Step}", sample.Grid));

    /// <inheritdoc/>
    public string ToHtml()
    {
        IEnumerable<IReadOnlyList<string>> Rows(OrderedDictionary<string, List<(long Step, double Value)>> series, string what) => series.Select(entry => (IReadOnlyList<string>)
            [Html.Encode(entry.Key), what, Html.Number(entry.Value[0].Value), Html.Number(entry.Value[^1].Value), Curve(entry.Value)]);

        string progress = Finished || latest is null ? "" : $"<progress value=\"{latest.Step}\" max=\"{latest.Steps}\" aria-label=\"steps\" style=\"width:100%;max-width:40rem\"></progress>";
        string pictures = samples.Count == 0 ? "" : Finished ? Samples().ToHtml() : samples[^1].Grid.ToHtml();
        string table = losses.Count == 0 ? "" : Html.Table(null, ["", "", "first", "latest", "course"], Rows(losses, "loss").Concat(Rows(figures, "on unseen items")), 2, 3);
        return $"<div><p><strong>{Html.Encode(title)}</strong> {Html.Encode(State)}</p>{progress}{table}{pictures}</div>";
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{title}: {State}{string.Concat(losses.Concat(figures).Select(entry => string.Create(CultureInfo.InvariantCulture, $", {entry.Key} {entry.Value[^1].Value:G4}")))}";

    private bool Finished => latest is not null && latest.Step == latest.Steps;

    private string State => latest switch
    {
        null => "not begun",
        _ when Finished => $"{latest.Steps} steps",
        _ => string.Create(CultureInfo.InvariantCulture, $"step {latest.Step} of {latest.Steps}, epoch {latest.Epoch}, {latest.ItemsPerSecond:F0} items/s, {latest.Remaining:m\\:ss} left"),
    };

    /// <summary>A small line without axes: the table beside it has the numbers.</summary>
    private static string Curve(List<(long Step, double Value)> points)
    {
        const int Width = 240, Height = 32;
        (long Step, double Value)[] finite = [.. points.Where(point => double.IsFinite(point.Value))];
        if (finite.Length < 2)
        {
            return "";
        }

        (double low, double high) = (finite.Min(point => point.Value), finite.Max(point => point.Value));
        double X(long step) => Width * (step - finite[0].Step) / (double)(finite[^1].Step - finite[0].Step);
        double Y(double value) => high > low ? Height * (high - value) / (high - low) : Height / 2.0;
        string line = string.Join(' ', finite.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Step):0.#},{Y(point.Value):0.#}")));
        return $"<svg role=\"img\" viewBox=\"-2 -2 {Width + 4} {Height + 4}\" width=\"{Width}\" style=\"display:block\"><title>from {Html.Number(low)} to {Html.Number(high)}</title><polyline points=\"{line}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/></svg>";
    }

    private static void Note(OrderedDictionary<string, List<(long Step, double Value)>> series, long step, IReadOnlyDictionary<string, double> values)
    {
        foreach ((string name, double value) in values)
        {
            if (!series.TryGetValue(name, out List<(long Step, double Value)>? points))
            {
                series[name] = points = [];
            }

            points.Add((step, value));
        }
    }

    private static (string Name, IEnumerable<double> X, IEnumerable<double> Y) Line(string name, List<(long Step, double Value)> points) =>
        (name, points.Select(point => (double)point.Step), points.Select(point => point.Value));

    /// <summary>Keeps every n-th sample and the latest; n doubles when there are too many.</summary>
    private void Keep(SampleReport sample)
    {
        if (samples.Count > 0 && (samplesSeen - 1) % sampleEvery != 0)
        {
            samples.RemoveAt(samples.Count - 1); // was there only as the latest
        }

        samples.Add((sample.Step, sample.Grid));
        samplesSeen++;
        if (samples.Count > MostSamples)
        {
            (long Step, ImageGrid Grid)[] kept = [.. samples.Where((_, index) => index % 2 == 0)];
            sampleEvery *= 2;
            samples.Clear();
            samples.AddRange(kept);
        }
    }
}

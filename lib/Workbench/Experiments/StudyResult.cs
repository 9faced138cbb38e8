using Deedle;
using Workbench.Evaluation;
using Workbench.Imaging;
using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>What came out of a study so far: tables over its finished runs, their trained networks and their pictures.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class StudyResult : IShowsAsHtml, IDisposable
{
    private readonly bool isTemporary;

    internal StudyResult(Study study, string folder, bool isTemporary)
    {
        this.isTemporary = isTemporary;
        (Study, Folder) = (study, folder);
        Outcomes = [.. study.Runs().Select(run => WithMore(RunRecord.Read(folder, run, study.TestItems)))];
    }

    /// <summary>The study.</summary>
    public Study Study { get; }

    /// <summary>The folder of its runs.</summary>
    public string Folder { get; }

    /// <summary>What became of each run, in the study's order.</summary>
    public IReadOnlyList<StudyOutcome> Outcomes { get; }

    /// <summary>Whether every run is finished.</summary>
    public bool IsComplete => Count(RunState.Finished) == Outcomes.Count;

    /// <summary>Names of the figures that were measured.</summary>
    public IReadOnlyList<string> Figures => [.. Outcomes.SelectMany(outcome => outcome.Figures.Keys).Distinct()];

    /// <summary>How many runs are in a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Their number.</returns>
    public int Count(RunState state) => Outcomes.Count(outcome => outcome.State == state);

    /// <summary>The long form: every figure of every finished run in a row of its own, with the value on each axis, <c>seed</c>, <c>figure</c>, <c>value</c>.</summary>
    /// <returns>The frame.</returns>
    public Frame<int, string> ToFrame()
    {
        (StudyRun Run, string Figure, double Value)[] rows = [.. Outcomes.SelectMany(outcome => outcome.Figures, (outcome, figure) => (outcome.Run, figure.Key, figure.Value))];
        FrameBuilder.Columns<int, string> columns = [];
        foreach (Axis axis in Study.Axes)
        {
            columns.Add(axis.Name, Column(rows.Select(row => row.Run.Values[axis.Name])));
        }

        columns.Add("seed", Column(rows.Select(row => row.Run.Recipe.Seed)));
        columns.Add("figure", Column(rows.Select(row => row.Figure)));
        columns.Add("value", Column(rows.Select(row => row.Value)));
        return columns.Frame;

        static Series<int, T> Column<T>(IEnumerable<T> values) => values.ToOrdinalSeries();
    }

    /// <summary>A row for each combination of the axes' values, a column for each figure: mean ± 95 % interval over the seeds, the best of each column in bold.</summary>
    /// <param name="figures">Which figures; none for all.</param>
    /// <returns>The table.</returns>
    public StudyTable Table(params string[] figures)
    {
        string[] columns = figures.Length > 0 ? [.. figures.Select(Known)] : [.. Figures];
        string[] rows = [.. Outcomes.Select(outcome => outcome.Run.Method).Distinct()];
        Measurement[][] cells = [.. rows.Select(row => (Measurement[])[.. columns.Select(figure => Mean(figure, run => run.Method == row))])];
        HashSet<(int, int)> best = [.. columns.SelectMany((figure, column) => Best(figure, cells.Select((row, at) => (at, column, row[column]))))];
        return new(Title(""), rows, columns, cells, best);
    }

    /// <summary>One figure, the values of one axis across: mean ± 95 % interval over the seeds, the best of all in bold.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="across">The axis whose values are the columns; those of the others are the rows.</param>
    /// <returns>The table.</returns>
    public StudyTable Pivot(string figure, string across)
    {
        Known(figure);
        string[] columns = [.. AxisOf(across).Values.Select(value => value.Name)];
        string[] rows = [.. Outcomes.Select(outcome => Rest(outcome.Run)).Distinct()];
        Measurement[][] cells = [.. rows.Select(row => (Measurement[])[.. columns.Select(column => Mean(figure, run => Rest(run) == row && run.Values[across] == column))])];
        return new(Title($"{figure}, by {across}"), rows, columns, cells, [.. Best(figure, cells.SelectMany((row, at) => row.Select((cell, column) => (at, column, cell))))]);

        string Rest(StudyRun run) => run.Values.Count == 1 ? figure : string.Join(", ", run.Values.Where(value => value.Key != across).Select(value => value.Value));
    }

    /// <summary>A figure for each value of an axis, for a <see cref="Claim"/> about their order: mean and 95 % interval over the seeds, each seed's figure being its mean over the other axes.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="figure">The figure.</param>
    /// <returns>Measurements by the values' names.</returns>
    public IReadOnlyDictionary<string, Measurement> By(string axis, string figure)
    {
        Known(figure);
        OrderedDictionary<string, Measurement> measured = [];
        foreach (AxisValue value in AxisOf(axis).Values)
        {
            measured[value.Name] = Mean(figure, run => run.Values[axis] == value.Name);
        }

        return measured;
    }

    /// <summary>How much larger a figure is with one value of an axis than with another, all else and the seed being equal.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="first">Name of a value.</param>
    /// <param name="second">Name of another.</param>
    /// <param name="figure">The figure.</param>
    /// <returns>Mean difference and 95 % interval over the seeds; an interval without 0 tells the two apart.</returns>
    public Measurement Difference(string axis, string first, string second, string figure)
    {
        AxisOf(axis);
        Known(figure);
        Dictionary<long, double> minuends = Means(figure, run => run.Values[axis] == first), subtrahends = Means(figure, run => run.Values[axis] == second);
        return SeedInterval.Mean([.. minuends.Keys.Intersect(subtrahends.Keys).Order().Select(seed => minuends[seed] - subtrahends[seed])]);
    }

    /// <summary>Every two values of each axis against each other, paired by seed: see <see cref="Difference"/>.</summary>
    /// <returns>A row for each two values, a column for each figure: mean difference ± 95 % interval; one that is larger than its interval tells the two apart.</returns>
    public StudyTable Comparisons()
    {
        string[] figures = [.. Figures];
        (string Axis, string First, string Second)[] pairs = [.. Study.Axes.SelectMany(axis => axis.Values.SelectMany((first, i) => axis.Values.Skip(i + 1).Select(second => (axis.Name, second.Name, first.Name))))];
        return new(
            Title("differences, paired by seed"), [.. pairs.Select(pair => $"{pair.Axis}: {pair.First} − {pair.Second}")], figures,
            [.. pairs.Select(pair => (Measurement[])[.. figures.Select(figure => Difference(pair.Axis, pair.First, pair.Second, figure))])], []);
    }

    /// <summary>The trained networks of a finished run.</summary>
    /// <param name="run">One of the study's runs.</param>
    /// <returns>The task in its mode of use; dispose it.</returns>
    /// <exception cref="TrainingException">The run is not finished.</exception>
    public TrainingTask Load(StudyRun run) => RunFolder.Open(RunFolder.PathOf(Folder, run.Recipe)).LoadTask();

    /// <summary>What each method makes of some unseen pictures, beside the truth; of translators of pairs and of colorizers.</summary>
    /// <param name="items">How many pictures, the first of the test split.</param>
    /// <returns>A row for each picture: input, ground truth, and the methods, each trained with the study's first seed.</returns>
    /// <exception cref="InvalidOperationException">No run with the first seed is finished, or the networks make no pictures from pictures.</exception>
    public ImageGrid Pictures(int items = 4) => StudyPictures.Grid(this, items);

    /// <summary>Writes <c>NAME.md</c> of <see cref="Table"/> and <see cref="Comparisons"/>, <c>NAME.tex</c> and <c>NAME.csv</c> of the former, and <c>NAME-long.csv</c>.</summary>
    /// <param name="folder">Where to; made if need be.</param>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        StudyTable table = Table();
        WholeFile.Write(Path.Combine(folder, $"{Study.Name}.md"), $"# {Study.Name}\n\n{(Study.About.Length > 0 ? $"{Study.About}\n\n" : "")}{Summary}\n\n{table.ToMarkdown()}\nDifferences, paired by seed; one that is larger than its interval tells the two apart:\n\n{Comparisons().ToMarkdown()}");
        WholeFile.Write(Path.Combine(folder, $"{Study.Name}.tex"), table.ToLatex());
        WholeFile.Write(Path.Combine(folder, $"{Study.Name}.csv"), table.ToCsv());
        ToFrame().SaveCsv(Path.Combine(folder, $"{Study.Name}-long.csv"), includeRowKeys: false, culture: System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public string ToHtml() => Table().ToHtml() + string.Concat(Failed.Select(outcome => $"<div>{Html.Encode($"{outcome.Run}: {outcome.Failure}")}</div>"));

    /// <summary>The table, and what failed.</summary>
    /// <returns>Lines of text.</returns>
    public override string ToString() => $"{Table()}{string.Concat(Failed.Select(outcome => $"\n{outcome.Run} failed: {outcome.Failure}"))}";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isTemporary && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>What was done, in a line.</summary>
    internal string Summary => $"mean ± 95 % interval over {(Study.Seeds.Count == 1 ? "one seed (no interval)" : $"{Study.Seeds.Count} seeds")}; {Count(RunState.Finished)} of {Outcomes.Count} runs finished"
        + (Count(RunState.Failed) is > 0 and var failed ? $", {failed} failed" : "");

    private IEnumerable<StudyOutcome> Failed => Outcomes.Where(outcome => outcome.State == RunState.Failed);

    private string Title(string what) => $"{Study.Name}{(what.Length > 0 ? $": {what}" : "")} ({Summary})";

    private StudyOutcome WithMore(StudyOutcome outcome)
    {
        if (Study.Measure is null || outcome.State != RunState.Finished)
        {
            return outcome;
        }

        using TrainingTask trained = Load(outcome.Run);
        OrderedDictionary<string, double> figures = new(outcome.Figures);
        foreach ((string name, double value) in Study.Measure(outcome.Run, trained))
        {
            figures[name] = value;
        }

        return outcome with { Figures = figures };
    }

    private Measurement Mean(string figure, Func<StudyRun, bool> those) => SeedInterval.Mean([.. Means(figure, those).OrderBy(mean => mean.Key).Select(mean => mean.Value)]);

    private Dictionary<long, double> Means(string figure, Func<StudyRun, bool> those) => Outcomes
        .Where(outcome => outcome.Figures.ContainsKey(figure) && those(outcome.Run))
        .GroupBy(outcome => outcome.Run.Recipe.Seed)
        .ToDictionary(seed => seed.Key, seed => seed.Average(outcome => outcome.Figures[figure]));

    /// <summary>The best of some cells, ties among them; none where all are alike or nobody knows which end is better.</summary>
    private IEnumerable<(int Row, int Column)> Best(string figure, IEnumerable<(int Row, int Column, Measurement Cell)> cells)
    {
        (int Row, int Column, Measurement Cell)[] known = [.. cells.Where(cell => cell.Cell.IsKnown)];
        Better better = Study.Betters.TryGetValue(figure, out Better said) ? said : FigureDirection.Of(figure);
        if (known.Length < 2 || better == Better.Neither)
        {
            return [];
        }

        double low = known.Min(cell => cell.Cell.Value), high = known.Max(cell => cell.Cell.Value), best = better == Better.Lower ? low : high;
        return low == high ? [] : known.Where(cell => cell.Cell.Value == best).Select(cell => (cell.Row, cell.Column));
    }

    private Axis AxisOf(string name) => Study.Axes.FirstOrDefault(axis => axis.Name == name)
        ?? throw new ArgumentException($"Study {Study.Name} has no axis '{name}'. It has {string.Join(", ", Study.Axes.Select(axis => axis.Name))}.", nameof(name));

    private string Known(string figure) => Figures.Count == 0 || Figures.Contains(figure)
        ? figure
        : throw new ArgumentException($"Study {Study.Name} measured no '{figure}'. There are {string.Join(", ", Figures)}.", nameof(figure));
}

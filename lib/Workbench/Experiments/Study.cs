using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>
/// An experiment of many trainings: a base recipe, axes along which it is changed, and seeds. Every combination is a run in a folder named by
/// its recipe's hash, so a finished one is found again and never repeated, in whichever study it was trained.
/// </summary>
/// <example><code>
/// var study = new Study("loss", Pix2PixRecipe.Quick)
/// {
///     Axes = [Axis.Named("loss", ("L1", "lambdaGan=0"), ("cGAN", "lambdaL1=0"), ("L1+cGAN", "")), Axis.Of("generator", "uNet", "encoderDecoder")],
///     Seeds = [1, 2, 3],
/// };
/// StudyResult result = study.Run();
/// </code></example>
public sealed class Study
{
    /// <summary>A study of a recipe.</summary>
    /// <param name="name">A short name, good for a file.</param>
    /// <param name="origin">The recipe that the axes change.</param>
    /// <exception cref="ArgumentException">The name cannot be that of a file.</exception>
    public Study(string name, Recipe origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (string.IsNullOrWhiteSpace(name) || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new ArgumentException($"'{name}' cannot name a study: a file name without folder and extension, such as loss-maps.", nameof(name));
        }

        (Name, Origin) = (name, origin);
    }

    /// <summary>A short name, good for a file.</summary>
    public string Name { get; }

    /// <summary>The recipe that the axes change.</summary>
    public Recipe Origin { get; }

    /// <summary>What the study is to show, in a sentence, with its source; for a reader.</summary>
    public string About { get; init; } = "";

    /// <summary>What is varied; every combination is trained.</summary>
    public IReadOnlyList<Axis> Axes { get; init; } = [];

    /// <summary>The seeds that each combination is trained with. An interval needs two or more.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1];

    /// <summary>How many items of the test split each run is measured on; 0 for all, or the usual number of a drawn set.</summary>
    public long TestItems { get; init; }

    /// <summary>What one run needs.</summary>
    public Resources Resources { get; init; } = new();

    /// <summary>More to measure of each finished run, such as what a judge says of its pictures; figures by name. Measured anew for each result.</summary>
    public Func<StudyRun, TrainingTask, IReadOnlyDictionary<string, double>>? Measure { get; init; }

    /// <summary>Which end of a figure is the better one, where its name does not tell: names with error or loss are better lower, accuracy or PSNR higher.</summary>
    public IReadOnlyDictionary<string, Better> Betters { get; init; } = new Dictionary<string, Better>();

    /// <summary>The files of the studies that come with the library, those of the talk, by name.</summary>
    public static IReadOnlyList<string> Files => Directory.Exists(FilesFolder) ? [.. Directory.GetFiles(FilesFolder, "*.json").Order(StringComparer.Ordinal)] : [];

    private static string FilesFolder => Path.Combine(Path.GetDirectoryName(typeof(Study).Assembly.Location) ?? AppContext.BaseDirectory, "studies");

    /// <summary>Reads a study from a JSON file.</summary>
    /// <param name="nameOrPath">A file, or the name of one of <see cref="Files"/>, such as <c>receptive-field</c>.</param>
    /// <returns>The study, all its recipes checked.</returns>
    /// <exception cref="RecipeException">It is no study; the message names the place and what would be right.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or name; the message lists the names.</exception>
    public static Study Read(string nameOrPath)
    {
        string path = FindFile(nameOrPath);
        return StudyFile.Parse(File.ReadAllText(path), path);
    }

    /// <summary>The file of a study.</summary>
    /// <param name="nameOrPath">A file, or the name of one of <see cref="Files"/>.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="FileNotFoundException">There is none; the message lists the names.</exception>
    public static string FindFile(string nameOrPath) => File.Exists(nameOrPath)
        ? nameOrPath
        : Files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == nameOrPath)
            ?? throw new FileNotFoundException($"There is no study '{nameOrPath}', nor such a file. There are {string.Join(", ", Files.Select(Path.GetFileNameWithoutExtension))}.", nameOrPath);

    /// <summary>All runs: every combination of the axes' values with every seed, the last axis and the seeds changing fastest.</summary>
    /// <returns>The runs, checked.</returns>
    /// <exception cref="RecipeException">A setting is unknown or does not fit, or two axes change the same one.</exception>
    public IReadOnlyList<StudyRun> Runs()
    {
        if (Seeds.Count == 0 || Seeds.Distinct().Count() < Seeds.Count)
        {
            throw new RecipeException($"Study {Name}: seeds are one or more different numbers, not [{string.Join(", ", Seeds)}].");
        }

        foreach (Axis axis in Axes)
        {
            if (axis.Values.Count == 0 || axis.Values.Select(value => value.Name).Distinct().Count() < axis.Values.Count)
            {
                throw new RecipeException($"Study {Name}: axis {axis.Name} needs values with different names, not [{string.Join(", ", axis.Values.Select(value => value.Name))}].");
            }
        }

        List<StudyRun> runs = [];
        foreach (AxisValue[] point in Points())
        {
            OrderedDictionary<string, string> names = [];
            foreach ((Axis axis, AxisValue value) in Axes.Zip(point))
            {
                if (!names.TryAdd(axis.Name, value.Name))
                {
                    throw new RecipeException($"Study {Name}: two axes are called {axis.Name}.");
                }
            }

            foreach (long seed in Seeds)
            {
                runs.Add(new(runs.Count, names, RecipeOf(point, seed)));
            }
        }

        return runs;
    }

    /// <summary>Carries out, one after the other, the runs that are not finished yet. What fails is noted and does not stop the others.</summary>
    /// <param name="folder">The folder of runs; null for a temporary one that goes with the result.</param>
    /// <param name="watcher">Hears how far it is; null for silence.</param>
    /// <param name="cancellation">
    /// Asks to save the present run and end, as a notebook's stop button does; what there is is kept, and the next call goes on.
    /// </param>
    /// <returns>What came out so far; dispose it where the folder is temporary.</returns>
    /// <exception cref="RecipeException">A setting does not fit; nothing was trained.</exception>
    public StudyResult Run(string? folder = null, IProgress<StudyProgress>? watcher = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<StudyRun> runs = Runs();
        string place = folder ?? Directory.CreateTempSubdirectory("workbench-study-").FullName;
        using StopButton stop = new(cancellation);
        StudyRunner.CarryOut(this, runs, place, watcher, stop.Token);
        return new(this, place, isTemporary: folder is null);
    }

    /// <summary>Carries out one run, or goes on with it, as the tasks of a cluster do.</summary>
    /// <param name="run">One of <see cref="Runs"/>.</param>
    /// <param name="folder">The folder of runs.</param>
    /// <param name="watcher">Hears of the training; null for silence.</param>
    /// <param name="cancellation">Asks to save and end.</param>
    /// <returns>What became of it; an error is in it and not thrown.</returns>
    public StudyOutcome RunOne(StudyRun run, string folder, IProgress<TrainingReport>? watcher = null, CancellationToken cancellation = default) =>
        StudyRunner.One(this, run, folder, watcher, cancellation);

    /// <summary>What there is of the study by now, without training anything.</summary>
    /// <param name="folder">The folder of runs.</param>
    /// <returns>The result so far.</returns>
    public StudyResult Result(string folder) => new(this, folder, isTemporary: false);

    private IEnumerable<AxisValue[]> Points() => Axes.Aggregate(
        (IEnumerable<AxisValue[]>)[[]], (points, axis) => points.SelectMany(point => axis.Values, (point, value) => (AxisValue[])[.. point, value]));

    private Recipe RecipeOf(AxisValue[] point, long seed)
    {
        Dictionary<string, string> changes = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in point.SelectMany(value => value.Settings))
        {
            if (name.Equals("seed", StringComparison.OrdinalIgnoreCase) || !changes.TryAdd(name, value))
            {
                throw new RecipeException($"Study {Name}: {name} is set {(changes.ContainsKey(name) ? "by two axes" : "by an axis; seeds have a place of their own")}.");
            }
        }

        Recipe origin = Origin;
        if (changes.Remove("task", out string? task))
        {
            origin = OfTask(task, changes.Remove("preset", out string? preset) ? preset : Origin.Preset);
        }

        try
        {
            return origin.With([.. changes, new("seed", Axis.Text(seed))]);
        }
        catch (RecipeException error)
        {
            throw new RecipeException($"Study {Name}, {string.Join(", ", point.Select(value => value.Name))}: {error.Message}");
        }
    }

    /// <summary>Another task's preset, with what the origin changes of its own: the data and its size, say.</summary>
    private Recipe OfTask(string task, string preset)
    {
        Recipe other = Recipes.Find(task, preset), before = Recipes.Find(Origin.Task, Origin.Preset);
        HashSet<string> known = [.. RecipeSetting.Of(other.GetType()).Select(setting => setting.Name)];
        return other.With(RecipeSetting.Of(Origin.GetType())
            .Where(setting => known.Contains(setting.Name) && setting.Show(Origin) != setting.Show(before))
            .Select(setting => KeyValuePair.Create(setting.Name, setting.Show(Origin))));
    }
}

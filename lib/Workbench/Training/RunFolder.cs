using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Workbench.Imaging;

namespace Workbench.Training;

/// <summary>
/// A run on disk: <c>recipe.json</c>, <c>environment.json</c>, <c>metrics.csv</c>, <c>validation.csv</c>, <c>samples/</c>, <c>checkpoints/</c>,
/// <c>tensorboard/</c>, and at the end <c>model.safetensors</c> and <c>summary.json</c>. Whatever must be whole is written beside and renamed.
/// </summary>
public sealed class RunFolder
{
    internal const string ModelFile = "model.safetensors";
    private const string RecipeFile = "recipe.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private RunFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The last part of the path.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>The trained network's weights, once the run is finished.</summary>
    public string Model => In(ModelFile);

    /// <summary>Whether the run came to its end.</summary>
    public bool IsFinished => File.Exists(In("summary.json")) && File.Exists(Model);

    /// <summary>Whether a process trains in it right now.</summary>
    public bool IsTaken
    {
        get
        {
            try
            {
                OpenLock(Path).Dispose();
                return false;
            }
            catch (UnauthorizedAccessException)
            {
                return false; // a folder that is only there to be read
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>The usual folder of a recipe's run, named by task, data and hash.</summary>
    /// <param name="runs">The folder of all runs.</param>
    /// <param name="recipe">The recipe.</param>
    /// <returns>A path; equal recipes have the same.</returns>
    public static string PathOf(string runs, Recipe recipe)
    {
        string data = System.IO.Path.GetFileNameWithoutExtension(System.IO.Path.TrimEndingDirectorySeparator(recipe.Data));
        return System.IO.Path.Combine(runs, $"{recipe.Task}-{data}-{recipe.Hash}");
    }

    /// <summary>The folder in which runs lie: <c>WORKBENCH_RUNS</c> where it is set, else <c>runs</c> of the current folder.</summary>
    public static string Runs => Environment.GetEnvironmentVariable("WORKBENCH_RUNS") is { Length: > 0 } chosen ? chosen : "runs";

    /// <summary>Whether a folder holds a run.</summary>
    /// <param name="path">A folder, there or not.</param>
    /// <returns>Whether there is a recipe in it.</returns>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, RecipeFile));

    /// <summary>The folder of an existing run.</summary>
    /// <param name="path">Its path, or its name in <see cref="Runs"/>.</param>
    /// <returns>The run.</returns>
    /// <exception cref="TrainingException">There is no run.</exception>
    public static RunFolder Open(string path)
    {
        foreach (string place in new[] { path, System.IO.Path.Combine(Runs, path) })
        {
            if (Exists(place))
            {
                return new(place);
            }
        }

        throw new TrainingException($"{path} is no run: it has no {RecipeFile}.");
    }

    /// <summary>All runs in a folder, the latest first.</summary>
    /// <param name="runs">The folder of all runs.</param>
    /// <returns>None where the folder is missing.</returns>
    public static IReadOnlyList<RunFolder> All(string runs) => !Directory.Exists(runs)
        ? []
        : [.. Directory.GetDirectories(runs).Where(Exists).OrderByDescending(path => File.GetLastWriteTimeUtc(System.IO.Path.Combine(path, RecipeFile))).Select(path => new RunFolder(path))];

    /// <summary>What the run carries out.</summary>
    /// <returns>The recipe.</returns>
    /// <exception cref="TrainingException">The file is not as it was written.</exception>
    public Recipe ReadRecipe()
    {
        try
        {
            JsonObject file = JsonNode.Parse(File.ReadAllText(In(RecipeFile)))!.AsObject();
            return Recipe.FromJson(file["task"]!.GetValue<string>(), file["settings"]!.ToJsonString());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or RecipeException)
        {
            throw new TrainingException($"{In(RecipeFile)} is not as it was written: {error.Message}", error);
        }
    }

    /// <summary>The rows of <c>metrics.csv</c> or <c>validation.csv</c>.</summary>
    /// <param name="validation">Which of the two.</param>
    /// <returns>Numbers by column; empty where nothing was reported yet.</returns>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> ReadMetrics(bool validation = false) =>
        MetricsFile.Read(In(validation ? "validation.csv" : "metrics.csv"));

    /// <summary>The grids of samples by step.</summary>
    /// <returns>Paths of PNG files, the earliest first.</returns>
    public IReadOnlyList<(long Step, string Path)> Samples() => !Directory.Exists(In("samples"))
        ? []
        : [.. Directory.GetFiles(In("samples"), "step-*.png").Order(StringComparer.Ordinal).Select(path => (StepOf(path), path))];

    /// <summary>What the run ended with.</summary>
    /// <returns>The summary, or null before the end.</returns>
    public RunSummary? ReadSummary() => File.Exists(In("summary.json")) ? JsonSerializer.Deserialize<RunSummary>(File.ReadAllText(In("summary.json")), Json) : null;

    /// <summary>The task with the finished run's weights, in its mode of use.</summary>
    /// <returns>The task; dispose it.</returns>
    /// <exception cref="TrainingException">The run is not finished.</exception>
    public TrainingTask LoadTask()
    {
        if (!File.Exists(Model))
        {
            throw new TrainingException($"{Path} is not finished: go on with `workbench train --resume {Path}`.");
        }

        return TrainedModel.Load(Model);
    }

    internal static RunFolder Create(string path, Recipe recipe)
    {
        RunFolder run = new(path);
        Directory.CreateDirectory(path);
        WholeFile.Write(run.In("environment.json"), JsonSerializer.Serialize(RunEnvironment.Here(), Json));
        WholeFile.Write(
            run.In(RecipeFile),
            new JsonObject { ["task"] = recipe.Task, ["hash"] = recipe.Hash, ["settings"] = JsonNode.Parse(recipe.ToJson()) }.ToJsonString(new() { WriteIndented = true }));
        return run;
    }

    /// <summary>Takes the folder for this process; a second one is refused until the first ends, however it ends.</summary>
    internal static FileStream Lock(string path)
    {
        Directory.CreateDirectory(path);
        for (int tries = 1; ; tries++)
        {
            try
            {
                return OpenLock(path);
            }
            catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (tries == 5)
                {
                    throw new TrainingException($"Another process trains in {path}; wait for it, or choose another folder.", error);
                }

                Thread.Sleep(50); // somebody may only be asking whether it is taken
            }
        }
    }

    /// <summary>Lets nothing be written where somebody deleted the run: half of one would come back, without its recipe.</summary>
    internal void RequireHere()
    {
        if (!Exists(Path))
        {
            throw new TrainingException($"The run's folder {Path} is gone, and with it what was saved there; begin anew.");
        }
    }

    /// <summary>What to say when something of the run cannot be written.</summary>
    internal TrainingException CannotWrite(string what, Exception error)
    {
        RequireHere();
        return new($"{what} of the run {Path} cannot be written: {error.Message.TrimEnd('.')}. The last checkpoint is whole; make room and resume.", error);
    }

    // Not deleted at the end: another process might wait for this very file.
    private static FileStream OpenLock(string path) => new(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    internal string In(string file) => System.IO.Path.Combine(Path, file);

    internal string CheckpointPath(long step) => In(System.IO.Path.Combine("checkpoints", string.Create(CultureInfo.InvariantCulture, $"step-{step:D9}")));

    /// <summary>Complete checkpoints, the latest first. Half-written ones have other names.</summary>
    internal IReadOnlyList<string> Checkpoints() => !Directory.Exists(In("checkpoints"))
        ? []
        : [.. Directory.GetDirectories(In("checkpoints"), "step-*").OrderDescending(StringComparer.Ordinal)];

    internal void WriteSample(long step, ImageGrid grid)
    {
        RequireHere();
        try
        {
            grid.SavePng(In(System.IO.Path.Combine("samples", string.Create(CultureInfo.InvariantCulture, $"step-{step:D9}.png"))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite("A grid of samples", error);
        }
    }

    internal void WriteSummary(RunSummary summary) => WholeFile.Write(In("summary.json"), JsonSerializer.Serialize(summary, Json));

    internal static long StepOf(string path) =>
        long.Parse(System.IO.Path.GetFileNameWithoutExtension(path)["step-".Length..], CultureInfo.InvariantCulture);
}

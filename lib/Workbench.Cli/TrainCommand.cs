using System.CommandLine;
using Workbench.Training;

namespace Workbench.Cli;

/// <summary><c>workbench train</c>: carries out a recipe, or goes on with a run.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        Argument<string?> name = new("recipe")
        {
            Description = "A task, such as pix2pix; a recipe.json; or, with --resume, a run. Without one, lists the tasks.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> preset = new("--preset") { Description = "Settings to begin with: quick, real or paper.", DefaultValueFactory = _ => "quick" };
        Option<string?> data = new("--data") { Description = "The data set: a name or a path; the same as --set data=…" };
        Option<string[]> settings = new("--set") { Description = "Changes a setting of the recipe; may be repeated.", HelpName = "setting=value", AllowMultipleArgumentsPerToken = true };
        Option<string?> device = new("--device") { Description = "cpu or cuda; the same as --set device=…" };
        Option<long?> seed = new("--seed") { Description = "The same as --set seed=…" };
        Option<string?> output = new("--out", "-o") { Description = $"The run's folder. Default: {RunFolder.Runs}/TASK-DATA-HASH.", HelpName = "DIR" };
        Option<bool> resume = new("--resume") { Description = "Goes on where the run was stopped." };
        Option<int> workers = new("--workers") { Description = "Threads that prepare batches.", DefaultValueFactory = _ => 2 };
        Option<long> checkpoints = new("--checkpoint-every") { Description = "Steps between checkpoints; by default one at the end of each epoch." };
        Option<long> samples = new("--sample-every") { Description = "Steps between grids of samples; by default one at the end of each epoch." };
        Option<bool> strict = new("--strict") { Description = "Stops at a data item that cannot be read, instead of skipping it." };
        Option<bool> show = new("--show") { Description = "Prints the recipe with all its settings, and trains nothing." };
        Command command = new("train", "Trains: a task's recipe on a data set, into a folder from which it can go on.")
        {
            name, preset, data, settings, device, seed, output, resume, workers, checkpoints, samples, strict, show,
        };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            if (parsed.GetValue(name) is not { } given)
            {
                List();
                return ExitCode.Success;
            }

            Dictionary<string, string> changes = Settings(parsed.GetValue(settings) ?? []);
            foreach ((string key, string? value) in new[] { ("data", parsed.GetValue(data)), ("device", parsed.GetValue(device)), ("seed", parsed.GetValue(seed)?.ToString(System.Globalization.CultureInfo.InvariantCulture)) })
            {
                if (value is not null)
                {
                    changes[key] = value;
                }
            }

            (Recipe recipe, string? folder) = Find(given, parsed.GetValue(preset)!, parsed.GetResult(preset) is { Implicit: false });
            recipe = recipe.With(changes);
            if (parsed.GetValue(show))
            {
                Show(recipe);
                return ExitCode.Success;
            }

            if (parsed.GetValue(workers) < 1)
            {
                throw new UsageException($"--workers {parsed.GetValue(workers)}: at least 1.");
            }

            return Train(recipe, new()
            {
                Folder = parsed.GetValue(output) ?? folder ?? RunFolder.PathOf(RunFolder.Runs, recipe),
                Resume = parsed.GetValue(resume),
                Workers = parsed.GetValue(workers),
                CheckpointEvery = parsed.GetValue(checkpoints),
                SampleEvery = parsed.GetValue(samples),
                Strict = parsed.GetValue(strict),
            });
        }));
        return command;
    }

    private static Dictionary<string, string> Settings(string[] settings)
    {
        Dictionary<string, string> values = [];
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"--set {setting}: write --set setting=value.");
            }

            values[setting[..equals].Trim()] = setting[(equals + 1)..].Trim();
        }

        return values;
    }

    /// <summary>A task's preset; or the recipe of a run or a file, with the run's folder.</summary>
    private static (Recipe Recipe, string? Folder) Find(string given, string preset, bool presetIsNamed)
    {
        if (Recipes.All.Any(recipe => recipe.Task == given))
        {
            return (Recipes.Find(given, preset), null);
        }

        string folder = Path.GetFileName(given) == "recipe.json" ? Path.GetDirectoryName(Path.GetFullPath(given))! : given;
        if (!RunFolder.Exists(folder) && !RunFolder.Exists(Path.Combine(RunFolder.Runs, given)))
        {
            throw new UsageException($"There is no recipe '{given}', nor such a run. Recipes are {string.Join(", ", Recipes.All.Select(recipe => recipe.Task).Distinct())}.");
        }

        if (presetIsNamed)
        {
            throw new UsageException($"{given} has its own settings, so --preset has nothing to say.");
        }

        RunFolder run = RunFolder.Open(folder);
        return (run.ReadRecipe(), folder == given ? run.Path : null);
    }

    private static int Train(Recipe recipe, TrainingOptions options)
    {
        Console.WriteLine(recipe);
        Console.WriteLine($"run: {options.Folder}");
        using StopOnCtrlC stop = new();
        TrainingLine line = new();
        try
        {
            using TrainingResult result = recipe.Train(options, line, stop.Token);
            line.End();
            return Tell(result);
        }
        catch (TrainingException failure) when (failure.HasBegun)
        {
            line.End();
            Console.Error.WriteLine(failure.Message);
            return ExitCode.Failure;
        }
    }

    private static int Tell(TrainingResult result)
    {
        foreach ((string item, string reason) in result.Skipped)
        {
            Console.Error.WriteLine($"skipped {item}: {reason}");
        }

        if (!result.Finished)
        {
            Console.Error.WriteLine($"Stopped after step {result.Steps} and saved. `workbench train {result.Folder} --resume` goes on.");
            return ExitCode.Interrupted;
        }

        Console.WriteLine($"{result.Steps} steps in {result.Elapsed:h\\:mm\\:ss}: {TrainingLine.Figures(result.Losses)}");
        if (result.Validation.Count > 0)
        {
            Console.WriteLine($"on unseen items: {TrainingLine.Figures(result.Validation)}");
        }

        Console.WriteLine($"model: {Path.Combine(result.Folder!, "model.safetensors")}");
        return ExitCode.Success;
    }

    private static void List()
    {
        foreach (IGrouping<string, Recipe> task in Recipes.All.GroupBy(recipe => recipe.Task))
        {
            Console.WriteLine($"{task.Key}  presets {string.Join(", ", task.Select(recipe => recipe.Preset))}; data such as {task.First().Data}");
        }

        Console.WriteLine("`workbench train TASK --show` lists the settings of one.");
    }

    private static void Show(Recipe recipe)
    {
        Console.WriteLine($"{recipe.Task} ({recipe.Preset}), {recipe.Hash}");
        foreach (RecipeSetting setting in RecipeSetting.Of(recipe.GetType()))
        {
            Console.WriteLine($"  {setting.Name + "=" + setting.Show(recipe),-28} {setting.Meaning} ({setting.Kind})");
        }
    }
}

using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Workbench.Training;

namespace Workbench.Cli;

/// <summary><c>workbench runs</c>: what was trained here.</summary>
internal static class RunsCommand
{
    public static Command Create() => new("runs", "Lists, shows and compares trainings.") { List(), Show(), Compare(), TensorBoard() };

    private static Command List()
    {
        Option<string> folder = Folder();
        Command command = new("list", "Lists the runs, the latest first.") { folder };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            IReadOnlyList<RunFolder> runs = RunFolder.All(parsed.GetValue(folder)!);
            if (runs.Count == 0)
            {
                Console.WriteLine($"There are no runs in {parsed.GetValue(folder)}. `workbench train` makes one.");
            }

            foreach (RunFolder run in runs)
            {
                Console.WriteLine($"{run.Name,-40} {State(run)}");
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Show()
    {
        Argument<string> name = Run("run");
        Command command = new("show", "Shows a run: its recipe, its losses, its figures on unseen items.") { name };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            RunFolder run = RunFolder.Open(parsed.GetValue(name)!);
            Console.WriteLine($"{run.Path}\n{run.ReadRecipe()}\n{State(run)}");
            Print("unseen items by epoch", run.ReadMetrics(validation: true));
            Print("losses", [.. Thinned(run.ReadMetrics(), 12)]);
            if (run.Samples() is [.., var last])
            {
                Console.WriteLine($"samples: {last.Path}");
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Compare()
    {
        Argument<string> first = Run("run"), second = Run("other");
        Command command = new("compare", "Compares two runs: where their recipes differ, and what came out.") { first, second };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            RunFolder a = RunFolder.Open(parsed.GetValue(first)!), b = RunFolder.Open(parsed.GetValue(second)!);
            Recipe recipeA = a.ReadRecipe(), recipeB = b.ReadRecipe();
            Console.WriteLine($"{"",-24} {a.Name,-36} {b.Name}");
            if (recipeA.Task != recipeB.Task)
            {
                Console.WriteLine($"{"task",-24} {recipeA.Task,-36} {recipeB.Task}");
            }

            IEnumerable<string> names = RecipeSetting.Of(recipeA.GetType()).Concat(RecipeSetting.Of(recipeB.GetType())).Select(setting => setting.Name).Distinct();
            foreach (string name in names)
            {
                if (Value(recipeA, name) is var one && Value(recipeB, name) is var other && one != other)
                {
                    Console.WriteLine($"{name,-24} {one,-36} {other}");
                }
            }

            IReadOnlyDictionary<string, double> figuresA = Last(a), figuresB = Last(b);
            foreach (string name in figuresA.Keys.Union(figuresB.Keys))
            {
                Console.WriteLine($"{name,-24} {Number(figuresA, name),-36} {Number(figuresB, name)}");
            }

            return ExitCode.Success;
        }));
        return command;

        static string Value(Recipe recipe, string name) => RecipeSetting.Of(recipe.GetType()).FirstOrDefault(setting => setting.Name == name)?.Show(recipe) ?? "–";
        static string Number(IReadOnlyDictionary<string, double> figures, string name) => figures.TryGetValue(name, out double value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "–";
    }

    private static Command TensorBoard()
    {
        Option<string> folder = Folder();
        Command command = new("tensorboard", "Opens TensorBoard over all runs, where it is installed.") { folder };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            string runs = parsed.GetValue(folder)!;
            if (!Directory.Exists(runs))
            {
                throw new UsageException($"There are no runs in {runs}.");
            }

            try
            {
                using Process board = Process.Start(new ProcessStartInfo("tensorboard", ["--logdir", runs]))!;
                board.WaitForExit();
                return board.ExitCode;
            }
            catch (Win32Exception)
            {
                throw new UsageException($"TensorBoard is not installed (`pip install tensorboard`). The runs are in its format: `tensorboard --logdir {runs}`.");
            }
        }));
        return command;
    }

    private static OrderedDictionary<string, double> Last(RunFolder run)
    {
        OrderedDictionary<string, double> figures = [];
        foreach (bool validation in new[] { false, true })
        {
            if (run.ReadMetrics(validation) is not [.., var last])
            {
                continue;
            }

            foreach ((string name, double value) in last)
            {
                figures[validation && name is not ("step" or "epoch") ? $"{name} (unseen)" : name] = value;
            }
        }

        return figures;
    }

    private static string State(RunFolder run)
    {
        if (run.ReadSummary() is { } summary && run.IsFinished)
        {
            return string.Create(CultureInfo.InvariantCulture, $"finished: {summary.Steps} steps in {TimeSpan.FromSeconds(summary.Seconds):h\\:mm\\:ss}; {TrainingLine.Figures(summary.Validation.Count > 0 ? summary.Validation : summary.Losses)}");
        }

        return run.ReadMetrics() is [.., var last] ? $"stopped or running, after step {last["step"]}" : "begun";
    }

    private static IEnumerable<IReadOnlyDictionary<string, double>> Thinned(IReadOnlyList<IReadOnlyDictionary<string, double>> rows, int most) =>
        rows.Count <= most ? rows : Enumerable.Range(0, most).Select(i => rows[(int)((long)i * (rows.Count - 1) / (most - 1))]);

    private static void Print(string title, IReadOnlyList<IReadOnlyDictionary<string, double>> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        string[] columns = [.. rows.SelectMany(row => row.Keys).Distinct()];
        Console.WriteLine($"{title}\n  {string.Join(' ', columns.Select(column => $"{column,12}"))}");
        foreach (IReadOnlyDictionary<string, double> row in rows)
        {
            Console.WriteLine("  " + string.Join(' ', columns.Select(column => $"{(row.TryGetValue(column, out double value) ? value.ToString("G5", CultureInfo.InvariantCulture) : ""),12}")));
        }
    }

    private static Argument<string> Run(string name) => new(name) { Description = "A run's folder, or its name." };

    private static Option<string> Folder() => new("--runs") { Description = "The folder of all runs.", DefaultValueFactory = _ => RunFolder.Runs, HelpName = "DIR" };
}

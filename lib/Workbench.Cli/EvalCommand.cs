using System.CommandLine;
using System.Text.Json;
using Workbench.Datasets;
using Workbench.Training;

namespace Workbench.Cli;

/// <summary><c>workbench eval</c>: how good pictures and runs are.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        Argument<string?> run = new("run") { Description = "A finished run's folder, or its name.", Arity = ArgumentArity.ZeroOrOne };
        Option<Split> split = new("--split") { Description = "test, validation or train.", DefaultValueFactory = _ => Split.Test };
        Option<long> items = new("--items") { Description = "How many items; by default all, or 400 of a drawn set." };
        Option<bool> json = new("--json") { Description = "Prints JSON." };
        Command command = new("eval", "Measures a finished run on unseen items, or generated pictures.") { run, split, items, json };
        command.Subcommands.Add(EvalImagesCommand.Create());
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            RunFolder folder = RunFolder.Open(parsed.GetValue(run) ?? throw new UsageException("Name a run, or use `workbench eval images`."));
            using TrainingTask trained = folder.LoadTask();
            IReadOnlyDictionary<string, double> figures = (folder.ReadRecipe() with { Device = "cpu" }).Evaluate(trained, parsed.GetValue(split), parsed.GetValue(items));
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(figures) : TrainingLine.Figures(figures));
            return ExitCode.Success;
        }));
        return command;
    }
}

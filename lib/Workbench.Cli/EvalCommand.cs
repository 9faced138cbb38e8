using System.CommandLine;
using System.Text.Json;
using Workbench.Datasets;
using Workbench.Evaluation;
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
        Option<string?> data = new("--data") { Description = "Another data set than the run's own: a name or a path." };
        Option<bool> json = new("--json") { Description = "Prints JSON: value, low and high of each figure." };
        Option<string?> pictures = new("--pictures") { Description = "Also writes what was measured, as pictures of the same names in DIR/given, DIR/made and DIR/true, for `eval images` and `study judge`.", HelpName = "DIR" };
        Command command = new("eval", "Measures a finished run on unseen items, or generated pictures.") { run, data, split, items, pictures, json };
        command.Subcommands.Add(EvalImagesCommand.Create());
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            RunFolder folder = RunFolder.Open(parsed.GetValue(run) ?? throw new UsageException("Name a run, or use `workbench eval images`."));
            using TrainingTask trained = folder.LoadTask();
            Recipe recipe = folder.ReadRecipe() with { Device = "cpu" };
            recipe = parsed.GetValue(data) is { } other ? recipe with { Data = other } : recipe;
            IReadOnlyDictionary<string, double> figures = recipe.Evaluate(trained, parsed.GetValue(split), parsed.GetValue(items));
            OrderedDictionary<string, Measurement> measured = figures is Figures known ? known.Report() : new(figures.Select(figure => KeyValuePair.Create(figure.Key, (Measurement)figure.Value)));
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(measured.ToDictionary(figure => figure.Key, figure => new { value = figure.Value.Value, low = figure.Value.Interval?.Low, high = figure.Value.Interval?.High }))
                : string.Join('\n', measured.Select(figure => $"{figure.Key,-20}{figure.Value}").Append("[95 % interval over items]")));
            if (parsed.GetValue(pictures) is { } place)
            {
                int written = recipe.WritePictures(trained, place, parsed.GetValue(split), parsed.GetValue(items));
                Console.Error.WriteLine($"{written} items → {place}");
            }

            return ExitCode.Success;
        }));
        return command;
    }
}

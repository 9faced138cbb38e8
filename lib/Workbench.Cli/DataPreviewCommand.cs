using System.CommandLine;
using Workbench.Datasets;
using Workbench.Imaging;

namespace Workbench.Cli;

/// <summary><c>workbench data preview</c>: some items of a data set as a picture.</summary>
internal static class DataPreviewCommand
{
    public static Command Create()
    {
        DataArguments arguments = new();
        Option<string> output = new("--out", "-o") { Description = "The PNG file to write.", Required = true, HelpName = "grid.png" };
        Option<int> count = new("--count") { Description = "How many items.", DefaultValueFactory = _ => 20 };
        Command command = arguments.On(new("preview", "Draws some items of a data set with what belongs to them.") { output, count });
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            if (parsed.GetValue(count) is var items && items < 1)
            {
                throw new UsageException($"--count {items}: at least 1 item is shown.");
            }

            using var scope = torch.NewDisposeScope();
            IDataset set = arguments.Open(parsed);
            using var files = set as IDisposable;
            ImageGrid grid = DatasetPreview.Of(set, items);
            grid.SavePng(parsed.GetValue(output)!);
            Console.WriteLine($"{set}: {DatasetCatalog.KindOf(set)} → {parsed.GetValue(output)}");
            return ExitCode.Success;
        }));
        return command;
    }
}

using System.CommandLine;
using Workbench.Datasets;

namespace Workbench.Cli;

/// <summary><c>workbench data list</c>: every data set that has a name.</summary>
internal static class DataListCommand
{
    public static Command Create()
    {
        Command command = new("list", "Lists the data sets drawn here and the public ones known by name.");
        command.SetAction(_ => ModelCommand.Guarded(() =>
        {
            int width = DrawnSets.All.Select(entry => entry.Name).Concat(DatasetCatalog.Manifests.Select(manifest => manifest.Name)).Max(name => name.Length) + 2;
            Console.WriteLine("Drawn here, at any size and without end:");
            foreach (DrawnSetEntry entry in DrawnSets.All)
            {
                Console.WriteLine($"  {entry.Name.PadRight(width)}{entry.Summary}");
            }

            Console.WriteLine($"\nPublic ones (in {DatasetCatalog.Cache}):");
            foreach (Manifest manifest in DatasetCatalog.Manifests)
            {
                string state = manifest.IsComplete(Path.Combine(DatasetCatalog.Cache, manifest.Name)) ? "here" : manifest.Files.Count > 0 ? "to get" : "ask its makers";
                Console.WriteLine($"  {manifest.Name.PadRight(width)}{manifest.What} [{state}]");
            }

            Console.WriteLine("\nAnything else: the path of a folder, .zip, .tar or .tar.gz.");
            return ExitCode.Success;
        }));
        return command;
    }
}

using System.CommandLine;
using Workbench.Models;

namespace Workbench.Cli;

/// <summary><c>workbench model list</c>: every network with what it does, where it comes from and what can be set.</summary>
internal static class ModelListCommand
{
    public static Command Create()
    {
        Command command = new("list", "Lists the networks and their options.");
        command.SetAction(_ =>
        {
            foreach (CatalogEntry entry in ModelCatalog.Entries)
            {
                Console.WriteLine($"{entry.Name}  {entry.Summary} ({entry.Paper})");
                foreach (ModelOption option in entry.Options)
                {
                    string choices = option.Choices.Count > 0 ? $" ({string.Join(", ", option.Choices)})" : "";
                    Console.WriteLine($"    {option}{choices}");
                }
            }

            return ExitCode.Success;
        });
        return command;
    }
}

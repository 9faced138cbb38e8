using System.CommandLine;
using System.Text.Json;
using Workbench.Evaluation;
using Workbench.Models;

namespace Workbench.Cli;

/// <summary><c>workbench model describe</c>: a network's layer table.</summary>
internal static class ModelDescribeCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        Argument<string> name = ModelArguments.Name();
        Option<string[]> settings = ModelArguments.Settings();
        Option<int?> size = ModelArguments.Size();
        Option<bool> json = new("--json") { Description = "Prints JSON: parameters, multiplyAdds, layers." };
        Command command = new("describe", "Prints a network's layers with output shapes, parameters, multiply-adds and receptive fields.")
        {
            name, settings, size, json,
        };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            using CatalogModel model = ModelArguments.Build(parsed.GetValue(name)!, parsed.GetValue(settings) ?? [], parsed.GetValue(size));
            NetworkDescription description = NetworkDescription.Of(model);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(description, Json) : description.ToString());
            return ExitCode.Success;
        }));
        return command;
    }
}

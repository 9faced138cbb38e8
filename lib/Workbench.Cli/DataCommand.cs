using System.CommandLine;

namespace Workbench.Cli;

/// <summary><c>workbench data</c>: data sets drawn here, and real ones.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Lists, gets, shows and checks data sets.")
    {
        DataListCommand.Create(), DataGetCommand.Create(), DataPreviewCommand.Create(), DataCheckCommand.Create(),
    };
}

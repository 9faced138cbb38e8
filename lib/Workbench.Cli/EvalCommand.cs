using System.CommandLine;

namespace Workbench.Cli;

/// <summary><c>workbench eval</c>: how good pictures and runs are.</summary>
internal static class EvalCommand
{
    public static Command Create() => new("eval", "Measures how good generated pictures are.") { EvalImagesCommand.Create() };
}

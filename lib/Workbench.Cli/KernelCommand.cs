using System.CommandLine;
using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary><c>workbench kernel PIPE</c>: the process behind one running notebook. Started by <c>workbench run</c>, not by people.</summary>
internal static class KernelCommand
{
    public static Command Create()
    {
        var pipe = new Argument<string>("pipe") { Description = "The pipe to take cells from." };
        var command = new Command(KernelHost.Verb, "Executes the cells of one notebook.") { pipe };
        command.Hidden = true;
        command.SetAction((parsed, _) => KernelHost.RunAsync(parsed.GetValue(pipe)!));
        return command;
    }
}

using System.CommandLine;
using Workbench.Notebooks.Jupyter;

namespace Workbench.Cli;

/// <summary><c>workbench jupyter kernel</c>: what Jupyter's clients start.</summary>
internal static class JupyterKernelCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("connection-file") { Description = "The file a Jupyter client wrote: ports, and the key that signs messages." };
        var command = new Command("kernel", "Serves a Jupyter client, which starts it by itself.") { file };
        command.SetAction(parsed => RunAsync(parsed.GetValue(file)!));
        return command;
    }

    /// <summary>Serves until the client says so.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string connectionFile)
    {
        try
        {
            await JupyterKernel.RunAsync(connectionFile);
            return ExitCode.Success;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Usage;
        }
    }
}

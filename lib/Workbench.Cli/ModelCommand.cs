using System.CommandLine;
using Workbench.Weights;

namespace Workbench.Cli;

/// <summary><c>workbench model</c>: the networks of the library, from the command line.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Lists, describes and runs the networks, and converts their weights.")
    {
        ModelListCommand.Create(), ModelDescribeCommand.Create(), ModelRunCommand.Create(), ModelConvertCommand.Create(),
    };

    /// <summary>Runs a verb; what a user can put right is said in a line and not in a stack trace.</summary>
    public static int Guarded(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is UsageException or ArgumentException or IOException or StateDictException or Training.TrainingException or UnauthorizedAccessException)
        {
            // .NET appends the name of the parameter, which means nothing on a command line.
            int parameter = error is ArgumentException ? error.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
            Console.Error.WriteLine(parameter < 0 ? error.Message : error.Message[..parameter]);
            return ExitCode.Usage;
        }
    }
}

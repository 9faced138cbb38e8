using System.CommandLine;

namespace Workbench.Cli;

/// <summary>The <c>workbench</c> command and its verbs.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Learn, reproduce and question convolutional networks: runs the book, its models and its data.")
        {
            RunCommand.Create(), ModelCommand.Create(), DataCommand.Create(), TrainCommand.Create(), RunsCommand.Create(), SweepCommand.Create(), PicturesCommand.Colorize(), PicturesCommand.Translate(), EvalCommand.Create(), StudyCommand.Create(), JupyterCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);

        // Each verb decides for itself what Ctrl-C means: long work is stopped, saved, and only then ended.
        int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }
}

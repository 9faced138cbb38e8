using System.CommandLine;
using Workbench.Experiments;

namespace Workbench.Cli;

/// <summary><c>workbench sweep status</c>: how far a study is, wherever it runs.</summary>
internal static class SweepStatusCommand
{
    public static Command Create()
    {
        Argument<string> file = new("study") { Description = "A study's JSON file, or its name." };
        Option<string> runs = SweepCommand.Runs();
        Command command = new("status", "Tells how far each run of a study is, and shows the tables so far.") { file, runs };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            Study study = Study.Read(StudyPlace.Find(parsed.GetValue(file)!));
            using StudyResult result = study.Result(parsed.GetValue(runs)!);
            foreach (StudyOutcome outcome in result.Outcomes)
            {
                Console.WriteLine($"{outcome.Run.Index,4}  {outcome.Run,-40} {Text(outcome)}");
            }

            if (result.Count(RunState.Finished) > 0)
            {
                Console.WriteLine($"\n{result.Table()}");
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static string Text(StudyOutcome outcome) => outcome.State switch
    {
        RunState.Finished => $"finished in {TimeSpan.FromSeconds(outcome.Seconds):h\\:mm\\:ss}",
        RunState.Failed => $"failed: {outcome.Failure}",
        var state => state.ToString().ToLowerInvariant(),
    };
}

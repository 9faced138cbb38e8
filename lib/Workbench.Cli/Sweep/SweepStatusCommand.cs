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
        Option<string?> tables = new("--save") { Description = "Writes the tables so far into a folder, too.", HelpName = "DIR" };
        Command command = new("status", "Tells how far each run of a study is, and shows the tables so far.") { file, runs, tables };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            Study study = Study.Read(parsed.GetValue(file)!);
            string folder = Path.GetFullPath(parsed.GetValue(runs)!);
            using StudyResult result = study.Result(folder);
            SlurmQueue queue = SlurmQueue.Of(study, folder);
            foreach (StudyOutcome outcome in result.Outcomes)
            {
                string queued = queue.States.TryGetValue(outcome.Run.Index, out string? state) && outcome.State != RunState.Finished ? $" (job {queue.Job}_{outcome.Run.Index}: {state})" : "";
                Console.WriteLine($"{outcome.Run.Index,4}  {outcome.Run,-40} {Text(outcome)}{queued}");
            }

            if (result.Count(RunState.Finished) > 0)
            {
                Console.WriteLine($"\n{result}{(study.Seeds.Count > 1 ? $"\n{result.Comparisons()}" : "")}");
            }

            if (parsed.GetValue(tables) is { } place)
            {
                result.Save(place);
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

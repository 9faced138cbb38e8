using System.CommandLine;
using Workbench.Experiments;

namespace Workbench.Cli;

/// <summary><c>workbench sweep run</c>: one run of a study, as the processes of <c>--jobs</c> and the tasks of a job array carry it out.</summary>
internal static class SweepRunCommand
{
    public static Command Create()
    {
        Argument<string> file = new("study") { Description = "A study's JSON file, or its name." };
        Argument<int> index = new("run") { Description = "Number of the run, from 0, as `workbench sweep status` lists them." };
        Option<string> runs = SweepCommand.Runs();
        Command command = new("run", "Carries out one run of a study, or goes on with it.") { file, index, runs };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            Study study = Study.Read(parsed.GetValue(file)!);
            IReadOnlyList<StudyRun> all = study.Runs();
            int number = parsed.GetValue(index);
            if (number < 0 || number >= all.Count)
            {
                throw new UsageException($"Study {study.Name} has no run {number}; its runs are 0 to {all.Count - 1}.");
            }

            using StopOnCtrlC stop = new();
            TrainingLine line = new();
            StudyOutcome outcome = study.RunOne(all[number], parsed.GetValue(runs)!, line, stop.Token);
            line.End();
            if (outcome.State == RunState.Finished)
            {
                Console.WriteLine($"{outcome.Run}: {TrainingLine.Figures(outcome.Figures)}");
                return ExitCode.Success;
            }

            Console.Error.WriteLine($"{outcome.Run}: {outcome.Failure ?? outcome.State.ToString().ToLowerInvariant()}");
            return outcome.State == RunState.Stopped ? ExitCode.Interrupted : ExitCode.Failure;
        }));
        return command;
    }
}

using System.CommandLine;
using Workbench.Experiments;
using Workbench.Training;

namespace Workbench.Cli;

/// <summary><c>workbench sweep</c>: carries out a study, run by run.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        Argument<string?> file = new("study") { Description = "A study's JSON file, or the name of one of `workbench sweep list`.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> jobs = new("--jobs", "-j") { Description = "Runs at a time, each a process of its own.", DefaultValueFactory = _ => 1 };
        Option<string> runs = Runs();
        Option<string?> output = new("--out", "-o") { Description = "Folder for the tables. Default: RUNS/studies.", HelpName = "DIR" };
        Command command = new("sweep", "Carries out a study: every combination of its axes and seeds. Finished runs are found again, what failed is tried again.") { file, jobs, runs, output };
        command.Subcommands.Add(SweepStatusCommand.Create());
        command.Subcommands.Add(SweepRunCommand.Create());
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            string path = StudyPlace.Find(parsed.GetValue(file) ?? throw new UsageException("Name a study, or use `workbench sweep status`."));
            int atOnce = parsed.GetValue(jobs);
            if (atOnce < 1)
            {
                throw new UsageException($"--jobs {atOnce}: at least 1.");
            }

            Study study = Study.Read(path);
            string folder = parsed.GetValue(runs)!;
            using StopOnCtrlC stop = new();
            if (atOnce == 1)
            {
                StudyLine line = new();
                study.Run(folder, line, stop.Token).Dispose();
                line.End();
            }
            else
            {
                LocalJobs.Run(study, path, folder, atOnce, stop.Token);
            }

            return Conclude(study, folder, parsed.GetValue(output), stop.Token.IsCancellationRequested);
        }));
        return command;
    }

    /// <summary>Prints and keeps the tables of what there is by now.</summary>
    public static int Conclude(Study study, string folder, string? output, bool stopped)
    {
        using StudyResult result = study.Result(folder);
        string tables = output ?? Path.Combine(folder, "studies");
        result.Save(tables);
        Console.WriteLine(result);
        Console.WriteLine($"tables: {Path.Combine(tables, study.Name)}.md, .tex, .csv");
        if (result.IsComplete)
        {
            return ExitCode.Success;
        }

        Console.Error.WriteLine($"{result.Count(RunState.Finished)} of {result.Outcomes.Count} runs are finished; the same command goes on with the others.");
        return stopped ? ExitCode.Interrupted : ExitCode.Failure;
    }

    public static Option<string> Runs() => new("--runs") { Description = "The folder of all runs.", DefaultValueFactory = _ => RunFolder.Runs, HelpName = "DIR" };
}

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
        Option<Place> on = new("--on") { Description = "Where: on this machine, or as a job array of a Slurm cluster that shares its files.", HelpName = "local|slurm" };
        Option<int?> jobs = new("--jobs", "-j") { Description = "Runs at a time, each a process of its own. Default: one here, as many as fit on a cluster." };
        Option<string> runs = Runs();
        Option<string?> output = new("--out", "-o") { Description = "Folder for the tables. Default: RUNS/studies.", HelpName = "DIR" };
        Command command = new("sweep", "Carries out a study: every combination of its axes and seeds. Finished runs are found again, what failed is tried again.") { file, on, jobs, runs, output };
        command.Subcommands.Add(List());
        command.Subcommands.Add(SweepStatusCommand.Create());
        command.Subcommands.Add(SweepRunCommand.Create());
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            string path = Study.FindFile(parsed.GetValue(file) ?? throw new UsageException("Name a study, or list them with `workbench sweep list`."));
            if (parsed.GetValue(jobs) is < 1)
            {
                throw new UsageException($"--jobs {parsed.GetValue(jobs)}: at least 1.");
            }

            Study study = Study.Read(path);
            string folder = Path.GetFullPath(parsed.GetValue(runs)!), tables = parsed.GetValue(output) is { } named ? Path.GetFullPath(named) : Path.Combine(folder, "studies");
            if (parsed.GetValue(on) == Place.Slurm)
            {
                Console.WriteLine(SlurmQueue.Submit(study, path, folder, tables, parsed.GetValue(jobs)));
                return ExitCode.Success;
            }

            using StopOnCtrlC stop = new();
            if (parsed.GetValue(jobs) is > 1 and int atOnce)
            {
                LocalJobs.Run(study, path, folder, atOnce, stop.Token);
            }
            else
            {
                StudyLine line = new();
                study.Run(folder, line, stop.Token).Dispose();
                line.End();
            }

            return Conclude(study, folder, tables, stop.Token.IsCancellationRequested);
        }));
        return command;
    }

    private static Command List()
    {
        Command command = new("list", "Lists the studies that come along: those of the talk.");
        command.SetAction(_ => ModelCommand.Guarded(() =>
        {
            foreach (Study study in Study.Files.Select(Study.Read))
            {
                Console.WriteLine($"{study.Name,-26} {study.Runs().Count,3} runs of {study.Origin.Task}: {string.Join(" × ", study.Axes.Select(axis => $"{axis.Name} ({string.Join(", ", axis.Values.Select(value => value.Name))})"))}\n{"",27}{study.About}");
            }

            return ExitCode.Success;
        }));
        return command;
    }

    /// <summary>Prints and keeps the tables of what there is by now.</summary>
    private static int Conclude(Study study, string folder, string tables, bool stopped)
    {
        using StudyResult result = study.Result(folder);
        result.Save(tables);
        Console.WriteLine($"{result}\n{(study.Seeds.Count > 1 && result.Count(RunState.Finished) > 0 ? $"{result.Comparisons()}\n" : "")}tables: {Path.Combine(tables, study.Name)}.md, .tex, .csv");
        if (result.IsComplete)
        {
            return ExitCode.Success;
        }

        Console.Error.WriteLine($"{result.Count(RunState.Finished)} of {result.Outcomes.Count} runs are finished; the same command goes on with the others.");
        return stopped ? ExitCode.Interrupted : ExitCode.Failure;
    }

    public static Option<string> Runs() => new("--runs") { Description = "The folder of all runs.", DefaultValueFactory = _ => RunFolder.Runs, HelpName = "DIR" };

    private enum Place
    {
        Local,
        Slurm,
    }
}

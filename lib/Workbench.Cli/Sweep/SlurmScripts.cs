using System.Globalization;
using Workbench.Experiments;
using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>The two batch scripts of a study: a job array with a task for each run, and the summary after it.</summary>
internal static class SlurmScripts
{
    /// <summary>
    /// One task a run. The command takes the shell's place, so that it hears Slurm's SIGTERM itself, at the time limit, a cancellation or a
    /// requeue, and saves; started again, it goes on from there.
    /// </summary>
    public static string Array(Study study, string file, string runs, string logs, IEnumerable<int> indices, int? atOnce)
    {
        Resources needs = study.Resources;
        List<string> options =
        [
            $"--job-name={Quoted(study.Name)}",
            $"--array={string.Join(',', indices)}{(atOnce is { } most ? $"%{most}" : "")}",
            "--requeue",
            "--open-mode=append",
            $"--output={Quoted($"{logs}/run-%a.log")}",
            .. Placement(needs),
        ];
        AddIf(needs.Cpus > 0, $"--cpus-per-task={needs.Cpus}");
        AddIf(needs.Gpus > 0, $"--gpus-per-task={needs.Gpus}");
        AddIf(needs.Memory.Length > 0, $"--mem={needs.Memory}");
        AddIf(needs.Time is not null, $"--time={(int)(needs.Time?.TotalHours ?? 0)}:{needs.Time:mm\\:ss}");
        return Script(options, $"export OMP_NUM_THREADS=${{SLURM_CPUS_PER_TASK:-1}}\nexec {Command("sweep", "run", file)} \"$SLURM_ARRAY_TASK_ID\" --runs {Quoted(runs)}");

        void AddIf(bool asked, FormattableString option)
        {
            if (asked)
            {
                options.Add(option.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>After all tasks, however they ended: the tables of what there is.</summary>
    public static string Summary(Study study, string file, string runs, string logs, string tables) => Script(
        [$"--job-name={Quoted($"{study.Name}-summary")}", "--requeue", $"--output={Quoted($"{logs}/summary.log")}", .. Placement(study.Resources)],
        $"exec {Command("sweep", "status", file)} --runs {Quoted(runs)} --save {Quoted(tables)}");

    private static string Script(IEnumerable<string> options, string body) => $"#!/bin/bash\n{string.Concat(options.Select(option => $"#SBATCH {option}\n"))}{body}\n";

    private static string Command(params string[] arguments) => string.Join(' ', KernelHost.OwnProgram().Concat(arguments).Select(Quoted));

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static IEnumerable<string> Placement(Resources needs) => needs.Partition.Length > 0 ? [$"--partition={needs.Partition}", .. needs.Options] : needs.Options;
}

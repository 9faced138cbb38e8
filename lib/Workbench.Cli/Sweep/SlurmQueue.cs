using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Workbench.Experiments;

namespace Workbench.Cli;

/// <summary>
/// A study on a Slurm cluster: its runs as a job array, and what the cluster says of them. Slurm schedules, counts, limits and restarts;
/// here scripts are handed to it and questions asked. All nodes must see the folder of runs and this program at the same paths.
/// </summary>
internal sealed class SlurmQueue
{
    private SlurmQueue(string job, IReadOnlyDictionary<int, string> states) => (Job, States) = (job, states);

    /// <summary>Number of the last job array; empty where there was none.</summary>
    public string Job { get; }

    /// <summary>What Slurm says of each run that is still in its queue, such as <c>pending (Resources)</c>.</summary>
    public IReadOnlyDictionary<int, string> States { get; }

    /// <summary>Hands over the runs that are neither finished nor in the queue already.</summary>
    public static string Submit(Study study, string file, string runs, string tables, int? atOnce)
    {
        using StudyResult before = study.Result(runs);
        SlurmQueue queue = Of(study, runs);
        int[] open = [.. before.Outcomes.Where(outcome => outcome.State != RunState.Finished).Select(outcome => outcome.Run.Index)];
        int[] indices = [.. open.Except(queue.States.Keys)];
        if (indices.Length == 0)
        {
            return open.Length == 0
                ? $"All {before.Outcomes.Count} runs are finished; `workbench sweep status {file}` shows the table."
                : $"The {open.Length} runs that are left are in the queue already, as job {queue.Job}.";
        }

        // The tasks read a copy, so that a change of the file while they wait changes nothing.
        string place = Place(study, runs), copy = Path.Combine(place, $"{study.Name}.json"), array = Path.Combine(place, "array.sh"), summary = Path.Combine(place, "summary.sh");
        Directory.CreateDirectory(place);
        File.Copy(file, copy, overwrite: true);
        File.WriteAllText(array, SlurmScripts.Array(study, copy, runs, place, indices, atOnce));
        File.WriteAllText(summary, SlurmScripts.Summary(study, copy, runs, place, tables));
        string job = Ask("sbatch", "--parsable", array);
        File.AppendAllLines(JobFile(study, runs), [job]);
        string last = Ask("sbatch", "--parsable", $"--dependency=afterany:{job}", summary);
        return $"{indices.Length} runs are job array {job}, their summary job {last}. Logs: {place}. `workbench sweep status {file}` tells how far they are.";
    }

    /// <summary>What the cluster knows of a study; nothing where it was never handed over.</summary>
    public static SlurmQueue Of(Study study, string runs)
    {
        string file = JobFile(study, runs);
        if (!File.Exists(file))
        {
            return new("", new Dictionary<int, string>());
        }

        string[] jobs = File.ReadAllLines(file);
        Dictionary<int, string> states = [];
        foreach (string line in Ask("squeue", "--noheader", "--array", "--format=%F|%K|%T|%r", $"--name={study.Name}").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('|') is [var job, var task, var state, var reason] && jobs.Contains(job) && int.TryParse(task, CultureInfo.InvariantCulture, out int run))
            {
                states[run] = $"{state.ToLowerInvariant()}{(reason == "None" ? "" : $", {reason}")}";
            }
        }

        return new(jobs[^1], states);
    }

    private static string Place(Study study, string runs) => Path.Combine(runs, "studies", $"{study.Name}.slurm");

    private static string JobFile(Study study, string runs) => Path.Combine(Place(study, runs), "jobs");

    private static string Ask(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new UsageException($"{program} {string.Join(' ', arguments)}: {errors.Result.Trim()}");
        }
        catch (Win32Exception)
        {
            throw new UsageException($"{program} is not here: --on slurm works on a machine from which jobs are submitted to a Slurm cluster.");
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Workbench.Experiments;
using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>
/// Runs of a study side by side on this machine. Each is a process of its own: libtorch's random numbers belong to the process, so threads
/// would disturb each other. The processor's cores are shared out among them.
/// </summary>
internal static class LocalJobs
{
    public static void Run(Study study, string file, string folder, int atOnce, CancellationToken stop)
    {
        using StudyResult before = study.Result(folder);
        StudyOutcome[] waiting = [.. before.Outcomes.Where(outcome => outcome.State != RunState.Finished)];
        int done = before.Outcomes.Count - waiting.Length;
        long began = Stopwatch.GetTimestamp();
        int ended = 0;
        Parallel.ForEach(waiting, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, (outcome, state) =>
        {
            if (stop.IsCancellationRequested)
            {
                state.Stop();
                return;
            }

            string last = Carry(file, folder, outcome.Run.Index, Math.Max(1, Environment.ProcessorCount / atOnce), stop);
            int all = Interlocked.Increment(ref ended);
            TimeSpan left = Stopwatch.GetElapsedTime(began) / all * (waiting.Length - all);
            Console.Error.WriteLine($"{done + all} of {before.Outcomes.Count}: {last}{(all < waiting.Length ? $", {left:h\\:mm\\:ss} left" : "")}");
        });
    }

    /// <summary>One run in a process; gives the last line that it wrote.</summary>
    private static string Carry(string file, string folder, int run, int threads, CancellationToken stop)
    {
        IReadOnlyList<string> program = KernelHost.OwnProgram();
        ProcessStartInfo start = new(program[0], [.. program.Skip(1), "sweep", "run", file, run.ToString(CultureInfo.InvariantCulture), "--runs", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;

        using CancellationTokenRegistration pass = stop.Register(() => Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose());
        string last = "";
        process.OutputDataReceived += (_, line) => last = line.Data ?? last;
        process.ErrorDataReceived += (_, line) => last = line.Data ?? last;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return last;
    }
}

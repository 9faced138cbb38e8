using System.Diagnostics;
using Workbench.Datasets;
using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>Carries out the runs of a study in this process.</summary>
internal static class StudyRunner
{
    public static void CarryOut(Study study, IReadOnlyList<StudyRun> runs, string folder, IProgress<StudyProgress>? watcher, CancellationToken stop)
    {
        StudyRun[] waiting = [.. runs.Where(run => RunRecord.Read(folder, run, study.TestItems).State != RunState.Finished)];
        int done = runs.Count - waiting.Length, left = waiting.Length;
        TimeSpan spent = TimeSpan.Zero;
        foreach (StudyRun run in waiting)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            long began = Stopwatch.GetTimestamp();
            watcher?.Report(new(done, runs.Count, run, RunState.Waiting));
            StudyOutcome outcome = One(study, run, folder, new Relay(training => watcher?.Report(new(
                done, runs.Count, run, RunState.Running, training, training is StepReport step ? Remaining(step.Remaining, Stopwatch.GetElapsedTime(began)) : null))), stop);
            spent += Stopwatch.GetElapsedTime(began);
            left--;
            done += outcome.State is RunState.Finished or RunState.Failed ? 1 : 0;
            watcher?.Report(new(done, runs.Count, run, outcome.State, Failure: outcome.Failure, Remaining: left == 0 ? null : spent / (waiting.Length - left) * left));
        }

        // Runs of one study take about as long as each other: those before are the best guess for those to come.
        TimeSpan Remaining(TimeSpan ofThis, TimeSpan ofThisSoFar)
        {
            int ended = waiting.Length - left;
            TimeSpan each = ended > 0 ? spent / ended : ofThisSoFar + ofThis;
            return ofThis + (each * (left - 1));
        }
    }

    /// <summary>Carries out one run, or goes on with it, and measures it. What goes wrong is written into its folder.</summary>
    public static StudyOutcome One(Study study, StudyRun run, string folder, IProgress<TrainingReport>? watcher, CancellationToken stop)
    {
        string path = RunFolder.PathOf(folder, run.Recipe);
        if (RunRecord.Read(folder, run, study.TestItems) is { State: RunState.Running } elsewhere)
        {
            return elsewhere; // another process will bring it to its end
        }

        int threads = torch.get_num_threads();
        try
        {
            torch.set_num_threads(study.Resources.Cpus > 0 ? study.Resources.Cpus : threads);
            using TrainingResult result = run.Recipe.Train(new() { Folder = path, Resume = true }, watcher, stop);
            if (result.Finished)
            {
                RunRecord.WriteFigures(path, study.TestItems, run.Recipe.Evaluate(result.Trained, Split.Test, study.TestItems));
            }

            RunRecord.ForgetFailure(path);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            RunRecord.WriteFailure(path, error.Message);
            return new(run, RunState.Failed, new Dictionary<string, double>(), 0, error.Message, path);
        }
        finally
        {
            torch.set_num_threads(threads);
        }

        return RunRecord.Read(folder, run, study.TestItems);
    }

    private sealed class Relay(Action<TrainingReport> hear) : IProgress<TrainingReport>
    {
        public void Report(TrainingReport value) => hear(value);
    }
}

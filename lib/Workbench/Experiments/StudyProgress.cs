using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>How far a study is, as its watcher hears it.</summary>
/// <param name="Done">Runs that came to an end, well or badly.</param>
/// <param name="Runs">Runs in all.</param>
/// <param name="Run">The run that this is about.</param>
/// <param name="State">How far that one is.</param>
/// <param name="Training">What the training itself reports; null where the run began or ended.</param>
/// <param name="Remaining">Time left for the whole study at the pace so far; null while nothing is known.</param>
/// <param name="Failure">Why the run failed, if it did.</param>
public sealed record StudyProgress(
    int Done, int Runs, StudyRun Run, RunState State, TrainingReport? Training = null, TimeSpan? Remaining = null, string? Failure = null)
{
    /// <summary>The state in a line.</summary>
    /// <returns>Such as <c>run 3 of 9 (cGAN, seed 1): step 40/500, 0:12:30 left</c>.</returns>
    public override string ToString() => $"run {Run.Index + 1} of {Runs} ({Run}): "
        + State switch
        {
            RunState.Failed => $"failed: {Failure}",
            RunState.Finished => "finished",
            RunState.Waiting => "begins",
            RunState.Stopped => "stopped, and saved",
            _ => Training is { } training ? $"step {training.Step}/{training.Steps}" : "is trained by another process",
        }
        + (Remaining is { } left ? $", {left:h\\:mm\\:ss} left" : "");
}

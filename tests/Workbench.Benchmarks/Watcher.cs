using Workbench.Training;

namespace Workbench.Benchmarks;

/// <summary>Hears of a training at once, in its own thread.</summary>
internal sealed class Watcher(Action<TrainingReport> hear) : IProgress<TrainingReport>
{
    public void Report(TrainingReport value) => hear(value);
}

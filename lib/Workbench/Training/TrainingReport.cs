using Workbench.Imaging;

namespace Workbench.Training;

/// <summary>Something that a watcher of a training hears.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
public abstract record TrainingReport(long Step, long Steps);

/// <summary>How far it is, and the mean losses since the last report.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Losses">Means by name.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="ItemsPerSecond">Training items a second since the last report.</param>
/// <param name="Remaining">Time left at the pace so far.</param>
public sealed record StepReport(
    long Step, long Steps, long Epoch, IReadOnlyDictionary<string, double> Losses, double Rate, double ItemsPerSecond, TimeSpan Remaining)
    : TrainingReport(Step, Steps);

/// <summary>What the networks do with some unseen items by now.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Grid">The pictures.</param>
public sealed record SampleReport(long Step, long Steps, ImageGrid Grid) : TrainingReport(Step, Steps);

/// <summary>Figures on unseen items.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Epoch">The epoch that ended, from 1.</param>
/// <param name="Figures">By name.</param>
public sealed record ValidationReport(long Step, long Steps, long Epoch, IReadOnlyDictionary<string, double> Figures) : TrainingReport(Step, Steps);

/// <summary>The run was saved.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Path">The checkpoint.</param>
public sealed record CheckpointReport(long Step, long Steps, string Path) : TrainingReport(Step, Steps);

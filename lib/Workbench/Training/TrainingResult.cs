namespace Workbench.Training;

/// <summary>What came out of a training.</summary>
/// <param name="Recipe">What was carried out.</param>
/// <param name="Trained">The task with its trained networks, in their mode of use.</param>
/// <param name="Finished">Whether it came to its end, or was asked to stop before.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Losses">Means over the last reported steps.</param>
/// <param name="Validation">The last figures on unseen items.</param>
/// <param name="Elapsed">Time spent, earlier parts of a resumed run among it.</param>
/// <param name="Skipped">Data items that could not be read, with the reason of each.</param>
/// <param name="Folder">The run's folder, if it has one.</param>
public sealed record TrainingResult(
    Recipe Recipe,
    TrainingTask Trained,
    bool Finished,
    long Steps,
    IReadOnlyDictionary<string, double> Losses,
    IReadOnlyDictionary<string, double> Validation,
    TimeSpan Elapsed,
    IReadOnlyDictionary<string, string> Skipped,
    string? Folder) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Trained.Dispose();
}

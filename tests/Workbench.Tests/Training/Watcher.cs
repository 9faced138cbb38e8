using Workbench.Training;

namespace Workbench.Tests.Training;

/// <summary>Hears reports at once, in the training thread; <see cref="Progress{T}"/> would send them somewhere else.</summary>
internal sealed class Watcher(Action<TrainingReport> hear) : IProgress<TrainingReport>
{
    public void Report(TrainingReport value) => hear(value);
}

internal static class RecipeTraining
{
    /// <summary>Trains until the test is stopped, or whoever holds <paramref name="stop"/> asks to.</summary>
    public static TrainingResult Run(this Recipe recipe, TrainingOptions? options = null, IProgress<TrainingReport>? watcher = null, CancellationToken? stop = null) =>
        recipe.Train(options, watcher, stop ?? TestContext.Current.CancellationToken);
}

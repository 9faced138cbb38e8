using Workbench.Weights;

namespace Workbench.Training;

/// <summary>Trained networks by a run or by their file alone.</summary>
public static class TrainedModel
{
    /// <summary>The task of a finished run, ready for use.</summary>
    /// <param name="place">A run's folder or name, or a <c>model.safetensors</c>, which carries its recipe.</param>
    /// <returns>The task with its weights, in its mode of use; dispose it.</returns>
    /// <exception cref="TrainingException">It is neither, or the run is not finished.</exception>
    /// <exception cref="WeightFileException">The file cannot be read.</exception>
    public static TrainingTask Load(string place)
    {
        if (!File.Exists(place))
        {
            return RunFolder.Open(place).LoadTask();
        }

        IReadOnlyDictionary<string, string> metadata = Safetensors.ReadMetadata(place);
        if (!metadata.TryGetValue("task", out string? name) || !metadata.TryGetValue("recipe", out string? json))
        {
            throw new TrainingException($"{place} does not say which recipe it came from: take a model.safetensors that `workbench train` wrote.");
        }

        TrainingTask task = (Recipe.FromJson(name, json) with { Device = "cpu", StartFrom = "" }).CreateTask();
        try
        {
            task.LoadResult(place);
        }
        catch
        {
            task.Dispose();
            throw;
        }

        task.SetMode(training: false);
        return task;
    }
}

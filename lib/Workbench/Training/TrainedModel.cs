using System.Text.Json;
using Workbench.Datasets;
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
    /// <exception cref="DatasetException">Its networks take their form from the data's pictures, and the data is not here.</exception>
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

        TrainingTask task = CreateTask(Recipe.FromJson(name, json) with { Device = "cpu", StartFrom = "" }, metadata);
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

    /// <summary>What a model's file says of itself, so that <see cref="Load"/> needs nothing else.</summary>
    internal static Dictionary<string, string> Describe(Recipe recipe, IReadOnlyList<string> classNames) =>
        new() { ["task"] = recipe.Task, ["recipe"] = recipe.ToJson(), ["classes"] = JsonSerializer.Serialize(classNames) };

    private static TrainingTask CreateTask(Recipe recipe, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.TryGetValue("classes", out string? classes))
        {
            try
            {
                return recipe.CreateTaskWithoutData(JsonSerializer.Deserialize<string[]>(classes) ?? []);
            }
            catch (DatasetException)
            {
                // A network whose form depends on the pictures: they are looked for below.
            }
        }

        return recipe.CreateTask();
    }
}

using System.Text.Json;
using Workbench.Models;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// A folder from which a run goes on: networks, optimizers, and the position. It is written under another name, brought to the disk, and
/// renamed: under its own name it is complete.
/// </summary>
/// <param name="Version">Of this layout.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Time spent.</param>
/// <param name="Measures">The task's measure after each validation so far.</param>
/// <param name="Validation">The last figures on unseen items.</param>
/// <param name="Losses">The losses last reported.</param>
/// <param name="LossSums">Sums of the losses since.</param>
/// <param name="LossCount">How many are in the sums.</param>
/// <remarks>There is no state of a random number generator: every step seeds it from the recipe's seed and its own number.</remarks>
internal sealed record Checkpoint(
    int Version,
    long Step,
    double Seconds,
    IReadOnlyList<double> Measures,
    IReadOnlyDictionary<string, double> Validation,
    IReadOnlyDictionary<string, double> Losses,
    IReadOnlyDictionary<string, double> LossSums,
    long LossCount)
{
    public const int CurrentVersion = 1;

    public static void Write(string path, Checkpoint state, TrainingTask task, AveragedWeights? average)
    {
        string folder = Path.GetDirectoryName(path)!, beside = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            Sweep(folder);
            Directory.CreateDirectory(beside);
            foreach ((string name, nn.Module network) in task.Networks)
            {
                Save(beside, $"network-{name}", ModuleState.Of(network));
            }

            foreach ((string name, WeightUpdate update) in task.Updates)
            {
                Save(beside, $"optimizer-{name}", update.State());
            }

            Save(beside, "task", task.State());
            if (average is not null)
            {
                Save(beside, "average", average.State());
            }

            WholeFile.Write(Path.Combine(beside, "state.json"), JsonSerializer.Serialize(state));
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true); // the same step, saved again
            }

            Directory.Move(beside, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(beside);
            string cause = error is WeightFileException { InnerException: { } inner } ? inner.Message : error.Message;
            throw new TrainingException(
                $"The checkpoint {path} cannot be written: {cause.TrimEnd('.')}. It needs {Size(task) / 1e6:F0} MB. The one before it is whole; make room or choose a folder that can be written, and resume.", error);
        }
    }

    public static Checkpoint Read(string path, TrainingTask task, AveragedWeights? average)
    {
        try
        {
            Checkpoint state = JsonSerializer.Deserialize<Checkpoint>(File.ReadAllText(Path.Combine(path, "state.json"))) ?? throw new JsonException("it is empty");
            if (state.Version != CurrentVersion)
            {
                throw new TrainingException($"The checkpoint {path} has layout {state.Version}, and this version reads {CurrentVersion}.");
            }

            foreach ((string name, nn.Module network) in task.Networks)
            {
                Load(path, $"network-{name}", tensors => StateDict.Load(network, tensors));
            }

            foreach ((string name, WeightUpdate update) in task.Updates)
            {
                Load(path, $"optimizer-{name}", update.Restore);
            }

            Load(path, "task", task.Restore);
            if (average is not null)
            {
                Load(path, "average", average.Restore);
            }

            return state;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or StateDictException)
        {
            throw new TrainingException($"The checkpoint {path} cannot be read: {error.Message.TrimEnd('.')}. Delete it to go on from the one before.", error);
        }
    }

    /// <summary>Deletes all but the latest, and what a killed process left half written.</summary>
    public static void Keep(RunFolder run, int count)
    {
        foreach (string old in run.Checkpoints().Skip(count))
        {
            TryDelete(old);
        }
    }

    private static void Sweep(string folder)
    {
        foreach (string half in Directory.GetDirectories(folder, ".step-*.tmp"))
        {
            TryDelete(half);
        }
    }

    private static void Save(string folder, string name, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        Safetensors.Write(Path.Combine(folder, $"{name}.safetensors"), tensors);

    private static void Load(string folder, string name, Action<IReadOnlyDictionary<string, Tensor>> into)
    {
        using DisposeScope scope = NewDisposeScope();
        into(Safetensors.Read(Path.Combine(folder, $"{name}.safetensors")));
    }

    private static long Size(TrainingTask task) =>
        task.Networks.Values.SelectMany(network => ModuleState.Of(network).Values).Concat(task.Updates.Values.SelectMany(update => update.State().Select(entry => entry.Value)))
            .Sum(tensor => tensor.numel() * tensor.element_size());

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way: the next checkpoint tries again.
        }
    }
}

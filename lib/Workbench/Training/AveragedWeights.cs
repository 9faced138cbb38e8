using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>A running average of networks' parameters (Polyak &amp; Juditsky 1992), which moves less from step to step than they do. Buffers are the latest.</summary>
internal sealed class AveragedWeights : IDisposable
{
    private readonly OrderedDictionary<string, (Tensor Live, Tensor Average)> weights = [];
    private readonly double decay;

    public AveragedWeights(TrainingTask task, double decay)
    {
        this.decay = decay;
        using IDisposable noGradient = no_grad();
        foreach (string name in task.Results)
        {
            foreach ((string key, TorchSharp.Modules.Parameter parameter) in task.Networks[name].named_parameters())
            {
                weights.Add($"{name}.{key}", (parameter, parameter.detach().clone().DetachFromDisposeScope()));
            }
        }
    }

    /// <summary>After a step: average ← decay · average + (1 − decay) · weights; faster in the first steps, so that the beginning is soon forgotten.</summary>
    public void Update(long step)
    {
        double keep = Math.Min(decay, (1.0 + step) / (10 + step));
        using IDisposable noGradient = no_grad();
        foreach ((Tensor live, Tensor average) in weights.Values)
        {
            average.lerp_(live, 1 - keep);
        }
    }

    /// <summary>Exchanges weights and averages; a second exchange takes it back.</summary>
    public void Exchange()
    {
        using IDisposable noGradient = no_grad();
        foreach ((Tensor live, Tensor average) in weights.Values)
        {
            using Tensor kept = live.clone();
            live.copy_(average);
            average.copy_(kept);
        }
    }

    public IEnumerable<KeyValuePair<string, Tensor>> State() => weights.Select(entry => new KeyValuePair<string, Tensor>(entry.Key, entry.Value.Average));

    public void Restore(IReadOnlyDictionary<string, Tensor> saved)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string key, (_, Tensor average)) in weights)
        {
            average.copy_(saved.GetValueOrDefault(key) ?? throw new TrainingException($"The checkpoint lacks the average of {key}."));
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor average) in weights.Values)
        {
            average.Dispose();
        }
    }
}

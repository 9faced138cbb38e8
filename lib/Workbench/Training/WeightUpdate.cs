using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>One optimizer and the parameters that it moves: from a loss to the next weights.</summary>
public sealed class WeightUpdate : IDisposable
{
    private readonly OrderedDictionary<string, Parameter> parameters;
    private readonly OptimizerHelper optimizer;
    private readonly AdamStep? adam;
    private readonly double clipNorm;
    private readonly int accumulate;
    private int pending;

    /// <summary>An optimizer over all parameters of some networks that are not frozen.</summary>
    /// <param name="recipe">Kind, rate, momenta, decay, clipping and accumulation.</param>
    /// <param name="networks">The networks by name.</param>
    public WeightUpdate(Recipe recipe, params IEnumerable<(string Name, nn.Module Network)> networks)
    {
        parameters = [];
        foreach ((string name, nn.Module network) in networks)
        {
            foreach ((string key, Parameter parameter) in network.named_parameters())
            {
                if (parameter.requires_grad)
                {
                    parameters.Add($"{name}.{key}", parameter);
                }
            }
        }

        if (parameters.Count == 0)
        {
            throw new RecipeException("Every parameter is frozen, so there is nothing to train.");
        }

        (clipNorm, accumulate) = (recipe.ClipNorm, recipe.Accumulate);
        optimizer = recipe.Optimizer switch
        {
            OptimizerKind.Adam => optim.Adam(parameters.Values, recipe.LearningRate, recipe.Beta1, recipe.Beta2, weight_decay: recipe.WeightDecay),
            OptimizerKind.AdamW => optim.AdamW(parameters.Values, recipe.LearningRate, recipe.Beta1, recipe.Beta2, weight_decay: recipe.WeightDecay),
            OptimizerKind.Sgd => optim.SGD(parameters.Values, recipe.LearningRate, recipe.Beta1, weight_decay: recipe.WeightDecay),
            OptimizerKind.RmsProp => optim.RMSProp(parameters.Values, recipe.LearningRate, weight_decay: recipe.WeightDecay, momentum: recipe.Beta1),
            OptimizerKind.Adadelta => optim.Adadelta(parameters.Values, recipe.LearningRate, weight_decay: recipe.WeightDecay),
            _ => throw new RecipeException($"There is no optimizer {recipe.Optimizer}."),
        };
        adam = optimizer is Adam own && AdamStep.Suits(parameters.Values) ? new(parameters.Values, own, recipe.Beta1, recipe.Beta2, recipe.WeightDecay) : null;
    }

    /// <summary>What this optimizer multiplies every rate that it is given by: 1 where all of a task's learn alike fast.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>The learning rate of the next step, before <see cref="RateFactor"/>.</summary>
    public double Rate
    {
        get => optimizer.ParamGroups.First().LearningRate / RateFactor;
        set
        {
            foreach (optim.ILearningRateController group in optimizer.ParamGroups)
            {
                group.LearningRate = value * RateFactor;
            }
        }
    }

    /// <summary>Whether gradients of an unfinished step wait for more.</summary>
    public bool IsWaiting => pending > 0;

    /// <summary>Whether to compute gradients of these weights: not while another network learns through this one.</summary>
    /// <param name="wanted">On or off.</param>
    public void RequireGradients(bool wanted)
    {
        foreach (Parameter parameter in parameters.Values)
        {
            parameter.requires_grad = wanted;
        }
    }

    /// <summary>Goes back from a loss to the gradients, and takes the step once enough batches have added theirs.</summary>
    /// <param name="loss">A scalar.</param>
    public void Apply(Tensor loss)
    {
        if (accumulate == 1)
        {
            loss.backward();
        }
        else
        {
            using Tensor share = loss / accumulate;
            share.backward();
        }

        if (++pending < accumulate)
        {
            return;
        }

        pending = 0;
        if (clipNorm > 0)
        {
            nn.utils.clip_grad_norm_(parameters.Values, clipNorm);
        }

        if (adam is not null)
        {
            adam.Take(optimizer.ParamGroups.First().LearningRate);
        }
        else
        {
            optimizer.step();
        }

        ForgetGradients();
    }

    // No zeros, to which libtorch would add the next gradients: without any it hands them over as they are. And now, so that the next forward
    // pass finds their memory free.
    private void ForgetGradients()
    {
        foreach (Parameter parameter in parameters.Values)
        {
            parameter.grad = null;
        }
    }

    /// <summary>What the optimizer remembers, by parameter and by name: momenta, and counts of steps.</summary>
    /// <returns>Live tensors, and numbers as new int64 tensors.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> State()
    {
        foreach ((string key, OptimizerState state) in States())
        {
            foreach (KeyValuePair<string, Tensor> entry in OptimizerMemory.Read(state))
            {
                yield return new($"{key}.{entry.Key}", entry.Value);
            }
        }
    }

    /// <summary>Takes back what <see cref="State"/> gave.</summary>
    /// <param name="saved">Tensors by name.</param>
    /// <exception cref="TrainingException">Some are missing or have other shapes.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> saved)
    {
        foreach ((string key, OptimizerState state) in States())
        {
            OptimizerMemory.Write(state, name => saved.TryGetValue($"{key}.{name}", out Tensor? tensor) ? tensor : null, key, parameters[key]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => optimizer.Dispose();

    // The optimizer lists its states in the order in which it was given the parameters.
    private IEnumerable<(string Key, OptimizerState State)> States() => parameters.Keys.Zip(optimizer.state_dict().State);
}

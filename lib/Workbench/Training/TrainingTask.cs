using TorchSharp.Modules;
using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// What is trained and how one step goes: the networks, the losses, the optimizers. It knows nothing of files, progress, clocks or epochs;
/// <see cref="Trainer{T}"/> knows nothing of what is in it.
/// </summary>
public abstract class TrainingTask : IDisposable
{
    private readonly OrderedDictionary<string, nn.Module> networks = [];
    private readonly OrderedDictionary<string, WeightUpdate> updates = [];

    /// <summary>The networks by the paper's letters, such as G and D.</summary>
    public IReadOnlyDictionary<string, nn.Module> Networks => networks;

    /// <summary>The optimizers by the same letters.</summary>
    public IReadOnlyDictionary<string, WeightUpdate> Updates => updates;

    /// <summary>Names of the networks that are used after training: the generator without the discriminator.</summary>
    public abstract IReadOnlyList<string> Results { get; }

    /// <summary>The name of the validation figure that the plateau schedule and comparisons look at; smaller is better.</summary>
    public abstract string Measure { get; }

    /// <summary>What the networks tell apart, in the order of their outputs; empty where nothing is labelled.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>Sets all networks to training or to use.</summary>
    /// <param name="training">Whether dropout drops and batch normalisation takes the batch's statistics.</param>
    public void SetMode(bool training)
    {
        foreach (nn.Module network in networks.Values)
        {
            network.train(training);
        }
    }

    /// <summary>Looks whether all that a recipe freezes is there.</summary>
    /// <exception cref="RecipeException">It names something that no parameter's name begins with; the message lists the names.</exception>
    internal void RequireFrozen(Recipe recipe)
    {
        string[] names = [.. networks.SelectMany(network => network.Value.named_parameters().Select(parameter => $"{network.Key}.{parameter.name}"))];
        foreach (string start in Frozen(recipe))
        {
            if (!names.Any(name => name.StartsWith(start, StringComparison.Ordinal) || name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..].StartsWith(start, StringComparison.Ordinal)))
            {
                throw new RecipeException($"freeze names '{start}', and no parameter of {recipe.Task} begins so. There are {string.Join(", ", names)}.");
            }
        }
    }

    /// <summary>What else a checkpoint must hold, such as a pool of images; live tensors by name.</summary>
    /// <returns>Empty for most tasks.</returns>
    public virtual IEnumerable<KeyValuePair<string, Tensor>> State() => [];

    /// <summary>Takes back what <see cref="State"/> gave.</summary>
    /// <param name="saved">Tensors by name; not kept.</param>
    public virtual void Restore(IReadOnlyDictionary<string, Tensor> saved)
    {
    }

    /// <summary>The tensors of the networks in <see cref="Results"/>: keys of the network alone where it is one, else with its name in front.</summary>
    /// <returns>Live tensors.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> ResultState() =>
        Results.SelectMany(name => Models.ModuleState.Of(networks[name]).Select(entry => new KeyValuePair<string, Tensor>(Results.Count == 1 ? entry.Key : $"{name}.{entry.Key}", entry.Value)));

    /// <summary>Puts a finished run's weights into the networks of <see cref="Results"/>.</summary>
    /// <param name="path">A run's <c>model.safetensors</c>, or any weight file with these keys.</param>
    /// <exception cref="WeightFileException">The file cannot be read.</exception>
    /// <exception cref="StateDictException">Its tensors do not fit.</exception>
    public void LoadResult(string path)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> saved = WeightFile.Read(path);
        foreach (string name in Results)
        {
            StateDict.Load(networks[name], Results.Count == 1 ? saved : StateDict.Under(saved, name));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WeightUpdate update in updates.Values)
        {
            update.Dispose();
        }

        foreach (nn.Module network in networks.Values)
        {
            network.Dispose();
        }

        DisposeMore();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a network; call it in the constructor, before <see cref="AddUpdate"/>.</summary>
    /// <typeparam name="TNetwork">Its type.</typeparam>
    /// <param name="recipe">Where it lives, and which of its parameters stay as they are.</param>
    /// <param name="name">Its letter.</param>
    /// <param name="network">The network, from now on the task's.</param>
    /// <returns>The network.</returns>
    protected internal TNetwork Add<TNetwork>(Recipe recipe, string name, TNetwork network)
        where TNetwork : nn.Module
    {
        network.to(TrainingDevice.Of(recipe));
        if (recipe.Precision == Precision.Doubled)
        {
            network.to(ScalarType.Float64);
        }

        foreach (string start in Frozen(recipe))
        {
            foreach ((string key, Parameter parameter) in network.named_parameters())
            {
                if (key.StartsWith(start, StringComparison.Ordinal) || $"{name}.{key}".StartsWith(start, StringComparison.Ordinal))
                {
                    parameter.requires_grad = false;
                }
            }
        }

        networks.Add(name, network);
        return network;
    }

    /// <summary>Adds an optimizer over some of the networks.</summary>
    /// <param name="recipe">Its settings.</param>
    /// <param name="name">Its name.</param>
    /// <param name="over">Names of the networks whose weights it moves.</param>
    /// <returns>The optimizer.</returns>
    protected internal WeightUpdate AddUpdate(Recipe recipe, string name, params IEnumerable<string> over)
    {
        WeightUpdate update = new(recipe, over.Select(key => (key, networks[key])));
        updates.Add(name, update);
        return update;
    }

    /// <summary>Frees what the task has beside networks and optimizers.</summary>
    protected virtual void DisposeMore()
    {
    }

    private static string[] Frozen(Recipe recipe) => recipe.Freeze.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A task that learns from one kind of samples.</summary>
/// <typeparam name="T">The kind.</typeparam>
public abstract class TrainingTask<T> : TrainingTask
    where T : Sample
{
    /// <summary>Learns from one batch: forward, backward, and the optimizers' steps.</summary>
    /// <param name="batch">On the networks' device; the networks are in training mode.</param>
    /// <returns>Losses by name, detached scalars that live in the caller's scope. Nothing in a step waits for their values.</returns>
    public abstract Losses Learn(T batch);

    /// <summary>Measures on unseen items; the networks are in their mode of use, and no gradients are kept.</summary>
    /// <param name="batches">On the networks' device; each is freed by the caller when the next is asked for.</param>
    /// <returns>Figures by name, <see cref="TrainingTask.Measure"/> among them.</returns>
    public abstract IReadOnlyDictionary<string, double> Validate(IEnumerable<T> batches);

    /// <summary>What the networks make of some unseen items, in their mode of use, beside what was given and what is true.</summary>
    /// <param name="batch">A few items.</param>
    /// <returns>[N, C, H, W] in 0..1 by the name of a folder, such as <c>given</c>, <c>made</c>, <c>true</c>; none for tasks that make no pictures.</returns>
    public virtual IReadOnlyDictionary<string, Tensor> Pictures(T batch) => new Dictionary<string, Tensor>();

    /// <summary>Shows what the networks do with some unseen items, in their mode of use.</summary>
    /// <param name="batch">A few items.</param>
    /// <returns>A grid with captions, one row an item.</returns>
    public abstract ImageGrid Sample(T batch);
}

using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A tensor that a network takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of an example, a batch of one.</param>
/// <param name="Low">The least value it takes.</param>
/// <param name="High">The greatest value it takes.</param>
/// <param name="Required">Whether the network needs it.</param>
public sealed record ModelInput(string Name, IReadOnlyList<long> Shape, double Low, double High, bool Required = true);

/// <summary>A network of the catalogue, built, with its inputs and outputs by name.</summary>
public sealed class CatalogModel : IDisposable
{
    private readonly Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> run;

    internal CatalogModel(
        string name, nn.Module network, IReadOnlyList<ModelInput> inputs,
        Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> run)
    {
        Name = name;
        Network = network;
        Inputs = inputs;
        this.run = run;
    }

    /// <summary>The network's name in the catalogue.</summary>
    public string Name { get; }

    /// <summary>The network, in training mode as PyTorch's are when new.</summary>
    public nn.Module Network { get; }

    /// <summary>What it takes, with example shapes.</summary>
    public IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>Runs the network in the mode it is in, with autograd if that is on.</summary>
    /// <param name="inputs">Tensors by the names of <see cref="Inputs"/>.</param>
    /// <returns><c>output</c>, and <c>output1</c> where there is a second; the caller owns them.</returns>
    /// <exception cref="ArgumentException">A required input is missing or one is unknown.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        string[] missing = [.. Inputs.Where(input => input.Required && !inputs.ContainsKey(input.Name)).Select(input => input.Name)];
        string[] unknown = [.. inputs.Keys.Where(name => Inputs.All(input => input.Name != name))];
        if (missing.Length > 0 || unknown.Length > 0)
        {
            string takes = string.Join(", ", Inputs.Select(input => input.Required ? input.Name : $"{input.Name} (optional)"));
            throw new ArgumentException($"{Name} takes {takes}; given {string.Join(", ", inputs.Keys)}.", nameof(inputs));
        }

        return run(inputs);
    }

    /// <summary>Random inputs of the example shapes, each within its range, the same for the same seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>Tensors by name; the caller owns them.</returns>
    public IReadOnlyDictionary<string, Tensor> ExampleInputs(long seed = 0)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return Inputs.ToDictionary(
            input => input.Name, input => empty([.. input.Shape], dtype: ScalarType.Float32).uniform_(input.Low, input.High, generator));
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();
}

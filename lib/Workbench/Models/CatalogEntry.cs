using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A network that can be built by name.</summary>
public sealed class CatalogEntry
{
    private readonly Func<ModelSettings, int?, CatalogBuild> build;

    internal CatalogEntry(
        string name, string paper, string summary, IReadOnlyList<ModelOption> options, Func<ModelSettings, int?, CatalogBuild> build)
    {
        Name = name;
        Paper = paper;
        Summary = summary;
        Options = options;
        this.build = build;
    }

    /// <summary>Its name, kebab-case.</summary>
    public string Name { get; }

    /// <summary>Where it was published.</summary>
    public string Paper { get; }

    /// <summary>One line that says what it does.</summary>
    public string Summary { get; }

    /// <summary>What can be set.</summary>
    public IReadOnlyList<ModelOption> Options { get; }

    /// <summary>Builds the network.</summary>
    /// <param name="settings">Values by option name; options not named keep their defaults.</param>
    /// <param name="size">Side of the example input, by default the paper's; networks with a fixed input ignore it.</param>
    /// <returns>The network; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is unknown or its value does not fit.</exception>
    public CatalogModel Create(IReadOnlyDictionary<string, string>? settings = null, int? size = null)
    {
        CatalogBuild built = build(new ModelSettings(Name, Options, settings ?? new Dictionary<string, string>()), size);
        return new(Name, built.Network, built.Inputs, built.Run);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Summary} ({Paper})";
}

/// <summary>What an entry's builder hands over.</summary>
internal sealed record CatalogBuild(
    nn.Module Network,
    IReadOnlyList<ModelInput> Inputs,
    Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> Run)
{
    /// <summary>A network with one input and one output.</summary>
    public static CatalogBuild Of(nn.Module<Tensor, Tensor> network, string input, long[] shape, double low, double high) => new(
        network,
        [new(input, shape, low, high)],
        inputs => new Dictionary<string, Tensor> { ["output"] = network.call(inputs[input]) });
}

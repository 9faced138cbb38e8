using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>Keeps what a named layer of a network gives, each time the network runs. Dispose it to let go of the layer.</summary>
/// <example><code>using var tap = new LayerTap(network, "features.28"); network.call(image); tap.Output …</code></example>
public sealed class LayerTap : IDisposable
{
    private readonly string name;
    private readonly Action remove;
    private Tensor? output;

    /// <summary>Listens to a layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's path in it, as in the state dict: <c>features.28</c>.</param>
    /// <exception cref="ArgumentException">There is no such layer, or it takes other than one tensor; the message lists those there are.</exception>
    public LayerTap(nn.Module network, string layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        name = layer;
        (string Name, nn.Module<Tensor, Tensor> Layer)[] layers =
            [.. network.named_modules().Where(named => named.module is nn.Module<Tensor, Tensor>).Select(named => (named.name, (nn.Module<Tensor, Tensor>)named.module))];
        nn.Module<Tensor, Tensor> found = Array.Find(layers, named => named.Name == layer).Layer ?? throw new ArgumentException(
            $"{network.GetType().Name} has no layer '{layer}'; it has {string.Join(", ", layers.Select(named => named.Name))}.", nameof(layer));
        var hook = found.register_forward_hook((_, _, result) =>
        {
            output?.Dispose();
            output = result.DetachFromDisposeScope();

            // What follows may work in place, as ReLU often does: it gets a copy, and gradients still flow back to the original.
            return result.clone();
        });
        remove = hook.remove;
    }

    /// <summary>What the layer gave last, with its gradient history if it has one; the tap's own, freed with it or by the next run.</summary>
    /// <exception cref="InvalidOperationException">The layer was not called yet.</exception>
    public Tensor Output => output ?? throw new InvalidOperationException($"The layer '{name}' was not called: run the network first.");

    /// <inheritdoc/>
    public void Dispose()
    {
        remove();
        output?.Dispose();
        output = null;
    }
}

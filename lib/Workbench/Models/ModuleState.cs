using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A network's state dict as PyTorch orders it.</summary>
public static class ModuleState
{
    /// <summary>
    /// Parameters and buffers by key, layer by layer, each layer's buffers after its parameters. TorchSharp's own <c>state_dict</c> has the
    /// same entries, but lists the parameters of a whole <see cref="Sequential"/> before any of its buffers.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <returns>Live tensors: the network's own, not copies.</returns>
    public static OrderedDictionary<string, Tensor> Of(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        OrderedDictionary<string, Tensor> state = [];
        Add(state, network, "");
        return state;
    }

    private static void Add(OrderedDictionary<string, Tensor> state, nn.Module layer, string prefix)
    {
        if (layer is not Sequential)
        {
            // A Sequential has nothing of its own, but says that its children's is.
            foreach ((string name, Parameter parameter) in layer.named_parameters(recurse: false))
            {
                state.Add(prefix + name, parameter);
            }

            foreach ((string name, Tensor buffer) in layer.named_buffers(recurse: false, include_nonpersistent: false))
            {
                state.Add(prefix + name, buffer);
            }
        }

        foreach ((string name, nn.Module child) in layer.named_children())
        {
            Add(state, child, $"{prefix}{name}.");
        }
    }
}

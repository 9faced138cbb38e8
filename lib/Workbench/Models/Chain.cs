using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>Layers one after the other, each activation freed as soon as the next is there.</summary>
internal static class Chain
{
    /// <summary>
    /// Sends <paramref name="input"/>, which stays the caller's, through <paramref name="layers"/>. Under autograd the graph keeps
    /// what it needs; without, only two activations are alive at a time.
    /// </summary>
    /// <param name="input">What the first layer takes.</param>
    /// <param name="layers">At least one layer.</param>
    /// <returns>A tensor of the caller's.</returns>
    public static Tensor Through(this Tensor input, params ReadOnlySpan<nn.Module<Tensor, Tensor>> layers)
    {
        Tensor current = input;
        foreach (nn.Module<Tensor, Tensor> layer in layers)
        {
            Tensor next = layer.call(current);
            if (!ReferenceEquals(current, input))
            {
                current.Dispose();
            }

            current = next;
        }

        return ReferenceEquals(current, input) ? input.alias() : current;
    }

    /// <summary>Joins the channels of two maps and frees both, unless autograd still holds them.</summary>
    public static Tensor Join(Tensor first, Tensor second)
    {
        Tensor joined = cat([first, second], dim: 1);
        first.Dispose();
        second.Dispose();
        return joined;
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Layers one after the other, each activation freed as soon as the next is there. Under autograd the graph keeps what it needs; without,
/// only two activations are alive at a time.
/// </summary>
internal static class Chain
{
    /// <summary>Sends <paramref name="input"/>, which stays the caller's, through <paramref name="layers"/>.</summary>
    /// <param name="input">What the first layer takes.</param>
    /// <param name="layers">At least one layer.</param>
    /// <returns>A tensor of the caller's.</returns>
    public static Tensor Through(this Tensor input, params ReadOnlySpan<nn.Module<Tensor, Tensor>> layers) =>
        layers.IsEmpty ? input.alias() : layers[0].call(input).Into(layers[1..]);

    /// <summary>Sends <paramref name="input"/> through <paramref name="layers"/>, freed when the first has read it.</summary>
    /// <param name="input">What the first layer takes; nobody else's.</param>
    /// <param name="layers">The layers.</param>
    /// <returns>A tensor of the caller's.</returns>
    public static Tensor Into(this Tensor input, params ReadOnlySpan<nn.Module<Tensor, Tensor>> layers)
    {
        Tensor current = input;
        foreach (nn.Module<Tensor, Tensor> layer in layers)
        {
            Tensor next = layer.call(current);
            current.Dispose();
            current = next;
        }

        return current;
    }

    /// <summary>Joins the channels of two maps and frees both, unless autograd still holds them.</summary>
    public static Tensor Join(Tensor first, Tensor second)
    {
        Tensor joined = cat([first, second], dim: 1);
        first.Dispose();
        second.Dispose();
        return joined;
    }

    /// <summary>The same for a second map that is yet to be made: without autograd the first is freed before, so that the three never meet.</summary>
    /// <param name="first">[N, C, H, W].</param>
    /// <param name="channels">Channels of the second map.</param>
    /// <param name="second">Makes it, [N, channels, H, W].</param>
    /// <returns>[N, C + channels, H, W].</returns>
    public static Tensor Join(Tensor first, long channels, Func<Tensor> second)
    {
        if (is_grad_enabled())
        {
            return Join(first, second());
        }

        Tensor joined = nn.functional.pad(first, [0, 0, 0, 0, 0, channels]);
        using Tensor room = joined.narrow(1, first.shape[1], channels);
        first.Dispose();
        using Tensor made = second();
        room.copy_(made);
        return joined;
    }
}

/// <summary>A <see cref="Sequential"/> that frees its input when its first layer has read it: for a map that nobody else needs.</summary>
internal sealed class FreeingSequential(params nn.Module<Tensor, Tensor>[] layers) : Sequential(layers)
{
    public override Tensor forward(Tensor input) => input.Into([.. children().Cast<nn.Module<Tensor, Tensor>>()]);
}

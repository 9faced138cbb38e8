using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>
/// The input that excites one channel most, among all of one length: gradient ascent on a sphere. Erhan et al., <em>Visualizing Higher-Layer
/// Features of a Deep Network</em>, 2009, section 4.
/// </summary>
public static class ExcitingInput
{
    /// <summary>Climbs from faint noise to an input for which the middle of a channel's map, or one number of a vector, is largest.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer, best a convolution before its ReLU, where the gradient never vanishes: <c>features.28</c>.</param>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="shape">The input's shape, a batch of one: 1, 3, 64, 64.</param>
    /// <param name="length">The input's Euclidean length, on the network's own scale; null takes half a unit for each number of it.</param>
    /// <param name="steps">How many steps to climb.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <returns>The input, of the asked shape and length, centred on 0. The caller owns it.</returns>
    /// <exception cref="ArgumentException">There is no such layer or channel.</exception>
    /// <exception cref="InvalidOperationException">The channel does not react to the noise at all.</exception>
    public static Tensor Of(
        nn.Module<Tensor, Tensor> network, string layer, int channel, long[] shape, double? length = null, int steps = 64, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        using DisposeScope scope = NewDisposeScope();
        using LayerTap tap = new(network, layer);
        using EvaluationMode mode = new(network);
        using Generator generator = new((ulong)seed, CPU);
        using IDisposable gradients = enable_grad();
        Tensor start = randn(shape, generator: generator).to(network.parameters().Select(parameter => parameter.device).FirstOrDefault(CPU));
        double radius = length ?? (0.5 * Math.Sqrt(start.numel()));
        Tensor input = (start * (radius / start.norm().item<float>())).detach();
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope one = NewDisposeScope();
            Tensor watched = input.detach().requires_grad_();
            network.call(watched).Dispose();
            Tensor gradient = autograd.grad([Excitation(tap.Output, channel, layer)], [watched])[0];
            float slope = gradient.norm().item<float>();
            if (slope == 0)
            {
                throw new InvalidOperationException($"Channel {channel} of '{layer}' does not react to the input; name the convolution before its ReLU.");
            }

            // A step as long as the input itself, back onto the sphere: halves the angle to a steady gradient.
            Tensor moved = watched.detach() + (gradient * (radius / slope));
            Tensor next = moved * (radius / moved.norm().item<float>());
            input.Dispose();
            input = next.MoveToOuterDisposeScope();
        }

        return input.MoveToOuterDisposeScope();
    }

    /// <summary>An input as a picture: 0 becomes mid grey, its largest number black or white.</summary>
    /// <param name="input">[1, 3, H, W] or [1, 1, H, W], as <see cref="Of"/> gives it.</param>
    /// <returns>[3, H, W] or [1, H, W] in 0..1.</returns>
    public static Tensor Picture(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using DisposeScope scope = NewDisposeScope();
        return (0.5 + (input[0] / (2 * input.abs().max().clamp_min(1e-12)))).MoveToOuterDisposeScope();
    }

    private static Tensor Excitation(Tensor output, int channel, string layer)
    {
        if (channel < 0 || output.dim() < 2 || channel >= output.shape[1])
        {
            throw new ArgumentException($"'{layer}' gives [{string.Join(", ", output.shape)}]: there is no channel {channel}.", nameof(channel));
        }

        Tensor map = output[0, channel];
        return map.dim() == 2 ? map[map.shape[0] / 2, map.shape[1] / 2] : map;
    }
}

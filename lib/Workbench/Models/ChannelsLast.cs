using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// How the convolutions' numbers lie in memory: all channels of a pixel side by side (NHWC), as oneDNN computes. Maps in PyTorch's default
/// order, channel after channel (NCHW), it copies into an order of its own before each convolution and back after it, which takes time and
/// as much memory again.
/// </summary>
/// <remarks>
/// Weights in this order are enough: a convolution that has them gives maps in it, and the layers between keep the order they get. Shapes,
/// keys and values are the same; only strides differ, so flatten with <c>reshape</c>, not with <c>view</c>.
/// </remarks>
internal static class ChannelsLast
{
    /// <summary>Lays out the weights of a network's convolutions.</summary>
    /// <param name="network">A network that no optimiser holds parameters of yet: they become other tensors.</param>
    public static void Arrange(nn.Module network)
    {
        using IDisposable noGradient = no_grad();
        foreach (Convolution convolution in network.modules().OfType<Convolution>().Where(layer => layer.weight.dim() == 4))
        {
            convolution.weight = nn.Parameter(Arranged(convolution.weight), convolution.weight.requires_grad);
        }
    }

    /// <summary>The same map in this order; convolutions give theirs in the order of what they take.</summary>
    /// <param name="map">[N, C, H, W], C more than 1.</param>
    /// <returns>A copy of the caller's.</returns>
    public static Tensor Of(Tensor map)
    {
        using Tensor permuted = map.permute(0, 2, 3, 1);
        using Tensor dense = permuted.contiguous();
        return dense.permute(0, 3, 1, 2);
    }

    private static Tensor Arranged(Tensor weight)
    {
        long[] s = weight.shape;
        using Tensor numbers = weight.detach(); // left to the garbage collector, it would keep the old order's memory
        using Tensor permuted = numbers.permute(0, 2, 3, 1);
        using Tensor dense = permuted.contiguous();

        // Strides in full: permuted back, a single channel would look like the default order, which then decides.
        return dense.as_strided(s, [s[1] * s[2] * s[3], 1, s[3] * s[1], s[1]]);
    }
}

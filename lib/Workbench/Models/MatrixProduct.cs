using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// When a convolution is better computed as one product of two matrices. On a CPU, oneDNN copies the weights into an order of its own in each
/// call, forward and twice backward. Deep in a U-Net, where megabytes of weights meet maps of a few pixels, that takes most of a step's time
/// and of inference's memory; a matrix product reads them as they lie.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>
    /// Whether there are enough weights for each number of the map spread out for the product: twice as many forward, where the product is
    /// as fast and its memory smaller, four times where gradients are wanted, and it is faster by a fifth to ten times.
    /// </summary>
    /// <param name="input">The convolution's input.</param>
    /// <param name="places">How many places of the smaller map, over the batch, the kernel is laid on.</param>
    /// <param name="channels">Channels of the map that is not spread out: weights and spread map are this to <paramref name="places"/>.</param>
    public static bool Pays(Tensor input, long places, long channels) =>
        input.device_type == DeviceType.CPU && channels >= (is_grad_enabled() ? 4 : 2) * places;
}

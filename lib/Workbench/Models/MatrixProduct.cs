namespace Workbench.Models;

/// <summary>
/// When a convolution is faster as one product of two matrices. On a CPU, oneDNN copies the weights into an order of its own in each call,
/// forward and twice backward. Deep in a U-Net, where megabytes of weights meet maps of a few pixels, that takes most of a step; a matrix
/// product reads them as they lie.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>Whether there are more than four times as many weights as numbers in the map spread out for the product.</summary>
    /// <param name="input">The convolution's input.</param>
    /// <param name="places">How many places of the smaller map, over the batch, the kernel is laid on.</param>
    /// <param name="channels">Channels of the map that is not spread out: weights and spread map are this to <paramref name="places"/>.</param>
    public static bool Pays(Tensor input, long places, long channels) => input.device_type == DeviceType.CPU && channels > 4 * places;
}

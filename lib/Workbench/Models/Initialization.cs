using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The distributions that the papers draw their first weights from. Every draw comes from one generator with the given seed, layer by
/// layer in the order of the state dict, so a network with the same seed is the same on every machine, whatever was drawn before.
/// </summary>
internal static class Initialization
{
    /// <summary>N(0, 0.02), scales of normalisations N(1, 0.02), biases 0: Radford et al. 2016, section 4, and the pix2pix and CycleGAN code.</summary>
    public static void Dcgan(nn.Module network, long seed) => Each(network, seed, (layer, weight, generator) =>
    {
        weight.normal_(layer is BatchNorm2d ? 1 : 0, 0.02, generator);
    });

    /// <summary>Torchvision's VGG: convolutions N(0, √(2 / fan-out)), linear layers N(0, 0.01), biases 0.</summary>
    public static void Vgg(nn.Module network, long seed) => Each(network, seed, (layer, weight, generator) =>
    {
        switch (layer)
        {
            case Conv2d:
                weight.normal_(0, Math.Sqrt(2.0 / (weight.numel() / weight.shape[1])), generator);
                break;
            case Linear:
                weight.normal_(0, 0.01, generator);
                break;
        }
    });

    /// <summary>
    /// Torchvision's Inception: convolutions and linear layers N(0, 0.1), but for some that start smaller; biases uniform in ±1/√(fan-in).
    /// Torchvision cuts the normal off at ±2, twenty deviations away.
    /// </summary>
    public static void Inception(nn.Module network, IReadOnlyDictionary<nn.Module, double> deviations, long seed) => Each(
        network,
        seed,
        (layer, weight, generator) =>
        {
            if (weight.dim() >= 2)
            {
                weight.normal_(0, deviations.GetValueOrDefault(layer, 0.1), generator);
            }
        },
        UniformBias);

    /// <summary>
    /// N(0, √(2 / N)) with N the number of incoming nodes of one neuron: He et al. 2015, and Ronneberger et al. 2015, section 3.
    /// An up-convolution has as many incoming nodes per input channel as its kernel has places per stride: one, where both are as wide.
    /// </summary>
    public static void He(nn.Module network, long seed) => Each(network, seed, (layer, weight, generator) =>
    {
        switch (layer)
        {
            case Conv2d:
                weight.normal_(0, Math.Sqrt(2.0 / (weight.numel() / weight.shape[0])), generator);
                break;
            case ConvTranspose2d up:
                weight.normal_(0, Math.Sqrt(2.0 * weight.shape[1] * up.stride![0] * up.stride[1] / weight.numel()), generator);
                break;
        }
    });

    /// <summary>
    /// Uniform in ±1/√(fan-in), biases too: what Torch7 and PyTorch do when the authors say nothing. The fan-in of a transposed convolution
    /// is counted as PyTorch does, from its second dimension.
    /// </summary>
    public static void Default(nn.Module network, long seed) => Each(
        network,
        seed,
        (layer, weight, generator) =>
        {
            if (weight.dim() >= 2)
            {
                double bound = 1 / Math.Sqrt(FanIn(weight));
                weight.uniform_(-bound, bound, generator);
            }
        },
        UniformBias);

    private static void UniformBias(Tensor bias, Tensor weight, Generator generator)
    {
        double bound = 1 / Math.Sqrt(FanIn(weight));
        bias.uniform_(-bound, bound, generator);
    }

    private static double FanIn(Tensor weight) => (double)weight.numel() / weight.shape[0];

    /// <summary>Starts every normalisation at scale 1 and shift 0 and every bias at 0, then lets <paramref name="draw"/> set the weights.</summary>
    private static void Each(
        nn.Module network, long seed, Action<nn.Module, Tensor, Generator> draw, Action<Tensor, Tensor, Generator>? drawBias = null)
    {
        using IDisposable noGradient = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (nn.Module layer in network.modules())
        {
            (Tensor? weight, Tensor? bias) = layer switch
            {
                Convolution convolution => (convolution.weight, convolution.bias),
                Linear linear => (linear.weight, linear.bias),
                BatchNorm2d norm => (norm.weight, norm.bias),
                BatchNorm1d norm => (norm.weight, norm.bias),
                _ => (default(Tensor), default(Tensor)),
            };
            if (weight is null)
            {
                continue;
            }

            draw(layer, weight, generator);
            if (bias is not null)
            {
                if (drawBias is not null && weight.dim() >= 2)
                {
                    drawBias(bias, weight, generator);
                }
                else
                {
                    bias.zero_();
                }
            }
        }

        // After the draws, which follow the order in memory. Not the interactive colorizer: libtorch's batch normalisation in training sums
        // maps in this order pixel after pixel in float32 (at 256×256 it is off by 8e-4, in the default order by 6e-7), and so two of that
        // network's outputs in training leave its reference's tolerance. It takes this order in evaluation only.
        if (network is not InteractiveColorizer)
        {
            ChannelsLast.Arrange(network);
        }
    }
}

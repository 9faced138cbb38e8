using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The generator of Radford, Metz and Chintala, <em>Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
/// Networks</em>, ICLR 2016, Figure 1: noise of 100 numbers → 4×4×1024 → 8×8×512 → 16×16×256 → 32×32×128 → 64×64×3, by fractionally
/// strided convolutions, batch normalisation and ReLU, tanh at the end. State-dict keys are those of PyTorch's own example
/// (<c>main.0.weight</c> …), which is this network with <c>ngf</c> 64.
/// </summary>
/// <remarks>Kernels are 4×4, as in the Torch code of the paper's third author; a kernel that the stride divides draws no checkerboard by itself.</remarks>
public sealed class DcganGenerator : nn.Module<Tensor, Tensor>
{
    private readonly int noise;
    private readonly Sequential main;

    /// <summary>Builds the network and draws its weights: N(0, 0.02), batch normalisation N(1, 0.02).</summary>
    /// <param name="noise">Length of the noise vector.</param>
    /// <param name="outputChannels">Channels of the picture.</param>
    /// <param name="ngf">Channels of the last hidden map; the first has 8 times as many. 128 is the paper's Figure 1.</param>
    /// <param name="imageSize">Side of the picture, a power of two and at least 16; each doubling adds a layer before the first of the figure.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public DcganGenerator(int noise = 100, int outputChannels = 3, int ngf = 128, int imageSize = 64, long seed = 0)
        : base(nameof(DcganGenerator))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(noise);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ngf);
        int doublings = Doublings(imageSize);
        this.noise = noise;

        int width = ngf << doublings;
        List<nn.Module<Tensor, Tensor>> layers =
            [nn.ConvTranspose2d(noise, width, 4, bias: false), nn.BatchNorm2d(width), nn.ReLU(inplace: true)];
        for (int doubling = 0; doubling < doublings; doubling++, width /= 2)
        {
            layers.Add(new DoublingConvolution(width, width / 2, bias: false));
            layers.Add(nn.BatchNorm2d(width / 2));
            layers.Add(nn.ReLU(inplace: true));
        }

        layers.Add(new DoublingConvolution(width, outputChannels, bias: false));
        layers.Add(nn.Tanh());
        main = nn.Sequential(layers);
        register_module("main", main);
        Initialization.Dcgan(this, seed);
    }

    /// <summary>Pictures from noise.</summary>
    /// <param name="input">[N, noise] or [N, noise, 1, 1], drawn from a normal or uniform distribution.</param>
    /// <returns>[N, output channels, size, size] in −1..1.</returns>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        if (shape is not ([_, _] or [_, _, 1, 1]) || shape[1] != noise)
        {
            throw new ArgumentException($"{nameof(DcganGenerator)} takes noise of shape [N, {noise}], not [{string.Join(", ", shape)}].", nameof(input));
        }

        using DisposeScope scope = NewDisposeScope();
        return main.call(input.view(shape[0], noise, 1, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Doublings between the first map of 4×4 and the last hidden one, half as large as the picture.</summary>
    internal static int Doublings(int imageSize)
    {
        if (imageSize < 16 || !int.IsPow2(imageSize))
        {
            throw new ArgumentOutOfRangeException(nameof(imageSize), imageSize, "The side of a DCGAN's picture is a power of two, at least 16.");
        }

        return int.Log2(imageSize) - 3;
    }
}

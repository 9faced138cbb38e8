using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The discriminator of Radford et al. 2016: the generator's mirror, strided 4×4 convolutions with LeakyReLU of slope 0.2, batch
/// normalisation everywhere but in the first and last layer. State-dict keys are those of PyTorch's own example (<c>main.0.weight</c> …).
/// </summary>
public sealed class DcganDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly int inputChannels;
    private readonly int imageSize;
    private readonly Sequential main;

    /// <summary>Builds the network and draws its weights: N(0, 0.02), batch normalisation N(1, 0.02).</summary>
    /// <param name="inputChannels">Channels of the picture.</param>
    /// <param name="ndf">Channels of the first map; the last has 8 times as many.</param>
    /// <param name="imageSize">Side of the picture, a power of two and at least 16.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public DcganDiscriminator(int inputChannels = 3, int ndf = 128, int imageSize = 64, long seed = 0)
        : base(nameof(DcganDiscriminator))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ndf);
        int halvings = DcganGenerator.Doublings(imageSize);
        this.inputChannels = inputChannels;
        this.imageSize = imageSize;

        List<nn.Module<Tensor, Tensor>> layers = [new HalvingConvolution(inputChannels, ndf, bias: false), nn.LeakyReLU(0.2, inplace: true)];
        int width = ndf;
        for (int halving = 0; halving < halvings; halving++, width *= 2)
        {
            layers.Add(new HalvingConvolution(width, 2 * width, bias: false));
            layers.Add(nn.BatchNorm2d(2 * width));
            layers.Add(nn.LeakyReLU(0.2, inplace: true));
        }

        layers.Add(nn.Conv2d(width, 1, 4, bias: false));
        main = nn.Sequential(layers);
        register_module("main", main);
        Initialization.Dcgan(this, seed);
    }

    /// <summary>How real each picture looks, as a logit; the sigmoid belongs to the loss.</summary>
    /// <param name="input">[N, input channels, size, size] in −1..1.</param>
    /// <returns>[N]: above 0 for real.</returns>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        if (shape.Length != 4 || shape[1] != inputChannels || shape[2] != imageSize || shape[3] != imageSize)
        {
            throw new ArgumentException(
                $"{nameof(DcganDiscriminator)} takes [N, {inputChannels}, {imageSize}, {imageSize}], not [{string.Join(", ", shape)}].", nameof(input));
        }

        using DisposeScope scope = NewDisposeScope();
        return main.call(input).flatten().MoveToOuterDisposeScope();
    }
}

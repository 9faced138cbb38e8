using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The PatchGAN discriminator of Isola, Zhu, Zhou and Efros, <em>Image-to-Image Translation with Conditional Adversarial Networks</em>,
/// CVPR 2017, appendix 6.1.2: a fully convolutional network each of whose outputs sees one patch. Its receptive field is 1 (PixelGAN,
/// 1×1 convolutions), 16, 34, 70 (the paper's choice), 142, 286 or 574 pixels wide. State-dict keys are those of
/// junyanz/pytorch-CycleGAN-and-pix2pix (<c>NLayerDiscriminator</c>, <c>PixelDiscriminator</c>).
/// </summary>
public sealed class PatchDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly int inputChannels;
    private readonly Sequential? net, model; // the official code's names: one for 1×1, the other for larger patches

    /// <summary>Builds the network and draws its weights: N(0, 0.02), batch normalisation N(1, 0.02).</summary>
    /// <param name="inputChannels">Channels of the input: condition and picture joined (pix2pix, 6) or the picture alone (CycleGAN, 3).</param>
    /// <param name="receptiveField">Side of the patch that one output sees: 1, 16, 34, 70, 142, 286 or 574.</param>
    /// <param name="ndf">Channels of the first map, doubled by each layer up to 8 times.</param>
    /// <param name="norm">Normalisation in all layers but the first and the last.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public PatchDiscriminator(
        int inputChannels = 6, int receptiveField = 70, int ndf = 64, Normalization norm = Normalization.Batch, long seed = 0)
        : base(nameof(PatchDiscriminator))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ndf);
        int strided = StridedLayers(receptiveField);
        this.inputChannels = inputChannels;
        if (strided == 0)
        {
            net = Pixel(inputChannels, ndf, norm);
            register_module(nameof(net), net);
        }
        else
        {
            model = Patch(inputChannels, strided, ndf, norm);
            register_module(nameof(model), model);
        }

        Initialization.Dcgan(this, seed);
    }

    /// <summary>The side of the patch that one output sees, with <paramref name="stridedLayers"/> convolutions of stride 2.</summary>
    /// <param name="stridedLayers">0 to 6; <c>n_layers</c> of the official code.</param>
    /// <returns>1 without strided layers, else 9 · 2ⁿ − 2.</returns>
    public static int ReceptiveField(int stridedLayers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stridedLayers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stridedLayers, 6);

        // Backwards from one output: two 4×4 convolutions of stride 1 see 7 pixels, each of stride 2 makes 2r + 2 of r.
        return stridedLayers == 0 ? 1 : (9 << stridedLayers) - 2;
    }

    /// <summary>How real each patch looks, as a logit.</summary>
    /// <param name="input">[N, input channels, H, W] in −1..1.</param>
    /// <returns>[N, 1, h, w]; for 256×256 and receptive fields of 1, 16, 70 and 286, h = w = 256, 126, 30 and 6.</returns>
    public override Tensor forward(Tensor input)
    {
        InputShape.Require(input, nameof(PatchDiscriminator), inputChannels);
        return (net ?? model)!.call(input);
    }

    private static int StridedLayers(int receptiveField)
    {
        for (int strided = 0; strided <= 6; strided++)
        {
            if (ReceptiveField(strided) == receptiveField)
            {
                return strided;
            }
        }

        throw new ArgumentOutOfRangeException(
            nameof(receptiveField), receptiveField, "A PatchGAN's receptive field is 1, 16, 34, 70, 142, 286 or 574.");
    }

    // C64 - C128 without normalisation at the ends, all kernels 1×1. With batch norm even the last convolution has no bias, as published.
    private static Sequential Pixel(int inputChannels, int ndf, Normalization norm)
    {
        bool bias = norm.ConvolutionHasBias();
        return nn.Sequential(
            nn.Conv2d(inputChannels, ndf, 1), nn.LeakyReLU(0.2, inplace: true),
            nn.Conv2d(ndf, 2 * ndf, 1, bias: bias), norm.Layer(2 * ndf), nn.LeakyReLU(0.2, inplace: true),
            nn.Conv2d(2 * ndf, 1, 1, bias: bias));
    }

    // C64 - C128 - C256 - C512 - C512 …, the last hidden layer and the output with stride 1.
    private static Sequential Patch(int inputChannels, int strided, int ndf, Normalization norm)
    {
        List<nn.Module<Tensor, Tensor>> layers = [nn.Conv2d(inputChannels, ndf, 4, stride: 2, padding: 1), nn.LeakyReLU(0.2, inplace: true)];
        int width = ndf;
        for (int layer = 1; layer <= strided; layer++)
        {
            int next = ndf * Math.Min(1 << layer, 8);
            layers.Add(nn.Conv2d(width, next, 4, stride: layer < strided ? 2 : 1, padding: 1, bias: norm.ConvolutionHasBias()));
            layers.Add(norm.Layer(next));
            layers.Add(nn.LeakyReLU(0.2, inplace: true));
            width = next;
        }

        layers.Add(nn.Conv2d(width, 1, 4, stride: 1, padding: 1));
        return nn.Sequential(layers);
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The U-Net generator of Isola, Zhu, Zhou and Efros, <em>Image-to-Image Translation with Conditional Adversarial Networks</em>, CVPR 2017,
/// appendix 6.1.1. With 8 halvings: encoder C64-C128-C256-C512-C512-C512-C512-C512, decoder CD512-CD512-CD512-C512-C256-C128-C64, each
/// decoder layer joined to the encoder map of its size, then a convolution to the picture and tanh. State-dict keys are those of
/// junyanz/pytorch-CycleGAN-and-pix2pix (<c>UnetGenerator</c>), which nests each level in the one outside it.
/// </summary>
/// <remarks>
/// The paper's only noise is dropout: keep the network in training mode to translate as the authors do. The innermost convolution has no
/// normalisation (its map may be 1×1, where there is nothing to normalise), nor have the outermost ones.
/// </remarks>
public sealed class UNetGenerator : nn.Module<Tensor, Tensor>
{
    private readonly int inputChannels;
    private readonly int downsamplings;
    private readonly Level model;

    /// <summary>Builds the network and draws its weights: N(0, 0.02), batch normalisation N(1, 0.02).</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="downsamplings">How often the picture is halved: 8 for 256×256 (<c>unet_256</c>), 7 for 128×128; at least 5.</param>
    /// <param name="ngf">Channels of the outermost level, 64 in the paper; doubled at each of the next three.</param>
    /// <param name="norm">Normalisation.</param>
    /// <param name="dropout">Whether the decoder levels between the innermost and the fourth drop half of their activations.</param>
    /// <param name="seed">Seed of the first weights.</param>
    /// <param name="upSampling">
    /// How maps grow: transposed convolutions as published, or each value four times and a convolution of 3×3 (Odena, Dumoulin and Olah,
    /// <em>Deconvolution and Checkerboard Artifacts</em>, Distill 2016), which treats all places alike.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small or too large, or up-sampling neither transposed nor nearest.</exception>
    public UNetGenerator(
        int inputChannels = 3, int outputChannels = 3, int downsamplings = 8, int ngf = 64, Normalization norm = Normalization.Batch,
        bool dropout = true, long seed = 0, UpSampling upSampling = UpSampling.Transposed)
        : base(nameof(UNetGenerator))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ngf);
        ArgumentOutOfRangeException.ThrowIfLessThan(downsamplings, 5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(downsamplings, 16);
        this.inputChannels = inputChannels;
        this.downsamplings = downsamplings;

        // From the inside out: each level is built around the one below it.
        Level level = Level.Innermost(8 * ngf, norm, upSampling);
        for (int extra = 5; extra < downsamplings; extra++)
        {
            level = Level.Middle(8 * ngf, 8 * ngf, level, norm, upSampling, dropout);
        }

        level = Level.Middle(4 * ngf, 8 * ngf, level, norm, upSampling, dropout: false);
        level = Level.Middle(2 * ngf, 4 * ngf, level, norm, upSampling, dropout: false);
        level = Level.Middle(ngf, 2 * ngf, level, norm, upSampling, dropout: false);
        model = Level.Outermost(inputChannels, ngf, outputChannels, level, norm, upSampling);
        register_module("model", model);
        Initialization.Dcgan(this, seed);
    }

    /// <summary>Translates pictures.</summary>
    /// <param name="input">[N, input channels, H, W] in −1..1, H and W multiples of 2 to the number of downsamplings.</param>
    /// <returns>[N, output channels, H, W] in −1..1.</returns>
    public override Tensor forward(Tensor input)
    {
        InputShape.Require(input, nameof(UNetGenerator), inputChannels, multiple: 1L << downsamplings);
        return model.call(input);
    }

    /// <summary>One level of the U: halve, go through the levels below, double; inside the network the input is joined to the result.</summary>
    private sealed class Level : nn.Module<Tensor, Tensor>
    {
        private readonly bool joinsInput;
        private readonly Sequential model;

        private Level(bool joinsInput, params nn.Module<Tensor, Tensor>[] layers)
            : base(nameof(Level))
        {
            this.joinsInput = joinsInput;
            model = nn.Sequential(layers);
            register_module("model", model);
        }

        public static Level Outermost(int inputChannels, int width, int outputChannels, Level below, Normalization norm, UpSampling up) => new(
            joinsInput: false,
            Down(inputChannels, width, norm),
            below,
            nn.ReLU(inplace: true), up.Doubling(2 * width, outputChannels, bias: true), nn.Tanh());

        public static Level Middle(int outer, int inner, Level below, Normalization norm, UpSampling up, bool dropout) => new(
            joinsInput: true,
            [
                nn.LeakyReLU(0.2, inplace: true), Down(outer, inner, norm), norm.Layer(inner),
                below,
                nn.ReLU(inplace: true), up.Doubling(2 * inner, outer, norm.ConvolutionHasBias()), norm.Layer(outer),
                .. dropout ? [nn.Dropout(0.5)] : Array.Empty<nn.Module<Tensor, Tensor>>(),
            ]);

        public static Level Innermost(int width, Normalization norm, UpSampling up) => new(
            joinsInput: true,
            nn.LeakyReLU(0.2, inplace: true), Down(width, width, norm),
            nn.ReLU(inplace: true), up.Doubling(width, width, norm.ConvolutionHasBias()), norm.Layer(width));

        public override Tensor forward(Tensor input)
        {
            Tensor result = model.call(input);
            return joinsInput ? Chain.Join(input.alias(), result) : result;
        }

        private static HalvingConvolution Down(int from, int to, Normalization norm) => new(from, to, norm.ConvolutionHasBias());
    }
}

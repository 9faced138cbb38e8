using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>How a residual block keeps the size of its map.</summary>
public enum BlockPadding
{
    /// <summary>Mirror at the border: the CycleGAN paper's.</summary>
    Reflect,

    /// <summary>Repeat the border.</summary>
    Replicate,

    /// <summary>Zeros.</summary>
    Zero,
}

/// <summary>
/// The generator of Zhu, Park, Isola and Efros, <em>Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks</em>,
/// ICCV 2017, appendix 7.2, after Johnson et al. 2016: c7s1-64, d128, d256, R256 × 6 (128×128) or 9 (256×256 and more), u128, u64, c7s1-3.
/// State-dict keys are those of junyanz/pytorch-CycleGAN-and-pix2pix (<c>ResnetGenerator</c>).
/// </summary>
public sealed class ResnetGenerator : nn.Module<Tensor, Tensor>
{
    private readonly int inputChannels;
    private readonly Sequential model;

    /// <summary>Builds the network and draws its weights: N(0, 0.02), batch normalisation N(1, 0.02).</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="blocks">Residual blocks: 6 or 9 in the paper.</param>
    /// <param name="ngf">Channels of the first map, 64 in the paper.</param>
    /// <param name="norm">Normalisation.</param>
    /// <param name="dropout">Whether each residual block drops half of its activations after its first convolution.</param>
    /// <param name="padding">How residual blocks pad.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public ResnetGenerator(
        int inputChannels = 3, int outputChannels = 3, int blocks = 9, int ngf = 64, Normalization norm = Normalization.Instance,
        bool dropout = false, BlockPadding padding = BlockPadding.Reflect, long seed = 0)
        : base(nameof(ResnetGenerator))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ngf);
        this.inputChannels = inputChannels;

        bool bias = norm.ConvolutionHasBias();
        List<nn.Module<Tensor, Tensor>> layers =
        [
            nn.ReflectionPad2d(3), nn.Conv2d(inputChannels, ngf, 7, bias: bias), norm.Layer(ngf), nn.ReLU(inplace: true),
            nn.Conv2d(ngf, 2 * ngf, 3, stride: 2, padding: 1, bias: bias), norm.Layer(2 * ngf), nn.ReLU(inplace: true),
            nn.Conv2d(2 * ngf, 4 * ngf, 3, stride: 2, padding: 1, bias: bias), norm.Layer(4 * ngf), nn.ReLU(inplace: true),
        ];
        for (int block = 0; block < blocks; block++)
        {
            layers.Add(new Block(4 * ngf, norm, dropout, padding));
        }

        layers.AddRange(
        [
            nn.ConvTranspose2d(4 * ngf, 2 * ngf, 3, stride: 2, padding: 1, output_padding: 1, bias: bias), norm.Layer(2 * ngf), nn.ReLU(inplace: true),
            nn.ConvTranspose2d(2 * ngf, ngf, 3, stride: 2, padding: 1, output_padding: 1, bias: bias), norm.Layer(ngf), nn.ReLU(inplace: true),
            nn.ReflectionPad2d(3), nn.Conv2d(ngf, outputChannels, 7), nn.Tanh(),
        ]);
        model = nn.Sequential(layers);
        register_module("model", model);
        Initialization.Dcgan(this, seed);
    }

    /// <summary>Translates pictures.</summary>
    /// <param name="input">[N, input channels, H, W] in −1..1, H and W at least 5.</param>
    /// <returns>[N, output channels, 4⌈H/4⌉, 4⌈W/4⌉] in −1..1: the input's size where that is a multiple of 4.</returns>
    public override Tensor forward(Tensor input)
    {
        InputShape.Require(input, nameof(ResnetGenerator), inputChannels, minimum: 5);
        return model.call(input);
    }

    /// <summary>x + norm(conv(dropout(relu(norm(conv(x)))))).</summary>
    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential conv_block;

        public Block(int width, Normalization norm, bool dropout, BlockPadding padding)
            : base(nameof(Block))
        {
            List<nn.Module<Tensor, Tensor>> layers = [.. Convolution(width, norm, padding), nn.ReLU(inplace: true)];
            if (dropout)
            {
                layers.Add(nn.Dropout(0.5));
            }

            layers.AddRange(Convolution(width, norm, padding));
            conv_block = nn.Sequential(layers);
            register_module("conv_block", conv_block);
        }

        public override Tensor forward(Tensor input) => conv_block.call(input).add_(input);

        private static nn.Module<Tensor, Tensor>[] Convolution(int width, Normalization norm, BlockPadding padding)
        {
            bool bias = norm.ConvolutionHasBias();
            return padding switch
            {
                BlockPadding.Reflect => [nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3, bias: bias), norm.Layer(width)],
                BlockPadding.Replicate => [nn.ReplicationPad2d(1), nn.Conv2d(width, width, 3, bias: bias), norm.Layer(width)],
                BlockPadding.Zero => [nn.Conv2d(width, width, 3, padding: 1, bias: bias), norm.Layer(width)],
                _ => throw new ArgumentOutOfRangeException(nameof(padding), padding, "Choose Reflect, Replicate or Zero."),
            };
        }
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The encoder–decoder that Isola et al. 2017 compare the U-Net with (Figure 5, Table 2): the same layers without the skip connections, so
/// everything passes through one 1×1 map. Written from the layer table of phillipi/pix2pix (<c>defineG_encoder_decoder</c>).
/// </summary>
/// <remarks>
/// No official PyTorch version exists, so the keys are this project's: <c>down.i</c>, <c>up.i</c>, <c>last</c>, <c>down_norm.i</c>,
/// <c>up_norm.i</c>. Only the last convolution has a bias: the Lua code sets all others to zero before each update.
/// </remarks>
public sealed class EncoderDecoderGenerator : nn.Module<Tensor, Tensor>
{
    private readonly int inputChannels;
    private readonly ModuleList<nn.Module<Tensor, Tensor>> down = new();
    private readonly ModuleList<nn.Module<Tensor, Tensor>> up = new();
    private readonly ModuleList<nn.Module<Tensor, Tensor>> down_norm = new();
    private readonly ModuleList<nn.Module<Tensor, Tensor>> up_norm = new();
    private readonly nn.Module<Tensor, Tensor> last;
    private readonly Dropout? drop;

    /// <summary>Builds the network and draws its weights: N(0, 0.02), batch normalisation N(1, 0.02).</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="downsamplings">How often the picture is halved: 8 for 256×256; at least 5.</param>
    /// <param name="ngf">Channels of the first map, 64 in the paper; doubled by each of the next three.</param>
    /// <param name="norm">Normalisation.</param>
    /// <param name="dropout">Whether the first three decoder layers drop half of their activations.</param>
    /// <param name="seed">Seed of the first weights.</param>
    /// <param name="upSampling">How maps grow: transposed convolutions as published, or nearest neighbours and a convolution of 3×3; see <see cref="UNetGenerator"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small or too large, or up-sampling neither transposed nor nearest.</exception>
    public EncoderDecoderGenerator(
        int inputChannels = 3, int outputChannels = 3, int downsamplings = 8, int ngf = 64, Normalization norm = Normalization.Batch,
        bool dropout = true, long seed = 0, UpSampling upSampling = UpSampling.Transposed)
        : base(nameof(EncoderDecoderGenerator))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ngf);
        ArgumentOutOfRangeException.ThrowIfLessThan(downsamplings, 5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(downsamplings, 16);
        this.inputChannels = inputChannels;

        int Width(int level) => ngf * Math.Min(1 << level, 8);
        for (int level = 0; level < downsamplings; level++)
        {
            int from = level == 0 ? inputChannels : Width(level - 1);
            int to = Width(level);
            bool outermost = level == 0, innermost = level == downsamplings - 1;
            down.Add(new HalvingConvolution(from, to, bias: false));
            down_norm.Add(outermost || innermost ? nn.Identity() : norm.Layer(to));
        }

        for (int level = downsamplings - 1; level > 0; level--)
        {
            up.Add(upSampling.Doubling(Width(level), Width(level - 1), bias: false));
            up_norm.Add(norm.Layer(Width(level - 1)));
        }

        last = upSampling.Doubling(ngf, outputChannels, bias: true);
        register_module("down", down);
        register_module("up", up);
        register_module("down_norm", down_norm);
        register_module("up_norm", up_norm);
        register_module("last", last);
        if (dropout)
        {
            drop = nn.Dropout(0.5);
            register_module("drop", drop);
        }

        Initialization.Dcgan(this, seed);
    }

    /// <summary>Translates pictures.</summary>
    /// <param name="input">[N, input channels, H, W] in −1..1, H and W multiples of 2 to the number of downsamplings.</param>
    /// <returns>[N, output channels, H, W] in −1..1.</returns>
    public override Tensor forward(Tensor input)
    {
        InputShape.Require(input, nameof(EncoderDecoderGenerator), inputChannels, multiple: 1L << down.Count);
        using DisposeScope scope = NewDisposeScope();
        Tensor x = down[0].call(input);
        for (int level = 1; level < down.Count; level++)
        {
            x = x.leaky_relu_(0.2).Into(down[level], down_norm[level]);
        }

        for (int level = 0; level < up.Count; level++)
        {
            x = x.relu_().Into(up[level], up_norm[level]);
            if (drop is not null && level < 3)
            {
                x = x.Into(drop);
            }
        }

        return x.relu_().Into(last).tanh_().MoveToOuterDisposeScope();
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The network of Zhang, Isola and Efros, <em>Colorful Image Colorization</em>, ECCV 2016, Table 4: eight groups of convolutions that end in
/// a distribution over 313 bins of a*b* at a quarter of the picture's size, whose mean is the predicted colour. State-dict keys and
/// constants are those of the authors' PyTorch version (richzhang/colorization, <c>ECCVGenerator</c>).
/// </summary>
/// <remarks>
/// The Caffe model takes the annealed mean of the paper, temperature 0.38; the PyTorch version a plain softmax, temperature 1. First weights
/// are PyTorch's defaults: the authors start from a k-means initialisation that depends on data.
/// </remarks>
public sealed class ColorfulColorizer : nn.Module<Tensor, Tensor>
{
    /// <summary>The number of 10×10 bins of a*b* that sRGB reaches.</summary>
    public const int InGamutBins = 313;

    /// <summary>The temperature of the paper's annealed mean (section 2.3).</summary>
    public const double PaperTemperature = 0.38;

    private readonly nn.Module<Tensor, Tensor>[] groups;
    private readonly Conv2d model_out;
    private readonly Upsample upsample4;

    /// <summary>Builds the network and draws its weights.</summary>
    /// <param name="baseWidth">Channels of the first group, 64 in the paper; then twice, four and eight times as many.</param>
    /// <param name="bins">Number of colour bins.</param>
    /// <param name="temperature">Temperature of the softmax that the mean is taken under: towards 0 the mode, 1 the mean.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public ColorfulColorizer(int baseWidth = 64, int bins = InGamutBins, double temperature = 1, long seed = 0)
        : base(nameof(ColorfulColorizer))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        Temperature = temperature;

        int w = baseWidth;
        groups =
        [
            Group(1, [w, w], lastStride: 2),
            Group(w, [2 * w, 2 * w], lastStride: 2),
            Group(2 * w, [4 * w, 4 * w, 4 * w], lastStride: 2),
            Group(4 * w, [8 * w, 8 * w, 8 * w]),
            Group(8 * w, [8 * w, 8 * w, 8 * w], dilation: 2),
            Group(8 * w, [8 * w, 8 * w, 8 * w], dilation: 2),
            Group(8 * w, [8 * w, 8 * w, 8 * w]),
            nn.Sequential(
                nn.ConvTranspose2d(8 * w, 4 * w, 4, stride: 2, padding: 1), nn.ReLU(inplace: true),
                nn.Conv2d(4 * w, 4 * w, 3, padding: 1), nn.ReLU(inplace: true),
                nn.Conv2d(4 * w, 4 * w, 3, padding: 1), nn.ReLU(inplace: true),
                nn.Conv2d(4 * w, bins, 1)),
        ];
        model_out = nn.Conv2d(bins, 2, 1, bias: false);
        upsample4 = nn.Upsample(scale_factor: [4, 4], mode: UpsampleMode.Bilinear, align_corners: false);

        for (int group = 0; group < groups.Length; group++)
        {
            register_module($"model{group + 1}", groups[group]);
        }

        register_module("model_out", model_out);
        register_module("upsample4", upsample4);
        Initialization.Default(this, seed);
    }

    /// <summary>Temperature of the softmax under which the mean colour is taken.</summary>
    public double Temperature { get; set; }

    /// <summary>Makes the last layer the expectation over these bins, as in the published weights, which a training run does not change.</summary>
    /// <param name="centres">[bins, 2]: a* and b* of each bin.</param>
    public void UseBinCentres(Tensor centres)
    {
        ArgumentNullException.ThrowIfNull(centres);
        long bins = model_out.weight.shape[1];
        if (centres.dim() != 2 || centres.shape[0] != bins || centres.shape[1] != 2)
        {
            throw new ArgumentException($"The bin centres are [{bins}, 2], not [{string.Join(", ", centres.shape)}].", nameof(centres));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        model_out.weight.copy_((centres.t() / Lab.ABNorm).view(2, bins, 1, 1));
        model_out.weight.requires_grad = false;
    }

    /// <summary>Scores of the colour bins before softmax: what training compares with soft-encoded colours.</summary>
    /// <param name="l">Lightness L* in 0..100, [N, 1, H, W].</param>
    /// <returns>[N, bins, 2⌈H/8⌉, 2⌈W/8⌉].</returns>
    public Tensor Logits(Tensor l)
    {
        InputShape.Require(l, nameof(ColorfulColorizer), channels: 1);
        using DisposeScope scope = NewDisposeScope();
        return Lab.NormalizeL(l).Through(groups).MoveToOuterDisposeScope();
    }

    /// <summary>The mean colour under scores of bins.</summary>
    /// <param name="logits">[N, bins, h, w], as <see cref="Logits"/> gives them.</param>
    /// <returns>a*b* at four times the size, [N, 2, 4h, 4w].</returns>
    public Tensor Decode(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using DisposeScope scope = NewDisposeScope();
        Tensor probability = Temperature == 1 ? logits.softmax(1) : (logits / Temperature).softmax(1);
        return (probability.Through(model_out, upsample4) * Lab.ABNorm).MoveToOuterDisposeScope();
    }

    /// <summary>Predicts colour.</summary>
    /// <param name="input">Lightness L* in 0..100, [N, 1, H, W].</param>
    /// <returns>a*b*, [N, 2, 8⌈H/8⌉, 8⌈W/8⌉]: the input's size where that is a multiple of 8.</returns>
    public override Tensor forward(Tensor input)
    {
        using Tensor logits = Logits(input);
        return Decode(logits);
    }

    /// <summary>Predicts colour for a picture of any size: the network sees it at its own size, the colour is scaled back.</summary>
    /// <param name="l">Lightness L* in 0..100, [N, 1, H, W].</param>
    /// <param name="size">Side of the square that the network sees, 256 in the authors' demo.</param>
    /// <returns>a*b*, [N, 2, H, W].</returns>
    /// <remarks>The authors' demo resizes the RGB picture and takes its L*; resizing L* itself differs from that by less than the eye sees.</remarks>
    public Tensor Colorize(Tensor l, int size = 256) => Lab.AtNetworkSize(l, size, call);

    // 3×3 convolutions with ReLU, the last one strided; batch normalisation closes the group.
    private static Sequential Group(int from, int[] widths, int lastStride = 1, int dilation = 1)
    {
        List<nn.Module<Tensor, Tensor>> layers = [];
        for (int layer = 0; layer < widths.Length; layer++)
        {
            int stride = layer == widths.Length - 1 ? lastStride : 1;
            layers.Add(nn.Conv2d(from, widths[layer], 3, stride: stride, padding: dilation, dilation: dilation));
            layers.Add(nn.ReLU(inplace: true));
            from = widths[layer];
        }

        layers.Add(nn.BatchNorm2d(from));
        return nn.Sequential(layers);
    }
}

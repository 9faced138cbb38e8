using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>How a U-Net doubles the size of a map on its way up.</summary>
public enum UpSampling
{
    /// <summary>A 2×2 transposed convolution of stride 2: the paper's up-convolution, learned.</summary>
    Transposed,

    /// <summary>Bilinear interpolation, corners aligned; nothing to learn, so the lowest level is half as wide.</summary>
    Bilinear,

    /// <summary>Each value four times; nothing to learn.</summary>
    Nearest,

    /// <summary>The map is dilated, zeros put between its values, and a 3×3 convolution fills the holes.</summary>
    Dilated,
}

/// <summary>
/// The U-Net of Ronneberger, Fischer and Brox, <em>U-Net: Convolutional Networks for Biomedical Image Segmentation</em>, MICCAI 2015,
/// Figure 1: five levels of two 3×3 convolutions, 64 to 1024 channels wide; 2×2 max pooling down, up-convolution and the joined map of the
/// same level up; a 1×1 convolution to the classes. State-dict keys are those of the widely used PyTorch version (milesial/Pytorch-UNet).
/// </summary>
/// <remarks>
/// The published network has no batch normalisation and 'valid' convolutions, 572×572 → 388×388: <see cref="AsPublished"/>. With 'same'
/// convolutions any size comes back as it was; an odd map's partner is padded at the right and bottom.
/// </remarks>
public sealed class UNet : nn.Module<Tensor, Tensor>
{
    private const int Poolings = 4;

    private readonly int inputChannels;
    private readonly bool valid;
    private readonly DoubleConvolution inc;
    private readonly Down down1, down2, down3, down4;
    private readonly Up up1, up2, up3, up4;
    private readonly Sequential outc;
    private readonly Dropout? drop;

    /// <summary>Builds the network and draws its weights from N(0, √(2/N)), N incoming nodes per neuron (section 3 of the paper).</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="upSampling">How maps grow on the way up.</param>
    /// <param name="valid">Whether convolutions use only true pixels and so shrink the map, as published, or pad with zeros.</param>
    /// <param name="batchNorm">Whether batch normalisation follows each 3×3 convolution, which then has no bias.</param>
    /// <param name="baseWidth">Channels of the first level, 64 in the paper, doubled at each of the next four.</param>
    /// <param name="dropout">Probability of dropping an activation at the end of the contracting path in training.</param>
    /// <param name="seed">Seed of the first weights.</param>
    /// <param name="skips">Whether the maps of the way down are joined on the way up; without, it is a plain encoder and decoder.</param>
    public UNet(
        int inputChannels = 3, int classes = 2, UpSampling upSampling = UpSampling.Transposed, bool valid = false, bool batchNorm = true,
        int baseWidth = 64, double dropout = 0, long seed = 0, bool skips = true)
        : base(nameof(UNet))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseWidth);
        this.inputChannels = inputChannels;
        this.valid = valid;

        // Without a convolution in the way up that halves the channels, the level below must be half as wide.
        bool learned = upSampling is UpSampling.Transposed or UpSampling.Dilated;
        int narrowing = learned ? 1 : 2;
        if (baseWidth % narrowing != 0)
        {
            throw new ArgumentException($"The base width of a U-Net with {upSampling} up-sampling is even, not {baseWidth}.", nameof(baseWidth));
        }

        int w = baseWidth, n = narrowing;
        DoubleConvolution Double(int from, int between, int to, bool freesInput = false) => new(from, between, to, valid, batchNorm, freesInput);
        inc = Double(inputChannels, w, w);
        down1 = new(Double(w, 2 * w, 2 * w));
        down2 = new(Double(2 * w, 4 * w, 4 * w));
        down3 = new(Double(4 * w, 8 * w, 8 * w));
        down4 = new(Double(8 * w, 16 * w / n, 16 * w / n));
        int j = skips ? 1 : 2; // half of what the convolutions of the way up read are skips
        up1 = new(16 * w, valid, upSampling, skips, Double(16 * w / j, 8 * w, 8 * w / n, freesInput: true));
        up2 = new(8 * w, valid, upSampling, skips, Double(8 * w / j, 4 * w, 4 * w / n, freesInput: true));
        up3 = new(4 * w, valid, upSampling, skips, Double(4 * w / j, 2 * w, 2 * w / n, freesInput: true));
        up4 = new(2 * w, valid, upSampling, skips, Double(2 * w / j, w, w, freesInput: true));
        outc = nn.Sequential(("conv", nn.Conv2d(w, classes, 1)));
        drop = dropout > 0 ? nn.Dropout(dropout) : null;

        (string Key, nn.Module Part)[] parts =
        [
            ("inc", inc), ("down1", down1), ("down2", down2), ("down3", down3), ("down4", down4),
            ("up1", up1), ("up2", up2), ("up3", up3), ("up4", up4), ("outc", outc),
            .. drop is null ? Array.Empty<(string, nn.Module)>() : [("drop", drop)],
        ];
        foreach ((string key, nn.Module part) in parts)
        {
            register_module(key, part);
        }

        Initialization.He(this, seed);
    }

    /// <summary>The network of the paper: one grey channel, 'valid' convolutions with bias, no batch normalisation, dropout at the bottom.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="baseWidth">Channels of the first level.</param>
    /// <param name="seed">Seed of the first weights.</param>
    /// <returns>The network; 31,030,658 parameters at base width 64.</returns>
    public static UNet AsPublished(int inputChannels = 1, int classes = 2, int baseWidth = 64, long seed = 0) =>
        new(inputChannels, classes, UpSampling.Transposed, valid: true, batchNorm: false, baseWidth, dropout: 0.5, seed);

    /// <summary>The side of the output of 'valid' convolutions: 184 pixels less, where every pooled map has an even side.</summary>
    /// <param name="side">16 k + 12 and at least 188; 572 in the paper.</param>
    /// <returns>388 for 572.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Some pooled map would have an odd side or nothing would be left.</exception>
    public static long ValidOutputSide(long side)
    {
        if (side < 188 || side % 16 != 12)
        {
            long below = Math.Max(188, side - ((side - 12) % 16 + 16) % 16);
            throw new ArgumentOutOfRangeException(
                nameof(side), side, $"'Valid' convolutions need a side of 16 k + 12, at least 188, so that no pooled map is odd; near it are {below} and {below + 16}.");
        }

        return side - 184;
    }

    /// <summary>Scores of the classes at each pixel, before softmax.</summary>
    /// <param name="input">[N, input channels, H, W], H and W at least 16; with 'valid' convolutions see <see cref="ValidOutputSide"/>.</param>
    /// <returns>[N, classes, H, W], or with 'valid' convolutions the inner [N, classes, H − 184, W − 184].</returns>
    public override Tensor forward(Tensor input)
    {
        InputShape.Require(input, nameof(UNet), inputChannels, minimum: 1 << Poolings);
        if (valid)
        {
            _ = ValidOutputSide(input.shape[2]);
            _ = ValidOutputSide(input.shape[3]);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor level1 = inc.call(input);
        Tensor level2 = down1.call(level1);
        Tensor level3 = down2.call(level2);

        // The contracting path ends with its two deepest maps; both are dropped out.
        Tensor level4 = Dropped(down3.call(level3));
        Tensor level5 = Dropped(down4.call(level4));

        Tensor x = up1.Merge(level5, level4);
        x = up2.Merge(x, level3);
        x = up3.Merge(x, level2);
        x = up4.Merge(x, level1);
        return outc.call(x).MoveToOuterDisposeScope();
    }

    private Tensor Dropped(Tensor x)
    {
        if (drop is null || !training)
        {
            return x;
        }

        using (x)
        {
            return drop.call(x);
        }
    }

    /// <summary>Two 3×3 convolutions, each followed by batch normalisation, if any, and ReLU.</summary>
    private sealed class DoubleConvolution : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential double_conv;

        public DoubleConvolution(int from, int between, int to, bool valid, bool batchNorm, bool freesInput)
            : base(nameof(DoubleConvolution))
        {
            int padding = valid ? 0 : 1;
            nn.Module<Tensor, Tensor> Norm(int width) => batchNorm ? nn.BatchNorm2d(width) : nn.Identity();
            nn.Module<Tensor, Tensor>[] layers =
            [
                nn.Conv2d(from, between, 3, padding: padding, bias: !batchNorm), Norm(between), nn.ReLU(inplace: true),
                nn.Conv2d(between, to, 3, padding: padding, bias: !batchNorm), Norm(to), nn.ReLU(inplace: true),
            ];
            double_conv = freesInput ? new FreeingSequential(layers) : nn.Sequential(layers);
            register_module("double_conv", double_conv);
        }

        public override Tensor forward(Tensor input) => double_conv.call(input);
    }

    /// <summary>Halves the map by 2×2 max pooling, then two convolutions.</summary>
    private sealed class Down : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential maxpool_conv;

        public Down(DoubleConvolution convolutions)
            : base(nameof(Down))
        {
            maxpool_conv = nn.Sequential(nn.MaxPool2d(2), convolutions);
            register_module("maxpool_conv", maxpool_conv);
        }

        public override Tensor forward(Tensor input) => maxpool_conv.call(input);
    }

    /// <summary>Doubles the map, joins the skip, if any, in front of it, then two convolutions.</summary>
    private sealed class Up : nn.Module
    {
        private readonly nn.Module<Tensor, Tensor> up;
        private readonly DoubleConvolution conv;
        private readonly bool valid;
        private readonly bool skips;
        private readonly int half;

        public Up(int joined, bool valid, UpSampling upSampling, bool skips, DoubleConvolution convolutions)
            : base(nameof(Up))
        {
            (this.valid, this.skips) = (valid, skips);
            half = joined / 2; // as many channels from the skip as from below
            up = upSampling switch
            {
                UpSampling.Transposed => nn.ConvTranspose2d(joined, half, 2, stride: 2),
                UpSampling.Bilinear => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: true),
                UpSampling.Nearest => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest),
                UpSampling.Dilated => nn.Sequential(new ZeroInsertion(), nn.Conv2d(joined, half, 3, padding: 1)),
                _ => throw new ArgumentOutOfRangeException(nameof(upSampling), upSampling, "Choose Transposed, Bilinear, Nearest or Dilated."),
            };
            conv = convolutions;
            register_module("up", up);
            register_module("conv", conv);
        }

        /// <summary>The map of the next level from the one below and the skip; each is freed as soon as it is joined.</summary>
        public Tensor Merge(Tensor below, Tensor skip)
        {
            long height = skip.shape[2], width = skip.shape[3];
            if (valid)
            {
                (height, width) = (2 * below.shape[2], 2 * below.shape[3]);
                skip = Crop(skip, height, width);
            }

            if (!skips)
            {
                skip.Dispose();
                return conv.call(Fit(below.Into(up), height, width));
            }

            return conv.call(Chain.Join(skip, half, () => Fit(below.Into(up), height, width)));
        }

        // 'Same': a skip of odd side is one pixel larger than the doubled map.
        private static Tensor Fit(Tensor grown, long height, long width)
        {
            long right = width - grown.shape[3], bottom = height - grown.shape[2];
            if (right == 0 && bottom == 0)
            {
                return grown;
            }

            using (grown)
            {
                return nn.functional.pad(grown, (0, right, 0, bottom));
            }
        }

        // 'Valid': the skip lost fewer border pixels; its centre is joined. Padding by less than nothing crops in one step, backward too.
        private static Tensor Crop(Tensor skip, long height, long width)
        {
            long top = (skip.shape[2] - height) / 2, left = (skip.shape[3] - width) / 2;
            using (skip)
            {
                return nn.functional.pad(skip, (-left, left + width - skip.shape[3], -top, top + height - skip.shape[2]));
            }
        }
    }

    /// <summary>Puts a zero after each value of each row and column: [N, C, H, W] → [N, C, 2H, 2W].</summary>
    private sealed class ZeroInsertion : nn.Module<Tensor, Tensor>
    {
        public ZeroInsertion()
            : base(nameof(ZeroInsertion))
        {
        }

        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            long[] s = input.shape;
            Tensor spread = nn.functional.pad(input.reshape(s[0], s[1], s[2], 1, s[3], 1), [0, 1, 0, 0, 0, 1]);
            return spread.view(s[0], s[1], 2 * s[2], 2 * s[3]).MoveToOuterDisposeScope();
        }
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The network of Iizuka, Simo-Serra and Ishikawa, <em>Let there be Color!: Joint End-to-end Learning of Global and Local Image Priors for
/// Automatic Image Colorization with Simultaneous Classification</em>, SIGGRAPH 2016, Table 1. Low-level features feed two branches:
/// mid-level features of the picture at its own size, and one global vector of the picture at 224×224; a fusion layer joins them at every
/// position, the colorization network turns the result into a*b*, and the classification network names the scene from the global branch.
/// </summary>
/// <remarks>
/// The authors publish a Torch7 file only, so the keys are this project's, one per row of the table. Batch normalisation stands before every
/// ReLU ("throughout the entire network"); <c>batchNorm: false</c> is the network with it folded into the weights. First weights are
/// Torch7's defaults.
/// </remarks>
public sealed class GlobalLocalColorizer : nn.Module<Tensor, Tensor, (Tensor AB, Tensor? Classes)>
{
    /// <summary>The side at which the global branch sees every picture in the paper.</summary>
    public const int PaperGlobalSize = 224;

    private readonly bool globalFeatures;
    private readonly int globalSize;
    private readonly Sequential low, mid;
    private readonly Layer fuse, color1, color2, color3, color4;
    private readonly Upsample up1 = Doubled(), up2 = Doubled();
    private readonly Conv2d output;

    // The global branch and the classifier, absent in the ablation without global features.
    private readonly Sequential? glob;
    private readonly Layer? fc1, fc2, fc3, class1;
    private readonly Linear? class2;

    /// <summary>Builds the network and draws its weights.</summary>
    /// <param name="classes">Number of scenes to tell apart: 205 in Places, 1000 in ImageNet.</param>
    /// <param name="batchNorm">Whether batch normalisation precedes every ReLU.</param>
    /// <param name="baseWidth">Channels of the first layer, 64 in the paper; all others follow.</param>
    /// <param name="globalFeatures">Whether there is a global branch; without, the fusion layer sees mid-level features alone.</param>
    /// <param name="globalSize">Side at which the global branch sees the picture, a multiple of 32; 224 in the paper.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public GlobalLocalColorizer(
        int classes = 205, bool batchNorm = true, int baseWidth = 64, bool globalFeatures = true, int globalSize = PaperGlobalSize, long seed = 0)
        : base(nameof(GlobalLocalColorizer))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (baseWidth <= 0 || baseWidth % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(baseWidth), baseWidth, "The base width is even: the last hidden layer is half as wide.");
        }

        if (globalSize <= 0 || globalSize % 32 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(globalSize), globalSize, "The global branch sees a side that is a multiple of 32.");
        }

        this.globalFeatures = globalFeatures;
        this.globalSize = globalSize;
        int w = baseWidth, last = globalSize / 32;
        Layer Conv(int from, int to, int stride = 1, int kernel = 3, bool freesInput = false) =>
            new("conv", nn.Conv2d(from, to, kernel, stride: stride, padding: kernel / 2), batchNorm ? nn.BatchNorm2d(to) : null, freesInput);
        Layer Next(int from, int to, int stride = 1) => Conv(from, to, stride, freesInput: true);
        Layer Linear(int from, int to) => new("fc", nn.Linear(from, to), batchNorm ? nn.BatchNorm1d(to) : null);

        // Low-level features, shared by both branches: H → H/8.
        low = nn.Sequential(
            Conv(1, w, stride: 2), Next(w, 2 * w), Next(2 * w, 2 * w, stride: 2), Next(2 * w, 4 * w), Next(4 * w, 4 * w, stride: 2),
            Next(4 * w, 8 * w));
        register_module("low", low);
        if (globalFeatures)
        {
            // Global features: 28×28 → 7×7 → 1024 → 512 → 256.
            glob = nn.Sequential(Conv(8 * w, 8 * w, stride: 2), Next(8 * w, 8 * w), Next(8 * w, 8 * w, stride: 2), Next(8 * w, 8 * w));
            fc1 = Linear(8 * w * last * last, 16 * w);
            fc2 = Linear(16 * w, 8 * w);
            fc3 = Linear(8 * w, 4 * w);
            register_module("glob", glob);
            register_module("fc1", fc1);
            register_module("fc2", fc2);
            register_module("fc3", fc3);
        }

        // Mid-level features and fusion: H/8.
        mid = nn.Sequential(Conv(8 * w, 8 * w), Next(8 * w, 4 * w));
        fuse = Conv(globalFeatures ? 8 * w : 4 * w, 4 * w, kernel: 1);

        // Colorization: H/8 → H/4 → H/2.
        color1 = Conv(4 * w, 2 * w);
        color2 = Conv(2 * w, w);
        color3 = Conv(w, w);
        color4 = Conv(w, w / 2);
        output = nn.Conv2d(w / 2, 2, 3, padding: 1);
        register_module("mid", mid);
        register_module("fuse", fuse);
        register_module("color1", color1);
        register_module("up1", up1);
        register_module("color2", color2);
        register_module("color3", color3);
        register_module("up2", up2);
        register_module("color4", color4);
        register_module("output", output);
        if (globalFeatures)
        {
            // Classification, from the second fully connected layer of the global branch.
            class1 = Linear(8 * w, 4 * w);
            class2 = nn.Linear(4 * w, classes);
            register_module("class1", class1);
            register_module("class2", class2);
        }

        Initialization.Default(this, seed);
    }

    /// <summary>Predicts colour and scene of pictures of one size.</summary>
    /// <param name="grey">Luminance, [N, 1, H, W].</param>
    /// <returns>As <see cref="forward"/>; at 224×224 both branches share one run of the low-level network, as in the paper's training.</returns>
    public (Tensor AB, Tensor? Classes) call(Tensor grey)
    {
        InputShape.Require(grey, nameof(GlobalLocalColorizer), channels: 1);
        if (!globalFeatures || (grey.shape[2] == globalSize && grey.shape[3] == globalSize))
        {
            return call(grey, grey);
        }

        using Tensor resized = ToGlobalSize(grey);
        return call(grey, resized);
    }

    /// <summary>Predicts colour of one picture with the global features of the same or, for style transfer, of another.</summary>
    /// <param name="local">Luminance of the picture to colour, [N, 1, H, W], H and W multiples of 8 for a result of exactly half the size.</param>
    /// <param name="global">Luminance at 224×224 of the picture whose global features to use, [N, 1, 224, 224].</param>
    /// <returns>
    /// a*b* scaled to 0..1, [N, 2, 4⌈H/8⌉, 4⌈W/8⌉] (<see cref="ToAB"/> scales it back), and scores of the scenes of <paramref name="global"/>
    /// before softmax, [N, classes], null without global features.
    /// </returns>
    public override (Tensor AB, Tensor? Classes) forward(Tensor local, Tensor global)
    {
        InputShape.Require(local, nameof(GlobalLocalColorizer), channels: 1);
        using DisposeScope scope = NewDisposeScope();
        Tensor lowLocal = low.call(local);
        Tensor middle = mid.call(lowLocal);
        if (!globalFeatures)
        {
            lowLocal.Dispose();
            return (Colors(middle, null).MoveToOuterDisposeScope(), null);
        }

        // One picture for both branches needs its low-level features once.
        Tensor lowGlobal = ReferenceEquals(local, global) ? lowLocal : LowOfGlobal(global);
        (Tensor vector, Tensor scores) = GlobalVector(lowGlobal);
        lowLocal.Dispose();
        lowGlobal.Dispose();
        return (Colors(middle, vector).MoveToOuterDisposeScope(), scores.MoveToOuterDisposeScope());
    }

    /// <summary>The 256 numbers that describe a picture as a whole.</summary>
    /// <param name="grey">Luminance at any size, [N, 1, H, W].</param>
    /// <returns>[N, 256] at base width 64.</returns>
    public Tensor GlobalFeatures(Tensor grey)
    {
        using DisposeScope scope = NewDisposeScope();
        return GlobalVector(LowOfGlobal(ToGlobalSize(grey))).Vector.MoveToOuterDisposeScope();
    }

    /// <summary>The mid-level features of a picture.</summary>
    /// <param name="grey">Luminance at any size, [N, 1, H, W].</param>
    /// <returns>[N, 256, ⌈H/8⌉, ⌈W/8⌉] at base width 64.</returns>
    public Tensor MidLevelFeatures(Tensor grey)
    {
        InputShape.Require(grey, nameof(GlobalLocalColorizer), channels: 1);
        return grey.Through(low, mid);
    }

    /// <summary>Colour from mid-level features fused with a global vector, of the same picture or of another.</summary>
    /// <param name="midLevel">As <see cref="MidLevelFeatures"/> gives them, [N, 256, h, w].</param>
    /// <param name="vector">As <see cref="GlobalFeatures"/> gives it, [N, 256] or [1, 256]; null without global features.</param>
    /// <returns>a*b* scaled to 0..1, [N, 2, 4h, 4w].</returns>
    public Tensor Fuse(Tensor midLevel, Tensor? vector)
    {
        ArgumentNullException.ThrowIfNull(midLevel);
        if (vector is null == globalFeatures)
        {
            throw new ArgumentException(
                globalFeatures ? "This network fuses a global vector." : "This network was built without global features.", nameof(vector));
        }

        using DisposeScope scope = NewDisposeScope();
        return Colors(midLevel.alias(), vector).MoveToOuterDisposeScope();
    }

    /// <summary>Predicts colour for pictures of any size, optionally in the style of others.</summary>
    /// <param name="grey">Luminance, [N, 1, H, W].</param>
    /// <param name="style">Pictures whose global features to use, [N, 1, h, w] or [1, 1, h, w]; by default the same.</param>
    /// <returns>a*b*, [N, 2, H, W].</returns>
    /// <remarks>As the authors' script does, the network sees the sides rounded to multiples of 8.</remarks>
    public Tensor Colorize(Tensor grey, Tensor? style = null)
    {
        InputShape.Require(grey, nameof(GlobalLocalColorizer), channels: 1);
        using DisposeScope scope = NewDisposeScope();
        long[] shape = grey.shape;
        Tensor rounded = Resize(grey, Rounded(shape[2]), Rounded(shape[3]));
        Tensor? vector = globalFeatures ? GlobalFeatures(style ?? rounded) : null;
        Tensor ab = Fuse(MidLevelFeatures(rounded), vector);
        return ToAB(Resize(ab, shape[2], shape[3])).MoveToOuterDisposeScope();
    }

    /// <summary>a*b* from the network's scale: 100 (2 s − 1), as in the authors' script.</summary>
    /// <param name="scaled">Numbers in 0..1.</param>
    /// <returns>Numbers in −100..100.</returns>
    public static Tensor ToAB(Tensor scaled)
    {
        ArgumentNullException.ThrowIfNull(scaled);
        using Tensor stretched = scaled * 200;
        return stretched - 100;
    }

    private static long Rounded(long side) => Math.Max(8, (long)Math.Round(side / 8.0, MidpointRounding.AwayFromZero) * 8);

    private static Tensor Resize(Tensor x, long height, long width) => x.shape[2] == height && x.shape[3] == width
        ? x.alias()
        : nn.functional.interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);

    private static Upsample Doubled() => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest);

    private Tensor ToGlobalSize(Tensor grey)
    {
        InputShape.Require(grey, nameof(GlobalLocalColorizer), channels: 1);
        return Resize(grey, globalSize, globalSize);
    }

    private Tensor LowOfGlobal(Tensor global)
    {
        if (global.dim() != 4 || global.shape[1] != 1 || global.shape[2] != globalSize || global.shape[3] != globalSize)
        {
            throw new ArgumentException(
                $"The global branch takes [N, 1, {globalSize}, {globalSize}], not [{string.Join(", ", global.shape)}].", nameof(global));
        }

        return low.call(global);
    }

    private (Tensor Vector, Tensor Scores) GlobalVector(Tensor lowLevel)
    {
        if (glob is null || fc1 is null || fc2 is null || fc3 is null || class1 is null || class2 is null)
        {
            throw new InvalidOperationException("This network was built without global features.");
        }

        using Tensor maps = glob.call(lowLevel);
        using Tensor flat = maps.flatten(1);
        using Tensor described = flat.Through(fc1, fc2);
        return (fc3.call(described), described.Through(class1, class2));
    }

    // Frees middle.
    private Tensor Colors(Tensor middle, Tensor? vector)
    {
        Tensor fused = middle;
        if (vector is not null)
        {
            long[] shape = middle.shape;
            using Tensor column = vector.reshape(vector.shape[0], vector.shape[1], 1, 1);
            fused = Chain.Join(middle, column.expand(shape[0], -1, shape[2], shape[3]));
        }

        using Tensor coarse = fused.Through(fuse, color1, up1);
        fused.Dispose();
        using Tensor scaled = coarse.Through(color2, color3, up2, color4, output);
        return scaled.sigmoid();
    }

    /// <summary>A convolution or fully connected layer, batch normalisation, if any, and ReLU.</summary>
    private sealed class Layer : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor>[] parts;

        private readonly bool freesInput;

        public Layer(string key, nn.Module<Tensor, Tensor> linear, nn.Module<Tensor, Tensor>? norm, bool freesInput = false)
            : base(nameof(Layer))
        {
            this.freesInput = freesInput;
            parts = norm is null ? [linear] : [linear, norm];
            register_module(key, linear);
            if (norm is not null)
            {
                register_module("bn", norm);
            }
        }

        public override Tensor forward(Tensor input)
        {
            return (freesInput ? input.Into(parts) : input.Through(parts)).relu_();
        }
    }
}

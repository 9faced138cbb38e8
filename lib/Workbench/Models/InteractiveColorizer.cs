using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The network of Zhang, Zhu, Isola, Geng, Lin, Yu and Efros, <em>Real-Time User-Guided Image Colorization with Learned Deep Priors</em>,
/// SIGGRAPH 2017: the encoder of <see cref="ColorfulColorizer"/>, a decoder with skips at three sizes, and colour hints beside the
/// lightness. State-dict keys and constants are those of the authors' PyTorch version (richzhang/colorization, <c>SIGGRAPHGenerator</c>).
/// </summary>
/// <remarks>Without hints it colours by itself. First weights are PyTorch's defaults; the authors start from the ECCV 2016 network.</remarks>
public sealed class InteractiveColorizer : nn.Module<Tensor, Tensor?, Tensor?, Tensor>
{
    private readonly Sequential[] encoder;
    private readonly nn.Module<Tensor, Tensor> model8up, model8, model9up, model9, model10up, model10, model3short8, model2short9, model1short10;
    private readonly nn.Module<Tensor, Tensor> model_class, model_out;

    /// <summary>Builds the network and draws its weights.</summary>
    /// <param name="baseWidth">Channels of the first group, 64 in the paper; then twice, four and eight times as many.</param>
    /// <param name="colorClasses">Number of colour bins of the classification branch.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public InteractiveColorizer(int baseWidth = 64, int colorClasses = 529, long seed = 0)
        : base(nameof(InteractiveColorizer))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(colorClasses);
        int w = baseWidth;
        encoder =
        [
            Group(4, [w, w]),
            Group(w, [2 * w, 2 * w]),
            Group(2 * w, [4 * w, 4 * w, 4 * w]),
            Group(4 * w, [8 * w, 8 * w, 8 * w]),
            Group(8 * w, [8 * w, 8 * w, 8 * w], dilation: 2),
            Group(8 * w, [8 * w, 8 * w, 8 * w], dilation: 2),
            Group(8 * w, [8 * w, 8 * w, 8 * w]),
        ];
        model8up = Up(8 * w, 4 * w);
        model8 = nn.Sequential(
            nn.ReLU(inplace: true), Convolution(4 * w, 4 * w), nn.ReLU(inplace: true), Convolution(4 * w, 4 * w), nn.ReLU(inplace: true), nn.BatchNorm2d(4 * w));
        model9up = Up(4 * w, 2 * w);
        // Not in place: in training what it takes is sent through it twice.
        model9 = nn.Sequential(nn.ReLU(), Convolution(2 * w, 2 * w), nn.ReLU(inplace: true), nn.BatchNorm2d(2 * w));
        model10up = Up(2 * w, 2 * w);
        model10 = nn.Sequential(nn.ReLU(inplace: true), Convolution(2 * w, 2 * w), nn.LeakyReLU(0.2, inplace: true));
        model3short8 = nn.Sequential(Convolution(4 * w, 4 * w));
        model2short9 = nn.Sequential(Convolution(2 * w, 2 * w));
        model1short10 = nn.Sequential(Convolution(w, 2 * w));
        model_class = nn.Sequential(nn.Conv2d(4 * w, colorClasses, 1));
        model_out = nn.Sequential(nn.Conv2d(2 * w, 2, 1), nn.Tanh());

        for (int group = 0; group < encoder.Length; group++)
        {
            register_module($"model{group + 1}", encoder[group]);
        }

        (string Key, nn.Module<Tensor, Tensor> Part)[] decoder =
        [
            ("model8up", model8up), ("model8", model8), ("model9up", model9up), ("model9", model9), ("model10up", model10up), ("model10", model10),
            ("model3short8", model3short8), ("model2short9", model2short9), ("model1short10", model1short10), ("model_class", model_class), ("model_out", model_out),
        ];
        foreach ((string key, nn.Module<Tensor, Tensor> part) in decoder)
        {
            register_module(key, part);
        }

        Initialization.Default(this, seed);
    }

    /// <summary>Predicts colour from lightness alone.</summary>
    /// <param name="l">Lightness L* in 0..100, [N, 1, H, W], H and W multiples of 8.</param>
    /// <returns>a*b* in −110..110, [N, 2, H, W].</returns>
    public Tensor call(Tensor l) => call(l, null, null);

    /// <summary>Predicts colour that follows hints.</summary>
    /// <param name="l">Lightness L* in 0..100, [N, 1, H, W], H and W multiples of 8.</param>
    /// <param name="hints">a*b* where hinted, 0 elsewhere, [N, 2, H, W]; null for none.</param>
    /// <param name="mask">1 where hinted, 0 elsewhere, [N, 1, H, W]; null for none.</param>
    /// <returns>a*b* in −110..110, [N, 2, H, W].</returns>
    public override Tensor forward(Tensor l, Tensor? hints, Tensor? mask)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor level1, Tensor level2, Tensor level8) = ToLevel8(l, hints, mask);

        Tensor sum9 = Sum(level8, model9up, level2, model2short9);
        Tensor level9 = model9.call(sum9);
        if (training)
        {
            // The reference's forward runs blocks 9 and 10 once for each of its branches, so the statistics of model9 move twice a step.
            using IDisposable noGradient = no_grad();
            model9.call(sum9).Dispose();
        }

        sum9.Dispose();
        Tensor sum10 = Sum(level9, model10up, level1, model1short10);
        return (sum10.Through(model10, model_out) * Lab.ABNorm).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of colour bins before softmax: the paper's second task, and its palette of likely colours.</summary>
    /// <param name="l">Lightness L* in 0..100, [N, 1, H, W], H and W multiples of 8.</param>
    /// <param name="hints">a*b* where hinted, or null.</param>
    /// <param name="mask">1 where hinted, or null.</param>
    /// <returns>[N, color classes, H/4, W/4].</returns>
    public Tensor Classify(Tensor l, Tensor? hints = null, Tensor? mask = null)
    {
        using DisposeScope scope = NewDisposeScope();
        (_, _, Tensor level8) = ToLevel8(l, hints, mask);
        return model_class.call(level8).MoveToOuterDisposeScope();
    }

    /// <summary>Predicts colour for a picture of any size: the network sees it at its own size, the colour is scaled back.</summary>
    /// <param name="l">Lightness L* in 0..100, [N, 1, H, W].</param>
    /// <param name="size">Side of the square that the network sees, 256 in the authors' demo; a multiple of 8.</param>
    /// <returns>a*b*, [N, 2, H, W].</returns>
    public Tensor Colorize(Tensor l, int size = 256) => Lab.AtNetworkSize(l, size, call);

    private (Tensor Level1, Tensor Level2, Tensor Level8) ToLevel8(Tensor l, Tensor? hints, Tensor? mask)
    {
        InputShape.Require(l, nameof(InteractiveColorizer), channels: 1, multiple: 8);
        long[] shape = l.shape;
        RequireSameSize(hints, 2, shape, nameof(hints));
        RequireSameSize(mask, 1, shape, nameof(mask));
        Tensor ab = hints is null ? l.new_zeros([shape[0], 2, shape[2], shape[3]]) : hints / Lab.ABNorm;
        Tensor where = mask is null ? l.new_zeros([shape[0], 1, shape[2], shape[3]]) : mask.alias();
        Tensor joined = cat([Lab.NormalizeL(l), ab, where], dim: 1);
        if (!training)
        {
            joined = ChannelsLast.Of(joined);
        }

        Tensor level1 = encoder[0].call(joined);
        joined.Dispose();
        Tensor level2 = Halved(level1, encoder[1]);
        Tensor level3 = Halved(level2, encoder[2]);
        Tensor level4 = Halved(level3, encoder[3]);
        Tensor level7 = level4.Through(encoder[4], encoder[5], encoder[6]);
        level4.Dispose();
        Tensor sum8 = Sum(level7, model8up, level3, model3short8);
        Tensor level8 = model8.call(sum8);
        sum8.Dispose();
        return (level1, level2, level8);
    }

    private static void RequireSameSize(Tensor? given, long channels, long[] l, string name)
    {
        if (given is not null && !given.shape.SequenceEqual([l[0], channels, l[2], l[3]]))
        {
            throw new ArgumentException(
                $"The {name} of {nameof(InteractiveColorizer)} are [{l[0]}, {channels}, {l[2]}, {l[3]}] for this lightness, not [{string.Join(", ", given.shape)}].",
                name);
        }
    }

    // Every second pixel of every second row, as the reference does, where others would use a strided convolution.
    private static Tensor Halved(Tensor map, Sequential group)
    {
        using Tensor half = map[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)];
        return group.call(half);
    }

    // The level below, doubled, and the skip of the encoder, each freed as soon as its convolution has seen it.
    private static Tensor Sum(Tensor below, nn.Module<Tensor, Tensor> up, Tensor skip, nn.Module<Tensor, Tensor> across)
    {
        Tensor sum = up.call(below);
        below.Dispose();
        using Tensor added = across.call(skip);
        skip.Dispose();
        return sum.add_(added);
    }

    private static Conv2d Convolution(int from, int to, int dilation = 1) =>
        nn.Conv2d(from, to, 3, padding: dilation, dilation: dilation);

    private static Sequential Up(int from, int to) => nn.Sequential(nn.ConvTranspose2d(from, to, 4, stride: 2, padding: 1));

    private static Sequential Group(int from, int[] widths, int dilation = 1)
    {
        List<nn.Module<Tensor, Tensor>> layers = [];
        foreach (int width in widths)
        {
            layers.Add(Convolution(from, width, dilation));
            layers.Add(nn.ReLU(inplace: true));
            from = width;
        }

        layers.Add(nn.BatchNorm2d(from));
        return nn.Sequential(layers);
    }
}

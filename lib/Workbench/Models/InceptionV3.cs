using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>Which of two published versions of <see cref="InceptionV3"/> a network is: they differ in how modules pool.</summary>
public enum InceptionVariant
{
    /// <summary>Torchvision's: average pooling that counts the zeros around a map.</summary>
    Torchvision,

    /// <summary>
    /// That of Google's frozen graph of December 2015, by whose features the FID is measured: average pooling leaves the zeros around a map
    /// out, and the last module pools by the maximum, perhaps by mistake, but in all published figures.
    /// </summary>
    Fid,
}

/// <summary>
/// Inception-v3 of Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, <em>Rethinking the Inception Architecture for Computer Vision</em>, CVPR
/// 2016, Table 1 and Figures 5 to 7, 10 and 8 (the auxiliary classifier). State-dict keys are torchvision's (<c>inception_v3</c>), which are
/// also those of the FID's weights in PyTorch (<c>pt_inception-2015-12-05</c>: <see cref="ForFid"/>). Both expect RGB in −1..1.
/// </summary>
public sealed class InceptionV3 : nn.Module<Tensor, (Tensor Scores, Tensor? Auxiliary)>
{
    /// <summary>The side of the pictures that the network was published for; smaller ones have no place for the auxiliary classifier.</summary>
    public const int PaperSize = 299;

    // Any smaller, and nothing is left for the last modules.
    private const int SmallestSize = 75;

    private readonly nn.Module<Tensor, Tensor>[] toAuxiliary, toPool;
    private readonly InceptionClassifier? AuxLogits;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <summary>Builds the network and draws its weights.</summary>
    /// <param name="classes">Number of classes: 1000 in torchvision's weights, 1008 in the FID's.</param>
    /// <param name="auxiliary">Whether there is a second classifier in the middle, which helps training and is not used after it.</param>
    /// <param name="variant">How modules pool.</param>
    /// <param name="baseWidth">Channels of the first layer, an even number; all others follow. 32 is the paper's.</param>
    /// <param name="dropout">Probability of dropping one of the 2048 pooled features in training.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public InceptionV3(
        int classes = 1000, bool auxiliary = true, InceptionVariant variant = InceptionVariant.Torchvision, int baseWidth = 32, double dropout = 0.5, long seed = 0)
        : base(nameof(InceptionV3))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (baseWidth <= 0 || baseWidth % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(baseWidth), baseWidth, "The base width is even: widths are multiples of 16 where it is 32.");
        }

        int W(int width) => width * baseWidth / 32;
        nn.Module<Tensor, Tensor> Average() => nn.AvgPool2d(3, stride: 1, padding: 1, count_include_pad: variant == InceptionVariant.Torchvision);
        nn.Module<Tensor, Tensor> Last() => variant == InceptionVariant.Fid ? nn.MaxPool2d(3, stride: 1, padding: 1) : Average();
        nn.Module<Tensor, Tensor> Add(string name, nn.Module<Tensor, Tensor> layer)
        {
            register_module(name, layer);
            return layer;
        }

        toAuxiliary =
        [
            Add("Conv2d_1a_3x3", new ConvolutionUnit(3, W(32), (3, 3), stride: 2)), // 299 → 149
            Add("Conv2d_2a_3x3", new ConvolutionUnit(W(32), W(32), (3, 3))), // 147
            Add("Conv2d_2b_3x3", new ConvolutionUnit(W(32), W(64), (3, 3), padded: true)),
            Add("maxpool1", nn.MaxPool2d(3, stride: 2)), // 73
            Add("Conv2d_3b_1x1", new ConvolutionUnit(W(64), W(80), (1, 1))),
            Add("Conv2d_4a_3x3", new ConvolutionUnit(W(80), W(192), (3, 3))), // 71
            Add("maxpool2", nn.MaxPool2d(3, stride: 2)), // 35
            Add("Mixed_5b", InceptionModule.A(W(192), W(32), W, Average())),
            Add("Mixed_5c", InceptionModule.A(W(256), W(64), W, Average())),
            Add("Mixed_5d", InceptionModule.A(W(288), W(64), W, Average())),
            Add("Mixed_6a", InceptionModule.B(W(288), W)), // 17
            Add("Mixed_6b", InceptionModule.C(W(768), W(128), W, Average())),
            Add("Mixed_6c", InceptionModule.C(W(768), W(160), W, Average())),
            Add("Mixed_6d", InceptionModule.C(W(768), W(160), W, Average())),
            Add("Mixed_6e", InceptionModule.C(W(768), W(192), W, Average())),
        ];
        if (auxiliary)
        {
            AuxLogits = new(W(768), W(128), W(768), classes);
            register_module("AuxLogits", AuxLogits);
        }

        toPool =
        [
            Add("Mixed_7a", InceptionModule.D(W(768), W)), // 8
            Add("Mixed_7b", InceptionModule.E(W(1280), W, Average())),
            Add("Mixed_7c", InceptionModule.E(W(2048), W, Last())),
            Add("avgpool", nn.AdaptiveAvgPool2d([1, 1])),
        ];
        this.dropout = nn.Dropout(dropout);
        fc = nn.Linear(W(2048), classes);
        register_module("dropout", this.dropout);
        register_module("fc", fc);
        Initialization.Inception(this, AuxLogits?.Weak ?? new(), seed);
    }

    /// <summary>The network that the FID's published weights fit: 1008 classes, no auxiliary classifier, and its own pooling.</summary>
    /// <returns>With weights drawn at random.</returns>
    public static InceptionV3 ForFid() => new(classes: 1008, auxiliary: false, InceptionVariant.Fid);

    /// <summary>Scores of the classes before softmax.</summary>
    /// <param name="input">RGB in −1..1, [N, 3, H, W]; H and W at least 75, and 299 in training with an auxiliary classifier.</param>
    /// <returns>[N, classes], and in training the auxiliary classifier's, [N, classes]; null where it is not asked.</returns>
    public override (Tensor Scores, Tensor? Auxiliary) forward(Tensor input)
    {
        bool asked = training && AuxLogits is not null;
        InputShape.Require(input, GetName(), channels: 3, minimum: asked ? PaperSize : SmallestSize);
        using DisposeScope scope = NewDisposeScope();
        Tensor middle = input.Through(toAuxiliary);
        Tensor? second = asked ? AuxLogits!.call(middle).MoveToOuterDisposeScope() : null;
        Tensor pooled = middle.Into(toPool);
        return (fc.call(dropout.call(pooled.flatten(1))).MoveToOuterDisposeScope(), second);
    }

    /// <summary>What the last pooling gives, FID's <c>pool3</c>: the features in front of the classifier.</summary>
    /// <param name="input">RGB in −1..1, [N, 3, H, W], H and W at least 75.</param>
    /// <returns>[N, 2048] at base width 32.</returns>
    public Tensor Pooled(Tensor input)
    {
        InputShape.Require(input, GetName(), channels: 3, minimum: SmallestSize);
        using DisposeScope scope = NewDisposeScope();
        return input.Through(toAuxiliary).Into(toPool).flatten(1).MoveToOuterDisposeScope();
    }
}

/// <summary>The auxiliary classifier, Figure 8: [N, C, 17, 17] → 5×5 → 1×1 → [N, classes].</summary>
internal sealed class InceptionClassifier : nn.Module<Tensor, Tensor>
{
    private readonly AvgPool2d pool = nn.AvgPool2d(5, stride: 3);
    private readonly ConvolutionUnit conv0, conv1;
    private readonly AdaptiveAvgPool2d rest = nn.AdaptiveAvgPool2d([1, 1]);
    private readonly Linear fc;

    public InceptionClassifier(int inputs, int inner, int features, int classes)
        : base(nameof(InceptionClassifier))
    {
        conv0 = new(inputs, inner, (1, 1));
        conv1 = new(inner, features, (5, 5));
        fc = nn.Linear(features, classes);
        register_module("pool", pool);
        register_module("conv0", conv0);
        register_module("conv1", conv1);
        register_module("rest", rest);
        register_module("fc", fc);
    }

    /// <summary>The layers whose first weights are smaller than the others', with their deviations.</summary>
    public Dictionary<nn.Module, double> Weak => new() { [conv1.conv] = 0.01, [fc] = 0.001 };

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return fc.call(input.Through(pool, conv0, conv1, rest).flatten(1)).MoveToOuterDisposeScope();
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A layer of a branch, under the name that its weights have in the state dict.</summary>
internal sealed record InceptionLayer(string Name, nn.Module<Tensor, Tensor> Module);

/// <summary>
/// One of Inception's modules: branches that see the same map, joined along the channels. The letters are torchvision's; A, C and E are
/// Figures 5, 6 and 7 of the paper and keep the map's size, B and D halve it as in Figure 10.
/// </summary>
internal sealed class InceptionModule : nn.Module<Tensor, Tensor>
{
    private readonly List<(nn.Module<Tensor, Tensor>[] Trunk, nn.Module<Tensor, Tensor>[] Tips)> branches = [];

    private InceptionModule(string name)
        : base(name)
    {
    }

    /// <summary>Two 3×3 convolutions in the place of one of 5×5: [N, inputs, H, W] → [N, 224 + pooled, H, W].</summary>
    public static InceptionModule A(int inputs, int pooled, Func<int, int> w, nn.Module<Tensor, Tensor> pool) => new InceptionModule("InceptionA")
        .Branch([Convolution("branch1x1", inputs, w(64), 1)])
        .Branch([Convolution("branch5x5_1", inputs, w(48), 1), Convolution("branch5x5_2", w(48), w(64), 5)])
        .Branch([Convolution("branch3x3dbl_1", inputs, w(64), 1), Convolution("branch3x3dbl_2", w(64), w(96), 3), Convolution("branch3x3dbl_3", w(96), w(96), 3)])
        .Branch([new("pool", pool), Convolution("branch_pool", inputs, pooled, 1)]);

    /// <summary>From 35×35 to 17×17: [N, inputs, H, W] → [N, 480 + inputs, (H − 1) / 2, (W − 1) / 2].</summary>
    public static InceptionModule B(int inputs, Func<int, int> w) => new InceptionModule("InceptionB")
        .Branch([Halving("branch3x3", inputs, w(384))])
        .Branch([Convolution("branch3x3dbl_1", inputs, w(64), 1), Convolution("branch3x3dbl_2", w(64), w(96), 3), Halving("branch3x3dbl_3", w(96), w(96))])
        .Branch([new("pool", nn.MaxPool2d(3, stride: 2))]);

    /// <summary>7×7 convolutions as rows and columns of seven: [N, inputs, H, W] → [N, 768, H, W].</summary>
    public static InceptionModule C(int inputs, int inner, Func<int, int> w, nn.Module<Tensor, Tensor> pool) => new InceptionModule("InceptionC")
        .Branch([Convolution("branch1x1", inputs, w(192), 1)])
        .Branch([Convolution("branch7x7_1", inputs, inner, 1), Convolution("branch7x7_2", inner, inner, 1, 7), Convolution("branch7x7_3", inner, w(192), 7, 1)])
        .Branch(
        [
            Convolution("branch7x7dbl_1", inputs, inner, 1),
            Convolution("branch7x7dbl_2", inner, inner, 7, 1), Convolution("branch7x7dbl_3", inner, inner, 1, 7),
            Convolution("branch7x7dbl_4", inner, inner, 7, 1), Convolution("branch7x7dbl_5", inner, w(192), 1, 7),
        ])
        .Branch([new("pool", pool), Convolution("branch_pool", inputs, w(192), 1)]);

    /// <summary>From 17×17 to 8×8: [N, inputs, H, W] → [N, 512 + inputs, (H − 1) / 2, (W − 1) / 2].</summary>
    public static InceptionModule D(int inputs, Func<int, int> w) => new InceptionModule("InceptionD")
        .Branch([Convolution("branch3x3_1", inputs, w(192), 1), Halving("branch3x3_2", w(192), w(320))])
        .Branch(
        [
            Convolution("branch7x7x3_1", inputs, w(192), 1), Convolution("branch7x7x3_2", w(192), w(192), 1, 7),
            Convolution("branch7x7x3_3", w(192), w(192), 7, 1), Halving("branch7x7x3_4", w(192), w(192)),
        ])
        .Branch([new("pool", nn.MaxPool2d(3, stride: 2))]);

    /// <summary>3×3 convolutions as a row of three beside a column of three: [N, inputs, H, W] → [N, 2048, H, W].</summary>
    public static InceptionModule E(int inputs, Func<int, int> w, nn.Module<Tensor, Tensor> pool) => new InceptionModule("InceptionE")
        .Branch([Convolution("branch1x1", inputs, w(320), 1)])
        .Branch(
            [Convolution("branch3x3_1", inputs, w(384), 1)],
            Convolution("branch3x3_2a", w(384), w(384), 1, 3), Convolution("branch3x3_2b", w(384), w(384), 3, 1))
        .Branch(
            [Convolution("branch3x3dbl_1", inputs, w(448), 1), Convolution("branch3x3dbl_2", w(448), w(384), 3)],
            Convolution("branch3x3dbl_3a", w(384), w(384), 1, 3), Convolution("branch3x3dbl_3b", w(384), w(384), 3, 1))
        .Branch([new("pool", pool), Convolution("branch_pool", inputs, w(192), 1)]);

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> maps = [];
        foreach ((nn.Module<Tensor, Tensor>[] trunk, nn.Module<Tensor, Tensor>[] tips) in branches)
        {
            Tensor map = input.Through(trunk);
            maps.AddRange(tips.Length == 0 ? [map] : tips.Select(tip => tip.call(map)));
        }

        return cat(maps, dim: 1).MoveToOuterDisposeScope();
    }

    private static InceptionLayer Convolution(string name, int inputs, int outputs, int height, int? width = null) =>
        new(name, new ConvolutionUnit(inputs, outputs, (height, width ?? height), padded: true));

    private static InceptionLayer Halving(string name, int inputs, int outputs) => new(name, new ConvolutionUnit(inputs, outputs, (3, 3), stride: 2));

    /// <summary>Adds a branch: layers one after the other, and the tips, if any, side by side on what they give.</summary>
    private InceptionModule Branch(InceptionLayer[] trunk, params InceptionLayer[] tips)
    {
        foreach (InceptionLayer layer in trunk.Concat(tips))
        {
            register_module(layer.Name, layer.Module);
        }

        branches.Add(([.. trunk.Select(layer => layer.Module)], [.. tips.Select(layer => layer.Module)]));
        return this;
    }
}

/// <summary>Convolution without bias, batch normalisation, ReLU: torchvision's <c>BasicConv2d</c>.</summary>
internal sealed class ConvolutionUnit : nn.Module<Tensor, Tensor>
{
    public readonly Conv2d conv;
    private readonly BatchNorm2d bn;

    /// <summary>Builds one.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Height and width, both odd.</param>
    /// <param name="stride">In both directions.</param>
    /// <param name="padded">Whether zeros around keep the map's size; none are added otherwise.</param>
    public ConvolutionUnit(int inputs, int outputs, (long Height, long Width) kernel, int stride = 1, bool padded = false)
        : base(nameof(ConvolutionUnit))
    {
        conv = nn.Conv2d(inputs, outputs, kernel, (stride, stride), padded ? (kernel.Height / 2, kernel.Width / 2) : (0, 0), bias: false);
        bn = nn.BatchNorm2d(outputs, eps: 0.001);
        register_module("conv", conv);
        register_module("bn", bn);
    }

    public override Tensor forward(Tensor input) => input.Through(conv, bn).relu_();
}

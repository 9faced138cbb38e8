using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A convolution of 4×4 with stride 2 and padding 1: the way down of pix2pix and DCGAN, each map half as large as the one before.</summary>
internal sealed class HalvingConvolution : Convolution
{
    public HalvingConvolution(long from, long to, bool bias)
        : base(nameof(Conv2d), from, to, [4, 4], [2, 2], [1, 1], null, [1, 1], false, [0, 0], 1, bias, PaddingModes.Zeros, null, null)
    {
    }

    /// <summary>[N, from, H, W] → [N, to, H/2, W/2].</summary>
    public override Tensor forward(Tensor input)
    {
        long n = input.shape[0], height = input.shape[2] / 2, width = input.shape[3] / 2;
        if (!MatrixProduct.Pays(input, places: n * height * width, channels: out_channels))
        {
            return nn.functional.conv2d(input, weight, bias, [2, 2], [1, 1]);
        }

        // Every place's 4×4 surroundings are a row, every filter a column.
        using DisposeScope scope = NewDisposeScope();
        Tensor patches = nn.functional.pad(input, [1, 1, 1, 1]).permute(0, 2, 3, 1).unfold(1, 4, 2).unfold(2, 4, 2); // [N, H/2, W/2, from, 4, 4]
        Tensor rows = patches.permute(0, 1, 2, 4, 5, 3).reshape(n * height * width, -1);
        Tensor product = rows.mm(weight.permute(0, 2, 3, 1).reshape(out_channels, -1).t());
        product = bias is null ? product : product + bias;
        return product.view(n, height, width, out_channels).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}

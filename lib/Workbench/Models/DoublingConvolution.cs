using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A transposed convolution of 4×4 with stride 2 and padding 1: the way up of pix2pix and DCGAN, each map twice as large as the one before.</summary>
internal sealed class DoublingConvolution : Convolution
{
    public DoublingConvolution(long from, long to, bool bias)
        : base(nameof(ConvTranspose2d), from, to, [4, 4], [2, 2], [1, 1], null, [1, 1], true, [0, 0], 1, bias, PaddingModes.Zeros, null, null)
    {
    }

    /// <summary>[N, from, H, W] → [N, to, 2 H, 2 W].</summary>
    public override Tensor forward(Tensor input)
    {
        long n = input.shape[0], height = input.shape[2], width = input.shape[3], places = height * width;
        if (!MatrixProduct.Pays(input, n * places, channels: in_channels))
        {
            return nn.functional.conv_transpose2d(input, weight, bias, strides: [2, 2], padding: [1, 1]);
        }

        // Every place paints its own 4×4 pixels; where they overlap, fold adds them up.
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = input.permute(0, 2, 3, 1).reshape(n * places, in_channels);
        Tensor painted = rows.mm(weight.permute(0, 2, 3, 1).reshape(in_channels, -1)).view(n, places, 16, out_channels);
        Tensor columns = painted.permute(0, 3, 2, 1).reshape(n, -1, places);
        Tensor map = nn.functional.fold(columns, (2 * height, 2 * width), (4, 4), padding: (1, 1), stride: (2, 2));
        return (bias is null ? map : map + bias.view(1, -1, 1, 1)).MoveToOuterDisposeScope();
    }
}

using static TorchSharp.torch;

namespace Workbench.Models;

internal static class UpSamplingLayers
{
    /// <summary>What doubles a map in the generators of pix2pix: [N, from, H, W] → [N, to, 2 H, 2 W].</summary>
    public static nn.Module<Tensor, Tensor> Doubling(this UpSampling upSampling, int from, int to, bool bias) => upSampling switch
    {
        UpSampling.Transposed => new DoublingConvolution(from, to, bias),
        UpSampling.Nearest => nn.Sequential(nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest), nn.Conv2d(from, to, 3, padding: 1, bias: bias)),
        _ => throw new ArgumentOutOfRangeException(nameof(upSampling), upSampling, "Choose Transposed or Nearest."),
    };
}

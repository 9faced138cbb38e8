using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>What stands between a convolution and its activation in the pix2pix and CycleGAN networks.</summary>
public enum Normalization
{
    /// <summary>Batch normalisation with scale, shift and running statistics: pix2pix.</summary>
    Batch,

    /// <summary>Instance normalisation without scale, shift or running statistics: CycleGAN.</summary>
    Instance,

    /// <summary>Nothing.</summary>
    None,
}

internal static class NormalizationLayers
{
    /// <summary>The layer itself; <see cref="Normalization.None"/> keeps its place, so that the numbers of later layers stay.</summary>
    public static nn.Module<Tensor, Tensor> Layer(this Normalization norm, long channels) => norm switch
    {
        Normalization.Batch => nn.BatchNorm2d(channels),
        Normalization.Instance => new InstanceNormalization(),
        Normalization.None => nn.Identity(),
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "Choose Batch, Instance or None."),
    };

    /// <summary>The official rule: only convolutions in front of instance normalisation carry a bias.</summary>
    public static bool ConvolutionHasBias(this Normalization norm) => norm == Normalization.Instance;
}

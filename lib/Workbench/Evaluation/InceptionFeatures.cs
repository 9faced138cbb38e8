using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>
/// Features of pictures from a trained Inception-v3, its last pooling: what the FID of Heusel et al. 2017 is measured over. Distances are
/// comparable with published FIDs only for the weights these were measured with (<see cref="InceptionV3.ForFid"/>), and for as many pictures.
/// </summary>
/// <remarks>As pytorch-fid does: pictures of any size are stretched to 299×299 by bilinear interpolation without smoothing, then brought to −1..1.</remarks>
public static class InceptionFeatures
{
    /// <summary>Features of a batch of pictures.</summary>
    /// <param name="network">The network, in evaluation mode, with trained weights.</param>
    /// <param name="images">[N, 3, H, W] in 0..1.</param>
    /// <returns>[N, 2048].</returns>
    public static Tensor Of(InceptionV3 network, Tensor images)
    {
        InputShape.Require(images, nameof(InceptionFeatures), channels: 3);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor stretched = nn.functional.interpolate(images, [InceptionV3.PaperSize, InceptionV3.PaperSize], mode: InterpolationMode.Bilinear, align_corners: false);
        return network.Pooled((stretched * 2) - 1).MoveToOuterDisposeScope();
    }
}

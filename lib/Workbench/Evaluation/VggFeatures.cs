using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>
/// Features of pictures from a trained VGG16: the mean over the last stage's maps. What a Fréchet distance over them says depends on what the
/// network was trained on, so tables name it. See <see cref="RandomFeatures"/> for where there is none.
/// </summary>
public static class VggFeatures
{
    // Of ImageNet's channels, which published weights expect.
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Features of a batch of pictures.</summary>
    /// <param name="network">The network, in evaluation mode; trained on pictures normalised as ImageNet's are for torchvision's weights.</param>
    /// <param name="images">[N, 3, H, W] in 0..1, H and W at least 32.</param>
    /// <returns>[N, 8 · the network's base width].</returns>
    public static Tensor Of(Vgg16 network, Tensor images)
    {
        InputShape.Require(images, nameof(VggFeatures), channels: 3, minimum: 32);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor mean = tensor(Mean).view(1, 3, 1, 1), deviation = tensor(Deviation).view(1, 3, 1, 1);
        return network.features.call((images - mean) / deviation).mean([2, 3]).MoveToOuterDisposeScope();
    }
}

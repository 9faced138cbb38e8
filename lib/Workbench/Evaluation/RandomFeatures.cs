using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>
/// Features of pictures from a network that never learned anything: VGG16 of an eighth of the width with the weights of seed 0, the mean of
/// each map after each of its five poolings. Enough to see whether two sets of pictures are alike in colours and textures, and nothing that
/// has to be downloaded; Naeem et al. 2020 measure generators by an untrained VGG16 where pictures are unlike ImageNet's.
/// </summary>
public static class RandomFeatures
{
    /// <summary>What a Fréchet distance over these features is called in tables.</summary>
    public const string Name = "untrained VGG16 of width 8";

    private static readonly Lazy<Vgg16> Network = new(() => new(classes: 1, baseWidth: 8));

    /// <summary>Features of a batch of pictures.</summary>
    /// <param name="images">[N, 3, H, W] in 0..1, H and W at least 32.</param>
    /// <returns>[N, 184].</returns>
    public static Tensor Of(Tensor images)
    {
        InputShape.Require(images, nameof(RandomFeatures), channels: 3, minimum: 32);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = (images.to(float32).cpu() * 2) - 1;
        List<Tensor> means = [];
        foreach (nn.Module layer in Network.Value.features.children())
        {
            maps = ((nn.Module<Tensor, Tensor>)layer).call(maps);
            if (layer is TorchSharp.Modules.MaxPool2d)
            {
                means.Add(maps.mean([2, 3]));
            }
        }

        return cat(means, 1).MoveToOuterDisposeScope();
    }
}

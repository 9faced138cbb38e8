using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Each map of each picture shifted and scaled to mean 0 and variance 1 (Ulyanov et al. 2016), without weights or running statistics: what
/// <c>InstanceNorm2d</c> of PyTorch does by default.
/// </summary>
/// <remarks>For a single picture, as CycleGAN trains and everybody translates, this is batch normalisation, which needs no copy of the map in another order.</remarks>
internal sealed class InstanceNormalization : nn.Module<Tensor, Tensor>
{
    public InstanceNormalization()
        : base(nameof(InstanceNormalization))
    {
    }

    public override Tensor forward(Tensor input) => input.shape is [1, _, var height, var width] && height * width > 1
        ? nn.functional.batch_norm(input, null!, null!, training: true) // no running statistics: TorchSharp takes null, its signature does not say so
        : nn.functional.instance_norm(input);
}

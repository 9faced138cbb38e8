using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Each map of each picture shifted and scaled to mean 0 and variance 1 (Ulyanov et al. 2016), without weights or running statistics: what
/// <c>InstanceNorm2d</c> of PyTorch does by default.
/// </summary>
/// <remarks>
/// A picture alone is a batch, and its batch normalisation this one. libtorch's <c>instance_norm</c> gives wrong gradients for a single
/// picture whose maps are in channels-last order, is slower, and gives its maps in the other order. In float32 the result is off by about 3e-5
/// for maps of 256×256, because libtorch adds up pixel after pixel; <c>InstanceNormalizationTests</c> has the figures.
/// </remarks>
internal sealed class InstanceNormalization : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;

    public InstanceNormalization()
        : base(nameof(InstanceNormalization))
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (input.shape[0] == 1)
        {
            return Normalized(input);
        }

        using DisposeScope scope = NewDisposeScope();
        return cat([.. input.split(1).Select(Normalized)]).MoveToOuterDisposeScope();
    }

    private static Tensor Normalized(Tensor picture) => nn.functional.batch_norm(picture, null!, null!, training: true, eps: Epsilon);
}

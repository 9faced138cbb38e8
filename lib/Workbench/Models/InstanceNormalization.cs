using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Each map of each picture shifted and scaled to mean 0 and variance 1 (Ulyanov et al. 2016), without weights or running statistics: what
/// <c>InstanceNorm2d</c> of PyTorch does by default.
/// </summary>
/// <remarks>
/// Written out, because libtorch's <c>instance_norm</c> gave wrong gradients in CycleGAN's step with maps in channels-last order, and its
/// batch normalisation of a single picture was a tenth as exact in float32.
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
        using DisposeScope scope = NewDisposeScope();
        Tensor mean = MeanOfMap(input);
        Tensor centred = input - mean;
        if (is_grad_enabled())
        {
            return (centred * (MeanOfMap(centred * centred) + Epsilon).rsqrt()).MoveToOuterDisposeScope();
        }

        // Nobody needs the centred map again: its squares take its place, so that beside the input only one map is alive.
        Tensor scale = (MeanOfMap(centred.mul_(centred)) + Epsilon).rsqrt_();
        centred.Dispose();
        return (input - mean).mul_(scale).MoveToOuterDisposeScope();
    }

    /// <summary>Row by row: in channels-last order libtorch adds up pixel after pixel, and float32 loses less in two short sums than in a long one.</summary>
    private static Tensor MeanOfMap(Tensor map) => map.mean([3], keepdim: true).mean([2], keepdim: true);
}

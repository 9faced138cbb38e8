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
        Tensor centred = input - input.mean([2, 3], keepdim: true);
        Tensor scale = (input.var([2, 3], unbiased: false, keepdim: true) + Epsilon).rsqrt_();
        return (is_grad_enabled() ? centred * scale : centred.mul_(scale)).MoveToOuterDisposeScope();
    }
}

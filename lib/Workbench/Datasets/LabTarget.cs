using Workbench.Imaging;

namespace Workbench.Datasets;

/// <summary>A picture as colorizers learn it (Zhang et al. 2016, section 2; Iizuka et al. 2016, section 3): lightness is given, colour is to be found.</summary>
/// <param name="L">float32 <c>[1, H, W]</c>, L* in 0..100.</param>
/// <param name="AB">float32 <c>[2, H, W]</c>, a* and b* in about −110..110.</param>
public sealed record LabTarget(Tensor L, Tensor AB) : Sample
{
    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Tensors => [L, AB];

    /// <summary>Of a picture or a batch of them.</summary>
    /// <param name="rgb"><c>[…, 3, H, W]</c>, RGB in 0..1; stays the caller's.</param>
    /// <returns><c>[…, 1, H, W]</c> and <c>[…, 2, H, W]</c>, without gradient.</returns>
    public static LabTarget Of(Tensor rgb)
    {
        using IDisposable noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Tensor lab = ColorSpace.RgbToLab(rgb);
        return new(lab.narrow(-3, 0, 1).MoveToOuterDisposeScope(), lab.narrow(-3, 1, 2).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    protected override Sample Over(IReadOnlyList<Tensor> tensors) => new LabTarget(tensors[0], tensors[1]);
}

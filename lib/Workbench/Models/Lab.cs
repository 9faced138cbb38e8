using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>How the networks of Zhang et al. scale CIE Lab: L* to −0.5..0.5, a*b* to about −1..1.</summary>
internal static class Lab
{
    public const double LCentre = 50;
    public const double LNorm = 100;
    public const double ABNorm = 110;

    public static Tensor NormalizeL(Tensor l)
    {
        using Tensor centred = l - LCentre;
        return centred / LNorm;
    }

    /// <summary>Resizes L* to a square, predicts, and resizes the colour back, both as the authors' demo does.</summary>
    public static Tensor AtNetworkSize(Tensor l, int size, Func<Tensor, Tensor> predict)
    {
        ArgumentNullException.ThrowIfNull(l);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        using DisposeScope scope = NewDisposeScope();
        long[] shape = l.shape;
        Tensor resized = nn.functional.interpolate(l, [size, size], mode: InterpolationMode.Bicubic, align_corners: false, antialias: true);
        Tensor ab = predict(resized);
        return nn.functional.interpolate(ab, [shape[^2], shape[^1]], mode: InterpolationMode.Bilinear, align_corners: false)
            .MoveToOuterDisposeScope();
    }
}

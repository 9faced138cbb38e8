using static TorchSharp.torch.nn.functional;

namespace Workbench.Evaluation;

/// <summary>
/// How close a picture is to another, pixel by pixel and neighbourhood by neighbourhood. Pictures are <c>[C, H, W]</c> or
/// <c>[N, C, H, W]</c> in 0..1; there is one figure for each, <c>[N]</c>, in float64. Higher is better but for the squared error.
/// </summary>
public static class ImageQuality
{
    // (K₁ L)² and (K₂ L)² of Wang et al. for a range L of 1.
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    // Wang, Simoncelli, Bovik 2003, section 3.2: the weight of each scale, fine to coarse.
    private static readonly double[] ScaleWeights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>The mean squared error over all pixels and channels; for levels in 0..255, multiply by 255².</summary>
    /// <param name="first">Pictures in 0..1.</param>
    /// <param name="second">As many of the same shape.</param>
    /// <returns>float64 <c>[N]</c>, 0 for equal pictures.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or are not those of pictures.</exception>
    public static Tensor MeanSquaredError(Tensor first, Tensor second)
    {
        using var scope = torch.NewDisposeScope();
        (Tensor x, Tensor y) = Pictures(first, second);
        return (x - y).square().mean([1, 2, 3]).MoveToOuterDisposeScope();
    }

    /// <summary>The peak signal-to-noise ratio, −10 log₁₀ of the mean squared error.</summary>
    /// <param name="first">Pictures in 0..1.</param>
    /// <param name="second">As many of the same shape.</param>
    /// <returns>float64 <c>[N]</c> in dB, infinite for equal pictures.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or are not those of pictures.</exception>
    public static Tensor Psnr(Tensor first, Tensor second)
    {
        using var scope = torch.NewDisposeScope();
        return (-10 * MeanSquaredError(first, second).log10()).MoveToOuterDisposeScope();
    }

    /// <summary>Structural similarity: means, variances and covariance of neighbourhoods compared (Wang et al. 2004), each channel for itself.</summary>
    /// <param name="first">Pictures in 0..1, at least as large as the window.</param>
    /// <param name="second">As many of the same shape.</param>
    /// <param name="window">The published Gaussian one, or scikit-image's default.</param>
    /// <returns>float64 <c>[N]</c>, −1 to 1, 1 for equal pictures.</returns>
    /// <exception cref="ArgumentException">The shapes differ, are not those of pictures, or are smaller than the window.</exception>
    public static Tensor Ssim(Tensor first, Tensor second, SsimWindow window = SsimWindow.Gaussian)
    {
        using var scope = torch.NewDisposeScope();
        (Tensor x, Tensor y) = Pictures(first, second);
        (Tensor luminance, Tensor structure) = Compare(x, y, window);
        return (luminance * structure).mean([1, 2, 3]).MoveToOuterDisposeScope();
    }

    /// <summary>Structural similarity on five scales, each half the one before (Wang, Simoncelli, Bovik 2003).</summary>
    /// <param name="first">Pictures in 0..1, both sides at least 176 pixels.</param>
    /// <param name="second">As many of the same shape.</param>
    /// <returns>float64 <c>[N]</c>, 0 to 1, 1 for equal pictures. A negative structure term counts as 0.</returns>
    /// <exception cref="ArgumentException">The shapes differ, are not those of pictures, or are too small for five scales.</exception>
    public static Tensor MultiScaleSsim(Tensor first, Tensor second)
    {
        using var scope = torch.NewDisposeScope();
        (Tensor x, Tensor y) = Pictures(first, second);
        if (Math.Min(x.shape[2], x.shape[3]) < 176)
        {
            throw new ArgumentException($"Five scales of an 11×11 window need sides of at least 176 pixels; these pictures are {x.shape[2]}×{x.shape[3]}. Use Ssim.", nameof(first));
        }

        Tensor product = torch.ones([x.shape[0], x.shape[1]], torch.float64);
        for (int scale = 0; scale < ScaleWeights.Length; scale++)
        {
            if (scale > 0)
            {
                (x, y) = (avg_pool2d(x, 2), avg_pool2d(y, 2));
            }

            (Tensor luminance, Tensor structure) = Compare(x, y, SsimWindow.Gaussian);
            bool coarsest = scale == ScaleWeights.Length - 1;
            Tensor mean = (coarsest ? luminance * structure : structure).mean([2, 3]).clamp_min(0);
            product = product * mean.pow(ScaleWeights[scale]);
        }

        return product.mean([1]).MoveToOuterDisposeScope();
    }

    /// <summary>The two factors of SSIM at every place where the window fits.</summary>
    private static (Tensor Luminance, Tensor Structure) Compare(Tensor x, Tensor y, SsimWindow window)
    {
        Tensor weights = Weights(window);
        long side = weights.shape[^1];
        if (Math.Min(x.shape[2], x.shape[3]) < side)
        {
            throw new ArgumentException($"The window has {side}×{side} pixels; these pictures are only {x.shape[2]}×{x.shape[3]}.");
        }

        // One window at a time over rows, then columns, for every picture and channel alike.
        Tensor Mean(Tensor image)
        {
            Tensor planes = image.reshape(-1, 1, image.shape[2], image.shape[3]);
            Tensor rows = conv2d(planes, weights.reshape(1, 1, -1, 1));
            Tensor both = conv2d(rows, weights.reshape(1, 1, 1, -1));
            return both.reshape(image.shape[0], image.shape[1], both.shape[2], both.shape[3]);
        }

        double unbiased = window == SsimWindow.Uniform ? side * side / ((side * side) - 1.0) : 1;
        (Tensor mx, Tensor my) = (Mean(x), Mean(y));
        Tensor vx = unbiased * (Mean(x * x) - (mx * mx));
        Tensor vy = unbiased * (Mean(y * y) - (my * my));
        Tensor covariance = unbiased * (Mean(x * y) - (mx * my));
        Tensor luminance = ((2 * mx * my) + C1) / (mx.square() + my.square() + C1);
        Tensor structure = ((2 * covariance) + C2) / (vx + vy + C2);
        return (luminance, structure);
    }

    private static Tensor Weights(SsimWindow window)
    {
        if (window == SsimWindow.Uniform)
        {
            return torch.full(7, 1 / 7.0, torch.float64);
        }

        Tensor bell = (-(torch.arange(-5, 6, torch.float64) / 1.5).square() / 2).exp();
        return bell / bell.sum();
    }

    private static (Tensor First, Tensor Second) Pictures(Tensor first, Tensor second)
    {
        if (!first.shape.SequenceEqual(second.shape))
        {
            throw new ArgumentException($"Pictures are compared at one size; here are [{string.Join(", ", first.shape)}] and [{string.Join(", ", second.shape)}].", nameof(second));
        }

        if (first.dim() is not (3 or 4))
        {
            throw new ArgumentException($"Pictures are [C, H, W] or [N, C, H, W]; these are [{string.Join(", ", first.shape)}].", nameof(first));
        }

        (Tensor x, Tensor y) = (first.detach().to(torch.float64), second.detach().to(torch.float64));
        return first.dim() == 3 ? (x.unsqueeze(0), y.unsqueeze(0)) : (x, y);
    }
}

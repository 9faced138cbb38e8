namespace Workbench.Imaging;

/// <summary>
/// sRGB, linear light, XYZ and CIE Lab (illuminant D65, 2° observer), on tensors of any leading shape: <c>[…, 3, H, W]</c> in,
/// <c>[…, 3, H, W]</c> out. Differentiable, on whatever device and in whatever floating type the tensor is.
/// </summary>
/// <remarks>
/// Matrix and white point are those of scikit-image and OpenCV, so that numbers compare with published ones: the matrix of IEC 61966-2-1
/// to six digits, white (0.95047, 1, 1.08883). The Lab curve uses CIE 15's exact 216/24389 and 24389/27, which makes it continuous; the
/// difference to the rounded constants elsewhere is below 0.0002.
/// </remarks>
public static class ColorSpace
{
    private const double Epsilon = 216.0 / 24389, Kappa = 24389.0 / 27;

    private static readonly double[] White = [0.95047, 1.0, 1.08883];

    private static readonly double[,] XyzFromRgb =
    {
        { 0.412453, 0.357580, 0.180423 },
        { 0.212671, 0.715160, 0.072169 },
        { 0.019334, 0.119193, 0.950227 },
    };

    private static readonly double[,] RgbFromXyz =
    {
        { 3.2404813432005266, -1.5371515162713183, -0.4985363261688878 },
        { -0.9692549499965682, 1.8759900014898907, 0.04155592655829284 },
        { 0.055646639135177166, -0.20404133836651123, 1.0573110696453443 },
    };

    /// <summary>Undoes the sRGB gamma curve (IEC 61966-2-1).</summary>
    /// <param name="rgb">Gamma-encoded values, 0..1, any shape.</param>
    /// <returns>Values proportional to light, 0..1, the same shape.</returns>
    public static Tensor SrgbToLinear(Tensor rgb)
    {
        using var scope = torch.NewDisposeScope();
        Tensor curve = ((rgb.clamp_min(0.04045) + 0.055) / 1.055).pow(2.4);
        return torch.where(rgb <= 0.04045, rgb / 12.92, curve).MoveToOuterDisposeScope();
    }

    /// <summary>Applies the sRGB gamma curve (IEC 61966-2-1).</summary>
    /// <param name="linear">Values proportional to light, any shape; negative ones stay on the curve's straight foot.</param>
    /// <returns>Gamma-encoded values, the same shape.</returns>
    public static Tensor LinearToSrgb(Tensor linear)
    {
        using var scope = torch.NewDisposeScope();
        Tensor curve = (1.055 * linear.clamp_min(0.0031308).pow(1 / 2.4)) - 0.055;
        return torch.where(linear <= 0.0031308, linear * 12.92, curve).MoveToOuterDisposeScope();
    }

    /// <summary>Converts sRGB to CIE XYZ.</summary>
    /// <param name="rgb"><c>[…, 3, H, W]</c>, gamma-encoded, 0..1.</param>
    /// <returns><c>[…, 3, H, W]</c>; white is (0.9505, 1, 1.0888).</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor RgbToXyz(Tensor rgb)
    {
        RequireThreeChannels(rgb);
        using var scope = torch.NewDisposeScope();
        return Mix(XyzFromRgb, SrgbToLinear(rgb)).MoveToOuterDisposeScope();
    }

    /// <summary>Converts CIE XYZ to sRGB, clipped to 0..1.</summary>
    /// <param name="xyz"><c>[…, 3, H, W]</c>.</param>
    /// <returns><c>[…, 3, H, W]</c>, gamma-encoded, 0..1.</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor XyzToRgb(Tensor xyz)
    {
        RequireThreeChannels(xyz);
        using var scope = torch.NewDisposeScope();
        return LinearToSrgb(Mix(RgbFromXyz, xyz)).clamp(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Converts sRGB to CIE Lab.</summary>
    /// <param name="rgb"><c>[…, 3, H, W]</c>, gamma-encoded, 0..1.</param>
    /// <returns><c>[…, 3, H, W]</c>: L in 0..100, a and b in about −110..110. A grey pixel has a = b = 0 (to 0.01).</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor RgbToLab(Tensor rgb)
    {
        using var scope = torch.NewDisposeScope();
        Tensor relative = RgbToXyz(rgb) / Column(White, rgb);
        Tensor root = relative.clamp_min(Epsilon).pow(1.0 / 3);
        Tensor f = torch.where(relative > Epsilon, root, ((Kappa * relative) + 16) / 116);
        (Tensor fx, Tensor fy, Tensor fz) = Channels(f);
        return torch.stack([(116 * fy) - 16, 500 * (fx - fy), 200 * (fy - fz)], dim: -3).MoveToOuterDisposeScope();
    }

    /// <summary>Converts CIE Lab to sRGB; colours that a screen cannot show are clipped to 0..1 channel by channel.</summary>
    /// <param name="lab"><c>[…, 3, H, W]</c>.</param>
    /// <returns><c>[…, 3, H, W]</c>, gamma-encoded, 0..1.</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor LabToRgb(Tensor lab)
    {
        using var scope = torch.NewDisposeScope();
        return LinearToSrgb(LabToLinear(lab)).clamp(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Tells which Lab colours a screen can show: those whose red, green and blue all lie in 0..1.</summary>
    /// <param name="lab"><c>[…, 3, H, W]</c>.</param>
    /// <param name="tolerance">How far outside 0..1 (in linear light) still counts as inside, for rounding.</param>
    /// <returns>Bool <c>[…, 1, H, W]</c>, true inside the sRGB gamut.</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor InGamut(Tensor lab, double tolerance = 1e-5)
    {
        using var scope = torch.NewDisposeScope();
        Tensor linear = LabToLinear(lab);
        Tensor inside = (linear >= -tolerance).logical_and(linear <= 1 + tolerance);
        return inside.all(-3, keepdim: true).MoveToOuterDisposeScope();
    }

    /// <summary>The luma of a picture, 0.2125 R + 0.7154 G + 0.0721 B of the gamma-encoded values, as scikit-image's rgb2gray.</summary>
    /// <param name="rgb"><c>[…, 3, H, W]</c>, 0..1.</param>
    /// <returns><c>[…, 1, H, W]</c>, 0..1.</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor Grey(Tensor rgb)
    {
        RequireThreeChannels(rgb);
        using var scope = torch.NewDisposeScope();
        return (rgb * Column([0.2125, 0.7154, 0.0721], rgb)).sum(-3, keepdim: true).MoveToOuterDisposeScope();
    }

    /// <summary>The CIE 1976 colour difference ΔE*ab: the Euclidean distance in Lab. About 2.3 is just noticeable.</summary>
    /// <param name="first"><c>[…, 3, H, W]</c> in Lab.</param>
    /// <param name="second"><c>[…, 3, H, W]</c> in Lab.</param>
    /// <returns><c>[…, 1, H, W]</c>, 0 and up.</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor Difference(Tensor first, Tensor second)
    {
        RequireThreeChannels(first);
        RequireThreeChannels(second);
        using var scope = torch.NewDisposeScope();
        return (first - second).square().sum(-3, keepdim: true).sqrt().MoveToOuterDisposeScope();
    }

    private static Tensor LabToLinear(Tensor lab)
    {
        RequireThreeChannels(lab);
        using var scope = torch.NewDisposeScope();
        (Tensor l, Tensor a, Tensor b) = Channels(lab);
        Tensor fy = (l + 16) / 116;
        // No light of negative Z exists: such Lab triples are taken as Z = 0, as scikit-image does.
        Tensor fz = (fy - (b / 200)).clamp_min(0);
        Tensor f = torch.stack([fy + (a / 500), fy, fz], dim: -3);
        Tensor relative = torch.where(f > 6.0 / 29, f.pow(3), ((116 * f) - 16) / Kappa);
        return Mix(RgbFromXyz, relative * Column(White, lab)).MoveToOuterDisposeScope();
    }

    private static Tensor Mix(double[,] matrix, Tensor channels)
    {
        using var scope = torch.NewDisposeScope();
        Tensor m = torch.tensor(matrix, channels.dtype, channels.device);
        return torch.einsum("ij,...jhw->...ihw", m, channels).MoveToOuterDisposeScope();
    }

    private static Tensor Column(double[] values, Tensor like) => torch.tensor(values, like.dtype, like.device).view(3, 1, 1);

    private static (Tensor First, Tensor Second, Tensor Third) Channels(Tensor image) =>
        (image.select(-3, 0), image.select(-3, 1), image.select(-3, 2));

    internal static void RequireThreeChannels(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.dim() < 3 || image.shape[^3] != 3 || !image.is_floating_point())
        {
            throw new ArgumentException($"A colour image is floating point [..., 3, H, W]; this is {image.dtype} [{string.Join(", ", image.shape)}].", nameof(image));
        }
    }
}

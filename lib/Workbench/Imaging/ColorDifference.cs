namespace Workbench.Imaging;

/// <summary>The CIEDE2000 colour difference, which weighs lightness, chroma and hue as the eye does.</summary>
/// <remarks>Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, Color Research and Application 30(1), 2005; parametric factors 1.</remarks>
public static class ColorDifference
{
    private const double Degree = Math.PI / 180;
    private const double Pow25To7 = 6103515625;

    /// <summary>ΔE00 of each pixel. About 1 is just noticeable.</summary>
    /// <param name="first"><c>[…, 3, H, W]</c> in Lab.</param>
    /// <param name="second"><c>[…, 3, H, W]</c> in Lab.</param>
    /// <returns><c>[…, 1, H, W]</c>, 0 and up.</returns>
    /// <exception cref="ArgumentException">The third dimension from the end is not 3.</exception>
    public static Tensor Ciede2000(Tensor first, Tensor second)
    {
        ColorSpace.RequireThreeChannels(first);
        ColorSpace.RequireThreeChannels(second);
        using var scope = torch.NewDisposeScope();
        (Tensor l1, Tensor a1, Tensor b1) = (first.narrow(-3, 0, 1), first.narrow(-3, 1, 1), first.narrow(-3, 2, 1));
        (Tensor l2, Tensor a2, Tensor b2) = (second.narrow(-3, 0, 1), second.narrow(-3, 1, 1), second.narrow(-3, 2, 1));

        // Greyish colours get more a*, so that hue means something near the neutral axis.
        Tensor stretch = 1.5 - (0.5 * Saturation((Length(a1, b1) + Length(a2, b2)) / 2));
        (a1, a2) = (a1 * stretch, a2 * stretch);
        (Tensor c1, Tensor c2) = (Length(a1, b1), Length(a2, b2));
        (Tensor h1, Tensor h2) = (Hue(a1, b1), Hue(a2, b2));
        Tensor grey = (c1 * c2).eq(0);

        Tensor turn = h2 - h1;
        Tensor dh = torch.where(turn > 180, turn - 360, torch.where(turn < -180, turn + 360, turn)).masked_fill(grey, 0);
        Tensor dH = 2 * (c1 * c2).sqrt() * (dh * (Degree / 2)).sin();
        Tensor sum = h1 + h2;
        Tensor across = torch.where(sum < 360, sum + 360, sum - 360) / 2;
        Tensor hue = torch.where(grey, sum, torch.where(turn.abs() > 180, across, sum / 2));

        (Tensor l, Tensor c) = ((l1 + l2) / 2, (c1 + c2) / 2);
        Tensor t = 1 - (0.17 * Cos(hue - 30)) + (0.24 * Cos(2 * hue)) + (0.32 * Cos((3 * hue) + 6)) - (0.20 * Cos((4 * hue) - 63));
        Tensor sl = 1 + (0.015 * (l - 50).square() / ((l - 50).square() + 20).sqrt());
        Tensor sc = 1 + (0.045 * c);
        Tensor sh = 1 + (0.015 * c * t);
        Tensor blue = 30 * (-((hue - 275) / 25).square()).exp();
        Tensor rotation = -2 * Saturation(c) * (2 * Degree * blue).sin();

        (Tensor dl, Tensor dc, dH) = ((l2 - l1) / sl, (c2 - c1) / sc, dH / sh);
        return (dl.square() + dc.square() + dH.square() + (rotation * dc * dH)).clamp_min(0).sqrt().MoveToOuterDisposeScope();
    }

    /// <summary>√(C⁷ / (C⁷ + 25⁷)): 0 for greys, 1 for vivid colours.</summary>
    private static Tensor Saturation(Tensor chroma)
    {
        Tensor seventh = chroma.pow(7);
        return (seventh / (seventh + Pow25To7)).sqrt();
    }

    private static Tensor Length(Tensor a, Tensor b) => (a.square() + b.square()).sqrt();

    /// <summary>In degrees, 0 to 360; 0 for greys.</summary>
    private static Tensor Hue(Tensor a, Tensor b)
    {
        Tensor angle = torch.atan2(b, a) / Degree;
        return torch.where(angle < 0, angle + 360, angle);
    }

    private static Tensor Cos(Tensor degrees) => (degrees * Degree).cos();
}

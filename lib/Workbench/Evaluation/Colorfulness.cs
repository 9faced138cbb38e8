namespace Workbench.Evaluation;

/// <summary>How colourful a picture is to the eye: Hasler and Süsstrunk, Measuring colorfulness in natural images, 2003, their M³.</summary>
public static class Colorfulness
{
    /// <summary>Spread and strength of the two opponent colours of levels 0..255: 0 for grey, about 15 slightly, 33 moderately, 59 quite, 109 extremely colourful.</summary>
    /// <param name="rgb"><c>[3, H, W]</c> or <c>[N, 3, H, W]</c>, 0..1.</param>
    /// <returns>float64 <c>[N]</c>.</returns>
    /// <exception cref="ArgumentException">Not three channels.</exception>
    public static Tensor Of(Tensor rgb)
    {
        Imaging.ColorSpace.RequireThreeChannels(rgb);
        using var scope = torch.NewDisposeScope();
        Tensor levels = rgb.detach().to(torch.float64).reshape(-1, 3, rgb.shape[^2] * rgb.shape[^1]) * 255;
        (Tensor r, Tensor g, Tensor b) = (levels.select(1, 0), levels.select(1, 1), levels.select(1, 2));
        (Tensor redGreen, Tensor yellowBlue) = (r - g, ((r + g) / 2) - b);
        Tensor spread = (redGreen.var(1, unbiased: false) + yellowBlue.var(1, unbiased: false)).sqrt();
        Tensor strength = (redGreen.mean([1]).square() + yellowBlue.mean([1]).square()).sqrt();
        return (spread + (0.3 * strength)).MoveToOuterDisposeScope();
    }
}

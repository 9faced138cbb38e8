namespace Workbench.Training;

/// <summary>Something trained that gives grey pictures colours.</summary>
public interface IColorizer
{
    /// <summary>Colours pictures of any size: the network sees them at its own size, and its colour is laid over the full lightness.</summary>
    /// <param name="images">[N, 3, H, W] or grey [N, 1, H, W] in 0..1; colours in them are not looked at.</param>
    /// <returns>[N, 3, H, W] in 0..1, with the lightness L* of what was given, wherever sRGB has such a colour.</returns>
    Tensor Colorize(Tensor images);
}

namespace Workbench.Imaging;

/// <summary>A rectangle of pixels in an image.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct PixelRegion(int Top, int Left, int Height, int Width)
{
    /// <summary>The part of an image that the rectangle covers.</summary>
    /// <param name="image"><c>[…, H, W]</c>.</param>
    /// <returns><c>[…, Height, Width]</c>, a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or not wholly inside.</exception>
    public Tensor Of(Tensor image) => ImageTransform.Crop(image, Top, Left, Height, Width);
}

/// <summary>Two regions that belong together: colours of the one are to go to the other.</summary>
/// <param name="Reference">Where in the colour image the colours are.</param>
/// <param name="Target">Where in the grey image they belong.</param>
public readonly record struct Swatch(PixelRegion Reference, PixelRegion Target);

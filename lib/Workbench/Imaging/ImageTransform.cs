namespace Workbench.Imaging;

/// <summary>How <see cref="ImageTransform.Resize"/> weighs the pixels that meet in a new one.</summary>
public enum Interpolation
{
    /// <summary>The mean of all pixels that a new pixel touches: calm when shrinking; enlarging, it repeats pixels.</summary>
    Area,

    /// <summary>A triangle as wide as the new pixel's spacing, as Pillow's BILINEAR; the usual choice for networks.</summary>
    Bilinear,

    /// <summary>Keys' cubic (a = −0.5), as Pillow's BICUBIC; sharper, and clipped to 0..1 because it overshoots at edges.</summary>
    Bicubic,

    /// <summary>The nearest pixel: for label maps, where a mean of two classes is a third.</summary>
    Nearest,
}

/// <summary>Sizes and edges of images <c>[…, C, H, W]</c>. Each returns a new tensor and leaves its input as it is.</summary>
public static class ImageTransform
{
    /// <summary>Resizes without aliasing: where the image shrinks, every pixel of it counts.</summary>
    /// <param name="image">Float <c>[C, H, W]</c> or <c>[N, C, H, W]</c>.</param>
    /// <param name="height">New height in pixels.</param>
    /// <param name="width">New width in pixels.</param>
    /// <param name="interpolation">How pixels are weighed.</param>
    /// <returns><c>[C, height, width]</c> or <c>[N, C, height, width]</c>.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape or type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public static Tensor Resize(Tensor image, int height, int width, Interpolation interpolation = Interpolation.Bilinear)
    {
        RequireImage(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        using var scope = torch.NewDisposeScope();
        Tensor batch = image.dim() == 3 ? image.unsqueeze(0) : image;
        long[] size = [height, width];
        Tensor resized = interpolation switch
        {
            Interpolation.Area => torch.nn.functional.interpolate(batch, size, mode: torch.InterpolationMode.Area),
            Interpolation.Bilinear => torch.nn.functional.interpolate(batch, size, mode: torch.InterpolationMode.Bilinear, align_corners: false, antialias: true),
            Interpolation.Bicubic => torch.nn.functional.interpolate(batch, size, mode: torch.InterpolationMode.Bicubic, align_corners: false, antialias: true).clamp(0, 1),
            Interpolation.Nearest => torch.nn.functional.interpolate(batch, size, mode: torch.InterpolationMode.Nearest),
            _ => throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Area, Bilinear, Bicubic or Nearest."),
        };
        return (image.dim() == 3 ? resized.squeeze(0) : resized).MoveToOuterDisposeScope();
    }

    /// <summary>Cuts out a rectangle.</summary>
    /// <param name="image"><c>[…, H, W]</c>.</param>
    /// <param name="top">First row.</param>
    /// <param name="left">First column.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns><c>[…, height, width]</c>, a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or not wholly inside.</exception>
    public static Tensor Crop(Tensor image, int top, int left, int height, int width)
    {
        (long rows, long columns) = SizeOf(image);
        if (top < 0 || left < 0 || height < 1 || width < 1 || top + (long)height > rows || left + (long)width > columns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(image), $"A crop of {height} × {width} at row {top}, column {left} does not lie in an image of {rows} × {columns}.");
        }

        using var scope = torch.NewDisposeScope();
        return image.narrow(-2, top, height).narrow(-1, left, width).clone().MoveToOuterDisposeScope();
    }

    /// <summary>Cuts out the middle; an odd pixel is left over at the bottom and right.</summary>
    /// <param name="image"><c>[…, H, W]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns><c>[…, height, width]</c>, a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The image is smaller.</exception>
    public static Tensor CenterCrop(Tensor image, int height, int width)
    {
        (long rows, long columns) = SizeOf(image);
        return Crop(image, (int)(rows - height) / 2, (int)(columns - width) / 2, height, width);
    }

    /// <summary>Adds a border of one value.</summary>
    /// <param name="image"><c>[…, H, W]</c>.</param>
    /// <param name="top">Rows added above.</param>
    /// <param name="bottom">Rows added below.</param>
    /// <param name="left">Columns added on the left.</param>
    /// <param name="right">Columns added on the right.</param>
    /// <param name="value">The border's value: 1 is white, 0 black.</param>
    /// <returns><c>[…, top + H + bottom, left + W + right]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative width.</exception>
    public static Tensor Pad(Tensor image, int top, int bottom, int left, int right, double value = 1)
    {
        _ = SizeOf(image);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        return torch.nn.functional.pad(image, [left, right, top, bottom], PaddingModes.Constant, value);
    }

    private static (long Rows, long Columns) SizeOf(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.dim() >= 2
            ? (image.shape[^2], image.shape[^1])
            : throw new ArgumentException($"An image is [..., H, W]; this is [{string.Join(", ", image.shape)}].", nameof(image));
    }

    private static void RequireImage(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.dim() is not (3 or 4) || !image.is_floating_point() || image.numel() == 0)
        {
            throw new ArgumentException($"An image is floating point [C, H, W] or [N, C, H, W]; this is {image.dtype} [{string.Join(", ", image.shape)}].", nameof(image));
        }
    }
}

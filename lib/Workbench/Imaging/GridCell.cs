using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>A row of an <see cref="ImageGrid"/>.</summary>
/// <param name="Caption">Stands to its left.</param>
/// <param name="Cells">Its images.</param>
internal sealed record GridRow(string Caption, IReadOnlyList<GridCell> Cells);

/// <summary>One image of a grid: pixels, or numbers that wait for the common scale.</summary>
/// <param name="Caption">Stands below it.</param>
/// <param name="Height">Rows of pixels; 0 for an empty cell.</param>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Pixels">A picture, null for a map.</param>
/// <param name="Numbers">A map, row by row; null for a picture.</param>
internal sealed record GridCell(string Caption, int Height, int Width, SKBitmap? Pixels, float[]? Numbers)
{
    /// <summary>Copies an image.</summary>
    /// <param name="image">A picture <c>[3, H, W]</c> or <c>[1, H, W]</c>, a map <c>[H, W]</c>, or null.</param>
    /// <param name="caption">Stands below it.</param>
    /// <returns>The cell.</returns>
    public static GridCell From(Tensor? image, string caption)
    {
        if (image is null)
        {
            return new GridCell(caption, 0, 0, null, null);
        }

        if (image.dim() == 3)
        {
            return new GridCell(caption, (int)image.shape[1], (int)image.shape[2], PixelBuffer.FromTensor(image), null);
        }

        if (image.dim() != 2 || image.numel() == 0)
        {
            throw new ArgumentException($"A grid shows pictures [3, H, W] or [1, H, W] and maps [H, W]; this is [{string.Join(", ", image.shape)}].", nameof(image));
        }

        using var scope = torch.NewDisposeScope();
        float[] numbers = image.detach().cpu().to(torch.float32).contiguous().data<float>().ToArray();
        return new GridCell(caption, (int)image.shape[0], (int)image.shape[1], null, numbers);
    }

    /// <summary>The picture to draw.</summary>
    /// <param name="colors">The colours of a map.</param>
    /// <param name="low">The beginning of its scale.</param>
    /// <param name="high">The end of its scale.</param>
    /// <returns>A bitmap of <see cref="Width"/> × <see cref="Height"/>.</returns>
    public SKBitmap Draw(ColorMap colors, double low, double high)
    {
        if (Pixels is not null)
        {
            return Pixels.Copy();
        }

        using var scope = torch.NewDisposeScope();
        return PixelBuffer.FromTensor(colors.Apply(torch.tensor(Numbers!).reshape(Height, Width), low, high));
    }
}

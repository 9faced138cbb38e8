using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>Draws an <see cref="ImageGrid"/>: measures its captions and cells, then lays them out from the top left.</summary>
internal sealed class GridPicture
{
    /// <summary>Device pixels to one of the page's.</summary>
    public const int Density = 2;

    private const float Margin = 10, Gap = 6, TitleSize = 15, TextSize = 12.5f, SmallSize = 11, RowCaptionWidth = 130;

    private static readonly SKColor Ink = new(0x22, 0x22, 0x22), Paper = SKColors.White;

    private readonly ImageGrid grid;
    private readonly float magnification;
    private readonly float[] columnWidths, rowHeights, cellCaptionHeights;
    private readonly IReadOnlyList<string>[] columnCaptions;
    private readonly IReadOnlyList<string>[] rowCaptions;
    private readonly float left, top, right, bottom;
    private readonly ColorScale? scale;

    private GridPicture(ImageGrid grid)
    {
        this.grid = grid;
        List<GridCell> cells = [.. grid.Rows.SelectMany(r => r.Cells).Where(c => c.Height > 0)];
        if (cells.Count == 0)
        {
            throw new InvalidOperationException("A grid needs at least one image: add rows with Row(caption, images).");
        }

        magnification = Magnification(grid.CellSize, cells.Max(c => Math.Max(c.Width, c.Height)));
        scale = ColorScale.For(grid, cells);
        columnWidths = [.. Enumerable.Range(0, grid.ColumnCount).Select(ColumnWidth)];
        columnCaptions = [.. grid.ColumnCaptions.Select((caption, i) => StrokeFont.Wrap(caption, TextSize, columnWidths[i]))];
        rowCaptions = [.. grid.Rows.Select(r => StrokeFont.Wrap(r.Caption, TextSize, RowCaptionWidth))];
        cellCaptionHeights = [.. grid.Rows.Select(CellCaptionHeight)];
        rowHeights = [.. grid.Rows.Select((r, i) => Math.Max(
            r.Cells.Select(c => c.Height * magnification).DefaultIfEmpty(0).Max() + cellCaptionHeights[i], Lines(rowCaptions[i], TextSize)))];

        float captionWidth = rowCaptions.SelectMany(lines => lines).Select(line => StrokeFont.Width(line, TextSize)).DefaultIfEmpty(0).Max();
        left = Margin + (captionWidth > 0 ? captionWidth + (Gap * 1.5f) : 0);
        float titleHeight = grid.Title.Length > 0 ? (TitleSize * StrokeFont.LineHeight) + Gap : 0;
        float headHeight = columnCaptions.Select(lines => Lines(lines, TextSize)).DefaultIfEmpty(0).Max();
        top = Margin + titleHeight + (headHeight > 0 ? headHeight + Gap : 0);
        right = left + columnWidths.Sum() + (Gap * (columnWidths.Length - 1));
        bottom = top + rowHeights.Sum() + (Gap * (rowHeights.Length - 1));
    }

    /// <summary>Draws the grid.</summary>
    /// <param name="grid">A grid with at least one image.</param>
    /// <returns>The picture, <see cref="Density"/> times the size it is to be shown at.</returns>
    public static SKBitmap Draw(ImageGrid grid) => new GridPicture(grid).Draw();

    private SKBitmap Draw()
    {
        float width = Math.Max(right + (scale is null ? 0 : (2 * Gap) + scale.Width), Margin + StrokeFont.Width(grid.Title, TitleSize)) + Margin;
        float height = bottom + (grid.LengthBar > 0 ? (2 * Gap) + (SmallSize * StrokeFont.LineHeight) : 0) + Margin;
        var picture = new SKBitmap(new SKImageInfo(
            (int)MathF.Ceiling(width) * Density, (int)MathF.Ceiling(height) * Density, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using var canvas = new SKCanvas(picture);
        canvas.Clear(Paper);
        canvas.Scale(Density);
        StrokeFont.Draw(canvas, grid.Title, Margin, Margin + TitleSize, TitleSize, Ink, bold: true);
        DrawColumnCaptions(canvas);
        float y = top;
        for (int row = 0; row < grid.RowCount; row++)
        {
            DrawRow(canvas, row, y);
            y += rowHeights[row] + Gap;
        }

        scale?.Draw(canvas, right + (2 * Gap), top, Math.Min(bottom - cellCaptionHeights[^1], top + 240), Ink);
        DrawLengthBar(canvas);
        return picture;
    }

    private void DrawColumnCaptions(SKCanvas canvas)
    {
        float x = left;
        for (int column = 0; column < columnWidths.Length; column++)
        {
            if (column < columnCaptions.Length)
            {
                // Captions stand on the images: the shorter ones move down.
                DrawCentred(canvas, columnCaptions[column], x + (columnWidths[column] / 2), top - Gap - Lines(columnCaptions[column], TextSize), TextSize);
            }

            x += columnWidths[column] + Gap;
        }
    }

    private void DrawRow(SKCanvas canvas, int row, float y)
    {
        float imagesHeight = rowHeights[row] - cellCaptionHeights[row];
        float captionY = y + ((imagesHeight - Lines(rowCaptions[row], TextSize)) / 2);
        foreach (string line in rowCaptions[row])
        {
            StrokeFont.Draw(canvas, line, left - (Gap * 1.5f) - StrokeFont.Width(line, TextSize), captionY + TextSize, TextSize, Ink);
            captionY += TextSize * StrokeFont.LineHeight;
        }

        float x = left;
        for (int column = 0; column < grid.Rows[row].Cells.Count; column++)
        {
            GridCell cell = grid.Rows[row].Cells[column];
            float width = cell.Width * magnification, height = cell.Height * magnification;
            if (cell.Height > 0)
            {
                using SKBitmap pixels = cell.Draw(grid.Colors, scale?.Low ?? 0, scale?.High ?? 1);
                DrawPixels(canvas, pixels, SKRect.Create(Snap(x + ((columnWidths[column] - width) / 2)), Snap(y + ((imagesHeight - height) / 2)), Snap(width), Snap(height)));
            }

            IReadOnlyList<string> lines = StrokeFont.Wrap(cell.Caption, SmallSize, columnWidths[column]);
            DrawCentred(canvas, lines, x + (columnWidths[column] / 2), y + imagesHeight + (Gap / 2), SmallSize);
            x += columnWidths[column] + Gap;
        }
    }

    private static void DrawPixels(SKCanvas canvas, SKBitmap pixels, SKRect place)
    {
        // Enlarged pixels stay squares; shrunk ones are averaged.
        bool enlarged = place.Width * Density >= pixels.Width;
        SKSamplingOptions sampling = enlarged ? new SKSamplingOptions(SKFilterMode.Nearest) : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear);
        using SKImage image = SKImage.FromBitmap(pixels);
        canvas.DrawImage(image, place, sampling);
        using var frame = new SKPaint { Color = Ink.WithAlpha(0x50), Style = SKPaintStyle.Stroke, StrokeWidth = 0.5f, IsAntialias = true };
        canvas.DrawRect(place, frame);
    }

    private void DrawLengthBar(SKCanvas canvas)
    {
        if (grid.LengthBar <= 0)
        {
            return;
        }

        using var pen = new SKPaint { Color = Ink, StrokeWidth = 2, Style = SKPaintStyle.Stroke };
        float length = grid.LengthBar * magnification, y = bottom + (2 * Gap) + (SmallSize / 2);
        canvas.DrawLine(left, y, left + length, y, pen);
        StrokeFont.Draw(canvas, $"{grid.LengthBar} pixels", left + length + Gap, y + (SmallSize * 0.35f), SmallSize, Ink);
    }

    private static void DrawCentred(SKCanvas canvas, IReadOnlyList<string> lines, float centre, float y, float size)
    {
        foreach (string line in lines)
        {
            StrokeFont.Draw(canvas, line, centre - (StrokeFont.Width(line, size) / 2), y + size, size, Ink);
            y += size * StrokeFont.LineHeight;
        }
    }

    private float ColumnWidth(int column)
    {
        float images = grid.Rows.Where(r => column < r.Cells.Count).Select(r => r.Cells[column].Width * magnification).DefaultIfEmpty(0).Max();
        // A narrow image leaves its captions some room.
        string[] captions = [.. grid.ColumnCaptions.Skip(column).Take(1), .. grid.Rows.Where(r => column < r.Cells.Count).Select(r => r.Cells[column].Caption)];
        float text = captions.Max(caption => caption.Split(' ', '\n').Max(word => StrokeFont.Width(word, TextSize)));
        return Math.Max(images, Math.Min(text, RowCaptionWidth));
    }

    private float CellCaptionHeight(GridRow row)
    {
        float tallest = row.Cells.Select((cell, i) => Lines(StrokeFont.Wrap(cell.Caption, SmallSize, columnWidths[i]), SmallSize)).DefaultIfEmpty(0).Max();
        return tallest > 0 ? tallest + (Gap / 2) : 0;
    }

    private static float Lines(IReadOnlyList<string> lines, float size) => lines.Count * size * StrokeFont.LineHeight;

    // Onto whole device pixels, so that edges are sharp.
    private static float Snap(float length) => MathF.Round(length * Density) / Density;

    // Whole device pixels to an image's pixel where it is enlarged: squares of equal size.
    private static float Magnification(int cellSize, int largest)
    {
        float fit = (float)cellSize / largest;
        return fit * Density > 1 ? MathF.Max(1, MathF.Floor(fit * Density)) / Density : fit;
    }
}

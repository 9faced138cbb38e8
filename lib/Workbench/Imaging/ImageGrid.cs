using System.Globalization;
using System.Net;
using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>
/// Images in rows and columns with captions, at one magnification, so that sizes compare. Maps of numbers share one colour scale,
/// shown as a bar. Shows itself in a notebook and saves itself as PNG, drawn at twice the size it is shown at: sharp on a dense screen and in print.
/// </summary>
/// <remarks>
/// <c>[3, H, W]</c> and <c>[1, H, W]</c> are pictures and drawn as they are; <c>[H, W]</c> is a map of numbers and drawn in the colours of
/// <see cref="Colors"/>. A null leaves a cell empty. Pixels are copied when a row is added.
/// </remarks>
/// <example><code>new ImageGrid("grey", "result") { Title = "Colorization" }.Row("scene 1", grey, result)</code></example>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class ImageGrid : IShowsAsHtml
{
    private readonly List<GridRow> rows = [];

    /// <summary>Begins a grid.</summary>
    /// <param name="columns">The captions of the columns, from the left; may be fewer than there are images in a row.</param>
    public ImageGrid(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ColumnCaptions = columns;
    }

    /// <summary>A line above everything; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The longer side of the largest image, in the page's pixels. Smaller images keep their proportion to it.</summary>
    public int CellSize { get; init; } = 160;

    /// <summary>The ends of the colour scale for maps; null takes the smallest and largest number of all maps (symmetric for diverging colours).</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>The colours of maps.</summary>
    public ColorMap Colors { get; init; } = ColorMap.Sequential;

    /// <summary>What the numbers of maps are, such as "ΔE": written above the colour scale.</summary>
    public string ScaleCaption { get; init; } = "";

    /// <summary>Length of a bar below the grid in pixels of the images, as in microscopy; 0 for none.</summary>
    public int LengthBar { get; init; }

    /// <summary>The captions of the columns.</summary>
    public IReadOnlyList<string> ColumnCaptions { get; }

    /// <summary>How many rows there are.</summary>
    public int RowCount => rows.Count;

    /// <summary>How many columns there are.</summary>
    public int ColumnCount => Math.Max(ColumnCaptions.Count, rows.Select(r => r.Cells.Count).DefaultIfEmpty(0).Max());

    internal IReadOnlyList<GridRow> Rows => rows;

    /// <summary>Lays out images in reading order.</summary>
    /// <param name="images">Pictures or maps, or the items of a batch <c>[N, C, H, W]</c>.</param>
    /// <param name="columns">How many stand in a row.</param>
    /// <param name="captions">A caption below each image; null for none.</param>
    /// <returns>A grid without row and column captions.</returns>
    public static ImageGrid Of(IEnumerable<Tensor> images, int columns, IReadOnlyList<string>? captions = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var grid = new ImageGrid();
        foreach ((Tensor Image, int Index)[] row in images.Select((image, i) => (image, i)).Chunk(columns))
        {
            grid.Add("", row.Select(cell => ((Tensor?)cell.Image, captions?[cell.Index] ?? "")));
        }

        return grid;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="caption">Stands to the left of the row; empty for none.</param>
    /// <param name="images">Pictures <c>[3, H, W]</c>, <c>[1, H, W]</c> in 0..1, maps <c>[H, W]</c>, or null for an empty cell.</param>
    /// <returns>This grid.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    public ImageGrid Row(string caption, params Tensor?[] images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Add(caption, images.Select(image => (image, "")));
    }

    /// <summary>Adds a row whose images have captions of their own, below each.</summary>
    /// <param name="caption">Stands to the left of the row; empty for none.</param>
    /// <param name="images">Images as in <see cref="Row(string, Tensor?[])"/>, each with its caption.</param>
    /// <returns>This grid.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    public ImageGrid Row(string caption, params (Tensor? Image, string Caption)[] images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Add(caption, images);
    }

    /// <summary>The grid as a PNG file, two device pixels to each of the page's.</summary>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="InvalidOperationException">The grid has no images.</exception>
    public byte[] ToPng()
    {
        using SKBitmap picture = GridPicture.Draw(this);
        using SKPixmap view = picture.PeekPixels();
        using SKData? data = view.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6));
        return data?.ToArray() ?? throw new InvalidOperationException($"{this}: {picture.Width} × {picture.Height} pixels are too large for PNG.");
    }

    /// <summary>Writes <see cref="ToPng"/> to a file; its folder is made if need be.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="ImageFileException">The file cannot be written.</exception>
    public void SavePng(string path) => ImageFile.WriteWhole(path, ToPng());

    /// <inheritdoc/>
    public string ToHtml()
    {
        byte[] png = ToPng();
        // Width of the picture, from its header: it is shown at half of it, so that dense screens show every pixel.
        int width = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16, 4));
        string alt = WebUtility.HtmlEncode(ToString());
        return string.Create(CultureInfo.InvariantCulture, $"<img alt=\"{alt}\" style=\"width:{width / GridPicture.Density}px;max-width:100%;height:auto\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
    }

    /// <summary>The grid in a line: title, size, captions.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        string title = Title.Length > 0 ? $"{Title}: " : "";
        string columns = ColumnCaptions.Count > 0 ? $"; columns: {string.Join(", ", ColumnCaptions)}" : "";
        string captions = string.Join(", ", rows.Select(r => r.Caption).Where(c => c.Length > 0));
        return $"{title}image grid, {RowCount} × {ColumnCount}{columns}{(captions.Length > 0 ? $"; rows: {captions}" : "")}".ReplaceLineEndings(" ");
    }

    private ImageGrid Add(string caption, IEnumerable<(Tensor? Image, string Caption)> images)
    {
        ArgumentNullException.ThrowIfNull(caption);
        rows.Add(new GridRow(caption, [.. images.Select(cell => GridCell.From(cell.Image, cell.Caption))]));
        return this;
    }
}

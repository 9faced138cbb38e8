using Workbench.Imaging;

namespace Workbench.Display.Explorers;

/// <summary>
/// Two pictures of the same place on each other, and a border between them that a person moves: grey and coloured, true and made.
/// One HTML fragment without server or network.
/// </summary>
/// <example><code>new BeforeAfter(("grey", grey), ("coloured", coloured)) { Title = "Global and local features" }</code></example>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class BeforeAfter : IShowsAsHtml
{
    private readonly (string Caption, byte[] Png) before, after;
    private readonly long height, width;

    /// <summary>Takes a copy of both pictures.</summary>
    /// <param name="before">Caption and picture, <c>[3, H, W]</c> or <c>[1, H, W]</c> in 0..1, to the left of the border.</param>
    /// <param name="after">The same to its right, as large.</param>
    /// <exception cref="ArgumentException">They are no pictures, or differ in size.</exception>
    public BeforeAfter((string Caption, Tensor Image) before, (string Caption, Tensor Image) after)
    {
        if (before.Image.shape is not [1 or 3, long rows, long columns] || after.Image.shape is not [1 or 3, long others, long across] || (rows, columns) != (others, across))
        {
            throw new ArgumentException($"Expected two pictures [3, H, W] or [1, H, W] of one size; got [{string.Join(", ", before.Image.shape)}] and [{string.Join(", ", after.Image.shape)}].", nameof(after));
        }

        (height, width) = (rows, columns);
        this.before = (before.Caption, ImageFile.EncodePng(before.Image));
        this.after = (after.Caption, ImageFile.EncodePng(after.Image));
    }

    /// <summary>A line above; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The longer side in the page's pixels.</summary>
    public int Size { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Size), value, "A side is at least a pixel."); } = 320;

    /// <inheritdoc/>
    public string ToHtml() => ExplorerHtml.Build(
        "wipe",
        new
        {
            title = Title,
            width = Size * width / Math.Max(height, width),
            before = new { caption = before.Caption, png = Convert.ToBase64String(before.Png) },
            after = new { caption = after.Caption, png = Convert.ToBase64String(after.Png) },
        },
        $"{this} It needs a viewer that runs scripts.");

    /// <inheritdoc/>
    public override string ToString() => $"{(Title.Length > 0 ? $"{Title}: " : "")}{before.Caption} and {after.Caption}, {width}×{height}, with a border to move between them.";
}

using Workbench.Imaging;

namespace Workbench.Display.Explorers;

/// <summary>
/// One place for many pictures and a slider that chooses among them: what a network made after each epoch, or the answers at each temperature.
/// Arrow keys move it, a button plays it. One HTML fragment without server or network.
/// </summary>
/// <example><code>new PictureSlider("Samples while training", "step").Add("100", grid).Add("200", later)</code></example>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class PictureSlider : IShowsAsHtml
{
    /// <summary>More pictures than this make a page too heavy to open.</summary>
    public const int Most = 64;

    private readonly string title, quantity;
    private readonly List<(string Value, ImageGrid Grid)> pictures = [];

    /// <summary>Begins without pictures.</summary>
    /// <param name="title">What the pictures show.</param>
    /// <param name="quantity">What the slider changes, such as <c>step</c>.</param>
    /// <exception cref="ArgumentException">One of them is blank.</exception>
    public PictureSlider(string title, string quantity)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(quantity);
        (this.title, this.quantity) = (title, quantity);
    }

    /// <summary>How many pictures there are.</summary>
    public int Count => pictures.Count;

    /// <summary>Adds a picture at the slider's right end.</summary>
    /// <param name="value">The quantity's value there, such as <c>100</c>.</param>
    /// <param name="grid">The picture; not copied.</param>
    /// <returns>This slider.</returns>
    /// <exception cref="InvalidOperationException">There are <see cref="Most"/> already.</exception>
    public PictureSlider Add(string value, ImageGrid grid)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(grid);
        if (pictures.Count == Most)
        {
            throw new InvalidOperationException($"A slider holds {Most} pictures; show every second one, or fewer.");
        }

        pictures.Add((value, grid));
        return this;
    }

    /// <inheritdoc/>
    public string ToHtml() => pictures.Count == 0 ? $"<p>{Html.Encode(ToString())}</p>" : ExplorerHtml.Build(
        "slider",
        new { title, quantity, pictures = pictures.Select(picture => new { value = picture.Value, text = picture.Grid.ToString(), html = picture.Grid.ToHtml() }) },
        $"{this} It needs a viewer that runs scripts.");

    /// <inheritdoc/>
    public override string ToString() =>
        $"{title}: {(pictures.Count == 0 ? "no picture yet" : $"{pictures.Count} pictures, {quantity} {string.Join(", ", pictures.Select(picture => picture.Value))}")}.";
}

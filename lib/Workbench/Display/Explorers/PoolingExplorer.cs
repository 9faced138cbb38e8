namespace Workbench.Display.Explorers;

/// <summary>How a pooling window becomes one number.</summary>
public enum Pooling
{
    /// <summary>Its largest value.</summary>
    Max,

    /// <summary>The mean of its values; a window that hangs over the edge averages those it has.</summary>
    Average,
}

/// <summary>
/// An interactive pooling layer: a person changes the feature map, switches between maximum and average, sets window and stride,
/// keeps or drops the ragged edge, and sees where each number comes from. One HTML fragment without server or network.
/// </summary>
/// <remarks>The numbers are those of PyTorch's <c>max_pool2d</c> and <c>avg_pool2d</c> without padding; a kept ragged edge is their <c>ceil_mode</c>.</remarks>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class PoolingExplorer : IShowsAsHtml
{
    private readonly double[][] image;

    /// <summary>Takes a copy of the feature map it starts from.</summary>
    /// <param name="image">One channel, <c>[H, W]</c> or <c>[1, H, W]</c>, from 4×4 to 32×32.</param>
    /// <exception cref="ArgumentException">The shape is another, or a number is not finite.</exception>
    public PoolingExplorer(Tensor image)
    {
        this.image = ExplorerHtml.Matrix(image, nameof(image));
        if (this.image.Length < 4 || this.image[0].Length < 4)
        {
            throw new ArgumentException($"Expected at least 4 × 4 numbers to pool; got {this.image.Length} × {this.image[0].Length}.", nameof(image));
        }
    }

    /// <summary>Maximum (default) or average.</summary>
    public Pooling Kind { get; init; } = Pooling.Max;

    /// <summary>Side of the square window: 2 (default) to 4.</summary>
    public int Window { get; init => field = value is >= 2 and <= 4 ? value : throw new ArgumentOutOfRangeException(nameof(Window), value, "A window is 2 to 4 wide."); } = 2;

    /// <summary>How far the window moves: 1 to 4, default 2.</summary>
    public int Stride { get; init => field = value is >= 1 and <= 4 ? value : throw new ArgumentOutOfRangeException(nameof(Stride), value, "A stride is 1 to 4."); } = 2;

    /// <summary>Whether rows and columns that do not fill a window are pooled all the same (default, as on the talk's slide: 7×7 → 4×4) or left out.</summary>
    public bool KeepsRaggedEdge { get; init; } = true;

    /// <summary>Whether numbers are cut after two decimals, as on the talk's slide, instead of rounded to two (default).</summary>
    public bool CutDecimals { get; init; }

    /// <inheritdoc/>
    public string ToHtml() => ExplorerHtml.Build(
        "pooling",
        new
        {
            image,
            kind = Kind == Pooling.Max ? "max" : "average",
            window = Window,
            stride = Stride,
            ragged = KeepsRaggedEdge ? "keep" : "drop",
            cut = CutDecimals,
        },
        $"{this} It needs a viewer that runs scripts.");

    /// <inheritdoc/>
    public override string ToString() =>
        $"Pooling explorer: {image.Length}×{image[0].Length} feature map, {Window}×{Window} {(Kind == Pooling.Max ? "maximum" : "average")}, stride {Stride}, "
        + $"ragged edge {(KeepsRaggedEdge ? "kept" : "dropped")}.";
}

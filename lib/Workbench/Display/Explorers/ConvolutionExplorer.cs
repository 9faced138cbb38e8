namespace Workbench.Display.Explorers;

/// <summary>
/// An interactive convolution: a person clicks pixels and filter weights, points at a number of the feature map to see its window
/// and its sum, steps the stride and adds padding. One HTML fragment without server or network; several may share a page.
/// </summary>
/// <remarks>
/// Like PyTorch's <c>conv2d</c>, this is cross-correlation (the filter is not flipped) with zeros as padding. A number of the
/// feature map is the sum of the products over <see cref="Divisor"/>.
/// </remarks>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class ConvolutionExplorer : IShowsAsHtml
{
    private readonly double[][] image;
    private readonly double[][][] filters;

    /// <summary>Takes copies of what it starts from.</summary>
    /// <param name="image">One channel, <c>[H, W]</c> or <c>[1, H, W]</c>, at most 32×32.</param>
    /// <param name="filters">One filter <c>[h, w]</c>, or several to choose from, <c>[N, 1, h, w]</c> as in <c>conv2d</c>'s weight.</param>
    /// <exception cref="ArgumentException">A shape is another, a number is not finite, or the filter is larger than the image.</exception>
    public ConvolutionExplorer(Tensor image, Tensor filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        this.image = ExplorerHtml.Matrix(image, nameof(image));
        this.filters = filters.dim() == 4
            ? [.. Enumerable.Range(0, (int)filters.shape[0]).Select(i => Filter(filters, i))]
            : [ExplorerHtml.Matrix(filters, nameof(filters))];
        if (this.filters.Length == 0 || Height < KernelHeight || Width < KernelWidth)
        {
            throw new ArgumentException(
                $"Expected filters no larger than the {Height} × {Width} image; got [{string.Join(", ", filters.shape)}].", nameof(filters));
        }
    }

    /// <summary>How far the window moves from one number of the feature map to the next: 1 (default) or more.</summary>
    public int Stride { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Stride), value, "A stride is 1 or more."); } = 1;

    /// <summary>Rows and columns of zeros on each side: 0 (default) or more.</summary>
    public int Padding { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Padding), value, "Padding is 0 or more."); }

    /// <summary>What each sum is divided by: 1 (default) for a plain convolution, 9 for the means of the talk's slide. Not zero.</summary>
    public double Divisor { get; init => field = value != 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Divisor), value, "A divisor is finite and not zero."); } = 1;

    /// <summary>Whether numbers are cut after two decimals, as on the talk's slide, instead of rounded to two (default).</summary>
    public bool CutDecimals { get; init; }

    /// <summary>What the filters' buttons say; default their numbers, from 1.</summary>
    /// <exception cref="ArgumentException">There is not one name for each filter.</exception>
    public IReadOnlyList<string>? FilterNames
    {
        get;
        init => field = value is null || value.Distinct().Count() == filters.Length && value.Count == filters.Length
            ? value
            : throw new ArgumentException($"Expected {filters.Length} different names, one for each filter; got {string.Join(", ", value)}.", nameof(FilterNames));
    }

    private int Height => image.Length;

    private int Width => image[0].Length;

    private int KernelHeight => filters[0].Length;

    private int KernelWidth => filters[0][0].Length;

    /// <inheritdoc/>
    public string ToHtml()
    {
        double[] levels = [.. image.SelectMany(row => row).Distinct().Order()];
        return ExplorerHtml.Build(
            "convolution",
            new
            {
                image,
                filters = filters.Select((weights, i) => new { name = FilterNames?[i] ?? $"{i + 1}", weights }),
                levels = levels.Length is 2 or 3 ? levels : [Math.Min(levels[0], 0), Math.Max(levels[^1], 1)], // what a click steps through
                stride = Stride,
                padding = Padding,
                divisor = Divisor,
                cut = CutDecimals,
            },
            $"{this} It needs a viewer that runs scripts.");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Convolution explorer: {Height}×{Width} image, {filters.Length} filter{(filters.Length == 1 ? "" : "s")} of {KernelHeight}×{KernelWidth}, "
        + $"stride {Stride}, padding {Padding}.";

    private static double[][] Filter(Tensor filters, int index)
    {
        using Tensor filter = filters[index];
        return ExplorerHtml.Matrix(filter, nameof(filters));
    }
}

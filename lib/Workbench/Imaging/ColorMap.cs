namespace Workbench.Imaging;

/// <summary>
/// Colours for numbers: a path through CIE Lab, along which equal steps of the number look like equal steps of colour.
/// </summary>
public sealed class ColorMap
{
    private const int Steps = 256;

    private readonly Tensor table; // [3, Steps], RGB

    private ColorMap(string name, bool isDiverging, double[,] anchors)
    {
        Name = name;
        IsDiverging = isDiverging;
        using var scope = torch.NewDisposeScope();
        // Anchors are evenly spaced rows (L, a, b); linear between them.
        Tensor lab = torch.tensor(anchors, torch.float32).t().unsqueeze(0); // [1, 3, anchors]
        Tensor path = torch.nn.functional.interpolate(lab, [Steps], mode: torch.InterpolationMode.Linear, align_corners: true);
        table = ColorSpace.LabToRgb(path.squeeze(0).unsqueeze(-1)).squeeze(-1).DetachFromDisposeScope();
    }

    /// <summary>From dark violet over teal to light yellow: lightness rises evenly, so it prints in grey too. For quantities with an order.</summary>
    public static ColorMap Sequential => SequentialMap.Value;

    /// <summary>Blue, white, red, equally strong at equal distance from the middle. For signed quantities; put zero in the middle.</summary>
    public static ColorMap Diverging => DivergingMap.Value;

    /// <summary>From black to white, even in lightness.</summary>
    public static ColorMap Grey => GreyMap.Value;

    /// <summary>The map's name.</summary>
    public string Name { get; }

    /// <summary>Whether the middle stands for zero.</summary>
    public bool IsDiverging { get; }

    private static Lazy<ColorMap> SequentialMap { get; } = new(() => new ColorMap("sequential", false, new double[,]
    {
        { 12, 26, -34 }, { 32, 22, -38 }, { 52, -20, -22 }, { 73, -44, 26 }, { 93, -10, 70 },
    }));

    private static Lazy<ColorMap> DivergingMap { get; } = new(() => new ColorMap("diverging", true, new double[,]
    {
        { 33, 12, -52 }, { 64, -3, -36 }, { 97, 0, 0 }, { 64, 38, 24 }, { 33, 54, 36 },
    }));

    private static Lazy<ColorMap> GreyMap { get; } = new(() => new ColorMap("grey", false, new double[,] { { 0, 0, 0 }, { 100, 0, 0 } }));

    /// <summary>Colours a map of numbers.</summary>
    /// <param name="values">Any floating type, <c>[H, W]</c>.</param>
    /// <param name="low">The number at the path's beginning; lower ones, and NaN, get the same colour.</param>
    /// <param name="high">The number at its end; higher ones get the same colour.</param>
    /// <returns>Float32 <c>[3, H, W]</c>, RGB in 0..1.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, or low is not below high.</exception>
    public Tensor Apply(Tensor values, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() != 2)
        {
            throw new ArgumentException($"A map of numbers is [H, W]; this is [{string.Join(", ", values.shape)}].", nameof(values));
        }

        if (!(low < high))
        {
            throw new ArgumentException($"A scale runs from a lower to a higher number, not from {low} to {high}.", nameof(low));
        }

        using var scope = torch.NewDisposeScope();
        Tensor position = ((values.detach().cpu().to(torch.float32) - low) / (high - low)).nan_to_num(0, 1, 0).clamp(0, 1);
        Tensor index = position.mul(Steps - 1).round().to(torch.int64).flatten();
        return table.index_select(1, index).reshape(3, values.shape[0], values.shape[1]).MoveToOuterDisposeScope();
    }
}

using System.Globalization;
using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>The bar beside a grid that says which colour stands for which number, in all its maps.</summary>
internal sealed class ColorScale
{
    private const float BarWidth = 14, TickLength = 4, TextSize = 11;

    private static readonly double[] RoundSteps = [1, 2, 5, 10];

    private readonly ImageGrid grid;
    private readonly IReadOnlyList<(double Value, string Text)> ticks;

    private ColorScale(ImageGrid grid, double low, double high)
    {
        this.grid = grid;
        (Low, High) = (low, high);
        ticks = Ticks(low, high);
    }

    /// <summary>The number at the bar's foot.</summary>
    public double Low { get; }

    /// <summary>The number at the bar's head.</summary>
    public double High { get; }

    /// <summary>The room it needs, ticks and caption included.</summary>
    public float Width => Math.Max(
        BarWidth + (2 * TickLength) + ticks.Max(t => StrokeFont.Width(t.Text, TextSize)), StrokeFont.Width(grid.ScaleCaption, TextSize));

    /// <summary>The scale that all maps of a grid share; null when it has none.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="cells">Its images.</param>
    /// <returns>The scale.</returns>
    public static ColorScale? For(ImageGrid grid, IReadOnlyList<GridCell> cells)
    {
        List<float[]> maps = [.. cells.Where(c => c.Numbers is not null).Select(c => c.Numbers!)];
        if (maps.Count == 0)
        {
            return null;
        }

        IEnumerable<float> finite = maps.SelectMany(m => m).Where(float.IsFinite).DefaultIfEmpty(0);
        (double low, double high) = grid.Range ?? (finite.Min(), finite.Max());
        if (grid.Range is null && grid.Colors.IsDiverging)
        {
            high = Math.Max(Math.Abs(low), Math.Abs(high));
            low = -high;
        }

        // One single number still needs a scale with two ends.
        return low < high ? new ColorScale(grid, low, high) : new ColorScale(grid, low - 0.5, low + 0.5);
    }

    /// <summary>Draws the bar.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="x">Its left edge.</param>
    /// <param name="top">Its head.</param>
    /// <param name="bottom">Its foot.</param>
    /// <param name="ink">The colour of text and ticks.</param>
    public void Draw(SKCanvas canvas, float x, float top, float bottom, SKColor ink)
    {
        if (grid.ScaleCaption.Length > 0)
        {
            StrokeFont.Draw(canvas, grid.ScaleCaption, x, top + TextSize, TextSize, ink);
            top += TextSize * 1.8f;
        }

        // The head tick's text must not reach above the bar.
        top += TextSize / 2;
        bottom = Math.Max(bottom - (TextSize / 2), top + 40);
        DrawBar(canvas, SKRect.Create(x, top, BarWidth, bottom - top));
        using var pen = new SKPaint { Color = ink, StrokeWidth = 1, Style = SKPaintStyle.Stroke, IsAntialias = true };
        foreach ((double value, string text) in ticks)
        {
            float y = bottom - ((float)((value - Low) / (High - Low)) * (bottom - top));
            canvas.DrawLine(x + BarWidth, y, x + BarWidth + TickLength, y, pen);
            StrokeFont.Draw(canvas, text, x + BarWidth + (2 * TickLength), y + (TextSize * 0.35f), TextSize, ink);
        }
    }

    private void DrawBar(SKCanvas canvas, SKRect place)
    {
        using var scope = torch.NewDisposeScope();
        using SKBitmap colors = PixelBuffer.FromTensor(grid.Colors.Apply(torch.linspace(1, 0, 256).unsqueeze(1), 0, 1));
        using SKImage image = SKImage.FromBitmap(colors);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear));
    }

    // Four or so round numbers: steps of 1, 2 or 5 times a power of ten.
    private static List<(double Value, string Text)> Ticks(double low, double high)
    {
        double rough = (high - low) / 4, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = Array.Find(RoundSteps, m => m * power >= rough * 0.999) * power;
        int decimals = Math.Clamp((int)-Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
        string format = decimals > 6 || Math.Abs(high) >= 1e6 || Math.Abs(low) >= 1e6 ? "0.##e0" : $"F{decimals}";
        var ticks = new List<(double, string)>();
        for (double i = Math.Ceiling((low / step) - 1e-9); i * step <= high + (step * 1e-9); i++)
        {
            ticks.Add((i * step, (i * step + 0.0).ToString(format, CultureInfo.InvariantCulture).Replace('-', '−')));
        }

        return ticks;
    }
}

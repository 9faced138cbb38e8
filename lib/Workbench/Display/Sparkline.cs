using System.Globalization;
using System.Text;

namespace Workbench.Display;

/// <summary>A long row of numbers as a small drawing: at each place the range of the numbers that fall there.</summary>
internal static class Sparkline
{
    private const int Width = 480, Height = 80;

    /// <summary>Draws numbers <c>[N]</c> in the page's text colour; places without a finite number stay empty.</summary>
    public static string Draw(Tensor numbers)
    {
        float[] values = [.. numbers.contiguous().data<float>()];
        float[] finite = [.. values.Where(float.IsFinite)];
        if (finite.Length == 0)
        {
            return "";
        }

        (double low, double high) = (finite.Min(), finite.Max());
        double Y(double value) => high > low ? Height - ((value - low) / (high - low) * Height) : Height / 2.0;

        int places = Math.Min(Width, values.Length);
        StringBuilder path = new();
        for (int place = 0; place < places; place++)
        {
            int from = (int)((long)place * values.Length / places), to = (int)((place + 1L) * values.Length / places);
            float[] here = [.. values[from..to].Where(float.IsFinite)];
            if (here.Length > 0)
            {
                double x = (place + 0.5) * Width / places;
                path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {Y(here.Max()) - 0.5:0.#}V{Y(here.Min()) + 0.5:0.#}");
            }
        }

        double thickness = Math.Max(1, (double)Width / places * 0.8);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg role="img" viewBox="-2 -2 {Width + 4} {Height + 4}" style="width:{Width}px;max-width:100%;display:block" xmlns="http://www.w3.org/2000/svg"><title>{values.Length} numbers from {Html.Number(low)} to {Html.Number(high)}</title><path d="{path}" stroke="currentColor" stroke-width="{thickness:0.##}" fill="none"/></svg>
            """);
    }
}

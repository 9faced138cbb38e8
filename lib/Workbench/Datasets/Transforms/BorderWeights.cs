using Workbench.Evaluation;

namespace Workbench.Datasets.Transforms;

/// <summary>
/// The weights that make a U-Net learn the thin borders between touching cells (Ronneberger et al. 2015, equation 2): outside the cells
/// w = w_c + w₀ exp(−(d₁ + d₂)² / 2σ²), d₁ and d₂ the distances to the nearest and second nearest cell; inside them w = w_c, which balances the
/// two classes' numbers of pixels in each picture to a mean of 1.
/// </summary>
/// <param name="w0">How much more a border between two cells that touch matters; the paper's 10.</param>
/// <param name="sigma">How fast that fades with the cells' distance, in pixels; the paper's 5.</param>
/// <remarks>Cells are the regions of class 1 that are connected along edges. With fewer than two of them there is no border, and w = w_c.</remarks>
public sealed class BorderWeights(double w0 = 10, double sigma = 5) : ITransform<SegmentedImage>
{
    private const double Negligible = 1e-8;

    /// <inheritdoc/>
    public SegmentedImage Apply(SegmentedImage sample, ref ItemRandom random) =>
        new WeightedSegmentedImage(sample.Image.clone(), sample.Labels.clone(), Of(sample.Labels));

    /// <summary>The weights of one label map.</summary>
    /// <param name="labels">int64 <c>[H, W]</c>: 1 inside cells, 0 outside.</param>
    /// <returns>float32 <c>[H, W]</c>.</returns>
    public Tensor Of(Tensor labels)
    {
        (int height, int width) = ((int)labels.shape[0], (int)labels.shape[1]);
        bool[] inside = [.. labels.cpu().data<long>().Select(label => label == 1)];
        int[] cells = ConnectedComponents.Label(inside, height, width);
        Window[] near = Near(cells, height, width);
        double[] nearest = new double[cells.Length], second = new double[cells.Length];
        nearest.AsSpan().Fill(double.PositiveInfinity);
        second.AsSpan().Fill(double.PositiveInfinity);
        for (int cell = 1; cell <= near.Length; cell++)
        {
            Window here = near[cell - 1];
            double[] squared = SquaredDistances(cells, cell, here, width);
            for (int i = 0; i < squared.Length; i++)
            {
                double distance = Math.Sqrt(squared[i]);
                int pixel = here.Pixel(i, width);
                (nearest[pixel], second[pixel]) = distance < nearest[pixel] ? (distance, nearest[pixel]) : (nearest[pixel], Math.Min(second[pixel], distance));
            }
        }

        int within = inside.Count(pixel => pixel);
        float[] weights = new float[cells.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            double balance = cells.Length / (2.0 * (inside[i] ? within : cells.Length - within));
            double border = inside[i] ? 0 : w0 * Math.Exp(-Math.Pow(nearest[i] + second[i], 2) / (2 * sigma * sigma));
            weights[i] = (float)(balance + border);
        }

        return torch.tensor(weights).reshape(height, width);
    }

    /// <summary>The part of the picture around each cell beyond which its borders' weights are less than float32 can tell from none.</summary>
    private Window[] Near(int[] cells, int height, int width)
    {
        int reach = (int)Math.Ceiling(sigma * Math.Sqrt(2 * Math.Log(Math.Max(1, w0 / Negligible))));
        Window[] near = [.. Enumerable.Repeat(new Window(height, width, -1, -1), cells.Max())];
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] > 0)
            {
                ref Window window = ref near[cells[i] - 1];
                (int row, int column) = Math.DivRem(i, width);
                window = new(Math.Min(window.Top, row), Math.Min(window.Left, column), Math.Max(window.Bottom, row), Math.Max(window.Right, column));
            }
        }

        return Array.ConvertAll(near, window => new Window(
            Math.Max(0, window.Top - reach), Math.Max(0, window.Left - reach), Math.Min(height - 1, window.Bottom + reach), Math.Min(width - 1, window.Right + reach)));
    }

    /// <summary>The squared distance of each of a window's pixels to the nearest of the cell in it: exact, first down the columns, then along the rows.</summary>
    private static double[] SquaredDistances(int[] cells, int cell, Window window, int width)
    {
        double[] result = new double[window.Height * window.Width];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = cells[window.Pixel(i, width)] == cell ? 0 : double.PositiveInfinity;
        }

        for (int column = 0; column < window.Width; column++)
        {
            LowerEnvelope(result, column, window.Width, window.Height);
        }

        for (int row = 0; row < window.Height; row++)
        {
            LowerEnvelope(result, row * window.Width, 1, window.Width);
        }

        return result;
    }

    /// <summary>Replaces f(p) by min over q of (p − q)² + f(q), from the lower envelope of the parabolas (Felzenszwalb and Huttenlocher 2012, section 2.1).</summary>
    private static void LowerEnvelope(double[] values, int start, int stride, int count)
    {
        double F(int i) => values[start + (i * stride)];
        int[] apex = new int[count];
        double[] from = new double[count];
        int last = -1;
        for (int q = 0; q < count; q++)
        {
            if (double.IsPositiveInfinity(F(q)))
            {
                continue; // no parabola: most lines meet few pixels of a cell, or none
            }

            double Crossing(int p) => (F(q) + ((double)q * q) - F(p) - ((double)p * p)) / (2.0 * (q - p));
            double crossing = double.NegativeInfinity;
            while (last >= 0 && (crossing = Crossing(apex[last])) <= from[last])
            {
                last--;
            }

            last++;
            (apex[last], from[last]) = (q, crossing);
        }

        if (last < 0)
        {
            return;
        }

        double[] lowest = new double[count];
        for (int p = 0, k = 0; p < count; p++)
        {
            while (k < last && from[k + 1] < p)
            {
                k++;
            }

            lowest[p] = ((double)(p - apex[k]) * (p - apex[k])) + F(apex[k]);
        }

        for (int p = 0; p < count; p++)
        {
            values[start + (p * stride)] = lowest[p];
        }
    }

    /// <summary>Rows and columns of a part of the picture, all four of them included.</summary>
    private readonly record struct Window(int Top, int Left, int Bottom, int Right)
    {
        public int Height => Bottom - Top + 1;

        public int Width => Right - Left + 1;

        /// <summary>Where in the whole picture, of this width, the window's pixel of a number lies.</summary>
        public int Pixel(int number, int width) => ((Top + (number / Width)) * width) + Left + (number % Width);
    }
}

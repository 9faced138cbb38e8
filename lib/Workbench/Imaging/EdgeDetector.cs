namespace Workbench.Imaging;

/// <summary>The edge detector of Canny, <em>A Computational Approach to Edge Detection</em>, PAMI 1986: the ridges of the smoothed gradient, one pixel wide.</summary>
public static class EdgeDetector
{
    /// <summary>Finds edges.</summary>
    /// <param name="grey">Luminance, row by row, in 0..1.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="low">A ridge goes on while the gradient (per pixel) is above this.</param>
    /// <param name="high">A ridge begins where it is above this.</param>
    /// <returns>Whether each pixel is on an edge.</returns>
    /// <exception cref="ArgumentException">Sizes do not agree, or <paramref name="low"/> is above <paramref name="high"/>.</exception>
    public static bool[] Canny(ReadOnlySpan<float> grey, int height, int width, float low = 0.03f, float high = 0.08f)
    {
        if (height < 3 || width < 3 || grey.Length != height * width)
        {
            throw new ArgumentException($"Expected at least 3 × 3 numbers; got {grey.Length} for {height} × {width}.", nameof(grey));
        }

        if (!(low <= high))
        {
            throw new ArgumentException($"low ({low}) is at most high ({high}).", nameof(low));
        }

        float[] smooth = Smooth(grey, height, width), along = new float[grey.Length], down = new float[grey.Length], slope = new float[grey.Length];
        for (int y = 1; y < height - 1; y++)
        {
            for (int x = 1; x < width - 1; x++)
            {
                int i = (y * width) + x;
                float left = smooth[i - width - 1] + (2 * smooth[i - 1]) + smooth[i + width - 1], right = smooth[i - width + 1] + (2 * smooth[i + 1]) + smooth[i + width + 1];
                float above = smooth[i - width - 1] + (2 * smooth[i - width]) + smooth[i - width + 1], below = smooth[i + width - 1] + (2 * smooth[i + width]) + smooth[i + width + 1];
                (along[i], down[i]) = ((right - left) / 8, (below - above) / 8);
                slope[i] = MathF.Sqrt((along[i] * along[i]) + (down[i] * down[i]));
            }
        }

        bool[] edges = new bool[grey.Length];
        Stack<int> begun = new();
        for (int y = 1; y < height - 1; y++)
        {
            for (int x = 1; x < width - 1; x++)
            {
                int i = (y * width) + x;
                if (slope[i] > high && IsRidge(i))
                {
                    begun.Push(i);
                }
            }
        }

        while (begun.TryPop(out int i))
        {
            if (edges[i])
            {
                continue;
            }

            edges[i] = true;
            foreach (int step in (ReadOnlySpan<int>)[-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1])
            {
                int next = i + step;
                if (!edges[next] && slope[next] > low && IsRidge(next))
                {
                    begun.Push(next);
                }
            }
        }

        return edges;

        // Steeper than both neighbours in the direction of the slope, which is rounded to one of four. The border has no slope.
        bool IsRidge(int i)
        {
            float turn = MathF.Atan2(down[i], along[i]) / (MathF.PI / 4);
            int step = (((int)MathF.Round(turn) + 4) % 4) switch { 0 => 1, 1 => width + 1, 2 => width, _ => width - 1 };
            return slope[i] > 0 && slope[i] >= slope[i - step] && slope[i] > slope[i + step];
        }
    }

    // 1 4 6 4 1, nearly a Gaussian of deviation 1; borders repeated.
    private static float[] Smooth(ReadOnlySpan<float> grey, int height, int width)
    {
        float[] rows = new float[grey.Length], both = new float[grey.Length];
        for (int i = 0; i < grey.Length; i++)
        {
            int x = i % width, start = i - x;
            rows[i] = (grey[start + Math.Max(x - 2, 0)] + grey[start + Math.Min(x + 2, width - 1)] + (4 * (grey[start + Math.Max(x - 1, 0)] + grey[start + Math.Min(x + 1, width - 1)])) + (6 * grey[i])) / 16;
        }

        for (int i = 0; i < grey.Length; i++)
        {
            int x = i % width, y = i / width;
            both[i] = (Row(y - 2) + Row(y + 2) + (4 * (Row(y - 1) + Row(y + 1))) + (6 * rows[i])) / 16;
            float Row(int other) => rows[(Math.Clamp(other, 0, height - 1) * width) + x];
        }

        return both;
    }
}

namespace Workbench.Evaluation;

/// <summary>
/// The warping error of Jain et al. 2010: the truth is moved towards the prediction pixel by pixel, but only where a pixel's change neither
/// splits nor merges anything; what differs in the end is wrong in its topology.
/// </summary>
internal static class Warping
{
    // The eight neighbours in a ring: those at even places share an edge with the pixel.
    private static readonly (int Row, int Column)[] Ring = [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)];

    /// <summary>The share of pixels that no such change can bring to agree.</summary>
    /// <param name="predicted">True inside cells.</param>
    /// <param name="truth">True inside cells.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static double Error(bool[] predicted, bool[] truth, int height, int width)
    {
        bool[] warped = [.. truth];
        Queue<int> candidates = new(Enumerable.Range(0, truth.Length).Where(pixel => predicted[pixel] != truth[pixel]));
        while (candidates.TryDequeue(out int pixel))
        {
            if (warped[pixel] == predicted[pixel] || !IsSimple(warped, pixel, height, width))
            {
                continue;
            }

            warped[pixel] = predicted[pixel];
            (int row, int column) = Math.DivRem(pixel, width);
            foreach ((int dr, int dc) in Ring)
            {
                (int r, int c) = (row + dr, column + dc);
                if (r >= 0 && r < height && c >= 0 && c < width && warped[(r * width) + c] != predicted[(r * width) + c])
                {
                    candidates.Enqueue((r * width) + c); // what could not change before may now
                }
            }
        }

        return warped.Zip(predicted, (w, p) => w != p).Count(differs => differs) / (double)truth.Length;
    }

    /// <summary>
    /// Whether a change of this pixel keeps the number of cells and of membranes: around it there is exactly one cell that touches it along
    /// an edge, and exactly one piece of membrane that touches it at all. Beyond the border everything is membrane.
    /// </summary>
    private static bool IsSimple(bool[] cells, int pixel, int height, int width)
    {
        (int row, int column) = Math.DivRem(pixel, width);
        Span<bool> ring = stackalloc bool[8];
        for (int i = 0; i < 8; i++)
        {
            (int r, int c) = (row + Ring[i].Row, column + Ring[i].Column);
            ring[i] = r >= 0 && r < height && c >= 0 && c < width && cells[(r * width) + c];
        }

        // Yokoi's connectivity number for cells joined along edges: 1 where the pixel is simple.
        int number = 0;
        for (int i = 0; i < 8; i += 2)
        {
            number += ring[i] && !(ring[i + 1] && ring[(i + 2) % 8]) ? 1 : 0;
        }

        return number == 1;
    }
}

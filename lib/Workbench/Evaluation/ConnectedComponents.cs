namespace Workbench.Evaluation;

/// <summary>Numbers the separate regions of a mask: pixels that touch along an edge belong together.</summary>
internal static class ConnectedComponents
{
    /// <summary>0 outside the mask, 1, 2, … for its regions in the order of their first pixels.</summary>
    public static int[] Label(bool[] mask, int height, int width)
    {
        int[] labels = new int[mask.Length];
        Stack<int> open = new();
        int regions = 0;
        for (int start = 0; start < mask.Length; start++)
        {
            if (!mask[start] || labels[start] != 0)
            {
                continue;
            }

            regions++;
            Visit(start);
            while (open.TryPop(out int pixel))
            {
                (int row, int column) = Math.DivRem(pixel, width);
                if (row > 0)
                {
                    Visit(pixel - width);
                }

                if (row < height - 1)
                {
                    Visit(pixel + width);
                }

                if (column > 0)
                {
                    Visit(pixel - 1);
                }

                if (column < width - 1)
                {
                    Visit(pixel + 1);
                }
            }
        }

        return labels;

        void Visit(int pixel)
        {
            if (mask[pixel] && labels[pixel] == 0)
            {
                labels[pixel] = regions;
                open.Push(pixel);
            }
        }
    }
}

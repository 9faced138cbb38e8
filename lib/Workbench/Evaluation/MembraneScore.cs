namespace Workbench.Evaluation;

/// <summary>
/// How well cells are told apart by their membranes, by the three measures of the ISBI 2012 EM challenge (Arganda-Carreras et al. 2015;
/// warping: Jain et al. 2010). Each is an error in 0..1, the smallest over the thresholds 0.1, 0.2, …, 0.9; lower is better.
/// </summary>
/// <param name="PixelError">1 − the F-score of membrane pixels.</param>
/// <param name="RandError">1 − the F-score of pairs of pixels that lie in one cell: a single hole in a membrane, which merges two cells, counts for much.</param>
/// <param name="WarpingError">Share of pixels that still differ when membranes may be moved but cells neither split nor merged.</param>
/// <remarks>
/// The Rand error looks at the pixels inside true cells. Cells are regions connected along edges; a pixel predicted as membrane there is a
/// cell of its own.
/// </remarks>
public sealed record MembraneScore(double PixelError, double RandError, double WarpingError)
{
    /// <summary>Measures one picture.</summary>
    /// <param name="interior">float <c>[H, W]</c>: the probability that a pixel lies inside a cell, 0..1.</param>
    /// <param name="truth">int64 or bool <c>[H, W]</c>: 1 inside a cell, 0 on a membrane.</param>
    /// <returns>The three errors.</returns>
    /// <exception cref="ArgumentException">The shapes are not <c>[H, W]</c>, differ, or the truth holds no cell.</exception>
    public static MembraneScore Of(Tensor interior, Tensor truth)
    {
        if (truth.dim() != 2 || !truth.shape.SequenceEqual(interior.shape))
        {
            throw new ArgumentException($"Membranes are compared as [H, W] of one size; here are [{string.Join(", ", truth.shape)}] and [{string.Join(", ", interior.shape)}].", nameof(interior));
        }

        using var scope = torch.NewDisposeScope();
        (int height, int width) = ((int)truth.shape[0], (int)truth.shape[1]);
        bool[] cells = truth.to(torch.@bool).cpu().data<bool>().ToArray();
        if (!cells.Contains(true))
        {
            throw new ArgumentException("The truth holds no cell: it is 1 inside cells and 0 on membranes.", nameof(truth));
        }

        float[] probability = interior.detach().to(torch.float32).cpu().data<float>().ToArray();
        int[] trueCells = ConnectedComponents.Label(cells, height, width);
        MembraneScore best = new(1, 1, 1);
        for (int tenth = 1; tenth <= 9; tenth++)
        {
            bool[] predicted = [.. probability.Select(p => p > tenth / 10f)];
            best = new(
                Math.Min(best.PixelError, MembranePixelError(predicted, cells)),
                Math.Min(best.RandError, PairError(ConnectedComponents.Label(predicted, height, width), trueCells)),
                Math.Min(best.WarpingError, Warping.Error(predicted, cells, height, width)));
        }

        return best;
    }

    private static double MembranePixelError(bool[] predicted, bool[] truth)
    {
        int both = predicted.Zip(truth, (p, t) => !p && !t).Count(hit => hit);
        int either = predicted.Count(p => !p) + truth.Count(t => !t);
        return either == 0 ? 0 : 1 - (2.0 * both / either);
    }

    /// <summary>2 Σ nᵢⱼ² / (Σ sᵢ² + Σ tⱼ²) over predicted cells i, true cells j and the pixels they share.</summary>
    private static double PairError(int[] predicted, int[] truth)
    {
        Dictionary<(int, int), double> shared = [];
        Dictionary<int, double> predictedSizes = [];
        Dictionary<int, double> trueSizes = [];
        int alone = 0;
        for (int pixel = 0; pixel < truth.Length; pixel++)
        {
            if (truth[pixel] == 0)
            {
                continue;
            }

            int cell = predicted[pixel] != 0 ? predicted[pixel] : --alone;
            Count(shared, (cell, truth[pixel]));
            Count(predictedSizes, cell);
            Count(trueSizes, truth[pixel]);
        }

        return 1 - (2 * SumOfSquares(shared.Values) / (SumOfSquares(predictedSizes.Values) + SumOfSquares(trueSizes.Values)));

        static double SumOfSquares(IEnumerable<double> sizes) => sizes.Sum(size => size * size);
        static void Count<T>(Dictionary<T, double> sizes, T key)
            where T : notnull => sizes[key] = sizes.GetValueOrDefault(key) + 1;
    }
}

namespace Workbench.Evaluation;

/// <summary>
/// The Fréchet distance between two normal distributions fitted to features: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½). With Inception's
/// pooled features it is the FID of Heusel et al. 2017; with another network's it is comparable only to itself, so name the network.
/// </summary>
public static class FrechetDistance
{
    /// <summary>The squared distance of two sets of features.</summary>
    /// <param name="first"><c>[N, D]</c>, one row a picture; at least two rows.</param>
    /// <param name="second"><c>[M, D]</c>.</param>
    /// <returns>0 and up. Few pictures make it too large: compare only what used as many.</returns>
    /// <exception cref="ArgumentException">Not two tables of equally many columns and at least two rows.</exception>
    /// <remarks>
    /// Means and N − 1 covariances in float64. The trace is taken through symmetric square roots, which stays exact for singular
    /// covariances, where the reference adds 1e-6 to the diagonal.
    /// </remarks>
    public static double Between(Tensor first, Tensor second)
    {
        if (first.dim() != 2 || second.dim() != 2 || first.shape[1] != second.shape[1] || Math.Min(first.shape[0], second.shape[0]) < 2)
        {
            throw new ArgumentException($"Features are [pictures, dimensions] with at least two pictures; here are [{string.Join(", ", first.shape)}] and [{string.Join(", ", second.shape)}].", nameof(first));
        }

        using var scope = torch.NewDisposeScope();
        (Tensor meanX, Tensor covarianceX) = Fit(first);
        (Tensor meanY, Tensor covarianceY) = Fit(second);
        Tensor root = SquareRoot(covarianceX);
        Tensor product = root.matmul(covarianceY).matmul(root);
        Tensor eigenvalues = torch.linalg.eigvalsh((product + product.t()) / 2).clamp_min(0);
        Tensor distance = (meanX - meanY).square().sum() + torch.trace(covarianceX) + torch.trace(covarianceY) - (2 * eigenvalues.sqrt().sum());
        return Math.Max(0, distance.item<double>());
    }

    private static (Tensor Mean, Tensor Covariance) Fit(Tensor features)
    {
        Tensor x = features.detach().to(torch.float64);
        Tensor mean = x.mean([0]);
        Tensor centered = x - mean;
        return (mean, centered.t().matmul(centered) / (x.shape[0] - 1));
    }

    private static Tensor SquareRoot(Tensor symmetric)
    {
        (Tensor values, Tensor vectors) = torch.linalg.eigh(symmetric);
        return (vectors * values.clamp_min(0).sqrt()).matmul(vectors.t());
    }
}

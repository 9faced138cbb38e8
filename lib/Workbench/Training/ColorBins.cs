using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// The 313 bins of a*b* in which Zhang, Isola and Efros (ECCV 2016, section 2.2) classify colour: the points of a grid of 10 that colours of
/// sRGB come near.
/// </summary>
/// <remarks>
/// A point is in when a colour of sRGB lies in one of the four cells around it; this gives 309 of the authors' points. The other four lie
/// just outside, in the saturated yellow and magenta, and are theirs by their list.
/// </remarks>
public static class ColorBins
{
    /// <summary>Distance between neighbouring bins.</summary>
    public const int Step = 10;

    /// <summary>Width of the soft encoding's Gaussian (section 2.2).</summary>
    public const double Sigma = 5;

    private static readonly (int A, int B)[] BeyondTheGamut = [(40, 90), (100, -90), (100, -10), (100, 0)];

    private static readonly Lazy<(int A, int B)[]> All = new(Find);

    /// <summary>The bins' centres, ordered by a*, then b*.</summary>
    /// <returns>float32 [313, 2].</returns>
    public static Tensor Centres() => tensor(All.Value.SelectMany(bin => new[] { (float)bin.A, bin.B }).ToArray()).reshape(-1, 2);

    /// <summary>A colour as a distribution over its nearest bins: weights of a Gaussian of width <see cref="Sigma"/>, normalised.</summary>
    /// <param name="ab">[N, 2].</param>
    /// <param name="centres">[bins, 2].</param>
    /// <param name="neighbours">5 in the paper, 10 in the authors' code.</param>
    /// <returns>[N, bins], rows summing to 1.</returns>
    public static Tensor Encode(Tensor ab, Tensor centres, int neighbours)
    {
        using DisposeScope scope = NewDisposeScope();
        // |x − c|² without |x|², which is the same for all bins of a colour: neither their order nor the softmax sees it.
        Tensor squares = addmm(centres.square().sum(dim: 1), ab, centres.t(), beta: 1, alpha: -2);
        (Tensor nearest, Tensor places) = squares.topk(neighbours, 1, largest: false);
        Tensor weights = (nearest / (-2 * Sigma * Sigma)).softmax(1);
        return zeros_like(squares).scatter_(1, places, weights).MoveToOuterDisposeScope();
    }

    /// <summary>How much a rare colour counts for more than a usual one: 1 / ((1 − λ) p + λ / Q), scaled to a mean of 1 under p (section 2.2).</summary>
    /// <param name="prior">[bins]: how often each bin occurs, summing to 1.</param>
    /// <param name="lambda">0 for plain inverse frequency, 1 for equal weights; 0.5 in the paper.</param>
    /// <returns>[bins].</returns>
    public static Tensor Rebalance(Tensor prior, double lambda = 0.5)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = 1 / ((prior * (1 - lambda)) + (lambda / prior.shape[0]));
        return (weights / (weights * prior).sum()).MoveToOuterDisposeScope();
    }

    /// <summary>Each pixel's weight: that of its likeliest bin; 0 where a whole picture is grey (|a*|, |b*| at most 5), as in the authors' code.</summary>
    /// <param name="target">[N, bins, h, w]: soft-encoded colours.</param>
    /// <param name="ab">[N, 2, h, w].</param>
    /// <param name="factors">[bins], from <see cref="Rebalance"/>.</param>
    /// <returns>[N, h, w].</returns>
    public static Tensor PixelWeights(Tensor target, Tensor ab, Tensor factors)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = factors.index_select(0, target.argmax(1).reshape(-1)).reshape(target.shape[0], target.shape[2], target.shape[3]);
        Tensor coloured = ab.abs().flatten(1).amax([1L]).gt(5).to_type(weights.dtype).reshape(-1, 1, 1);
        return (weights * coloured).MoveToOuterDisposeScope();
    }

    /// <summary>Weighted cross entropy, summed over pixels and divided by the number of pictures, as in the authors' code.</summary>
    /// <param name="logits">[N, bins, h, w].</param>
    /// <param name="target">[N, bins, h, w]: soft-encoded colours.</param>
    /// <param name="weights">[N, h, w].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor logits, Tensor target, Tensor weights) =>
        -((target * logits.log_softmax(1)).sum(dim: 1) * weights).sum() / logits.shape[0];

    private static (int A, int B)[] Find()
    {
        using DisposeScope scope = NewDisposeScope();

        // Seen along L*, the gamut's outline is that of its surface: the six faces of the RGB cube.
        Tensor side = linspace(0, 1, 257, float32);
        Tensor across = side.reshape(1, -1).expand(257, 257), down = across.t();
        List<Tensor> faces = [];
        foreach (double end in new[] { 0.0, 1.0 })
        {
            Tensor face = full_like(across, end);
            faces.AddRange([stack([face, across, down]), stack([across, face, down]), stack([across, down, face])]);
        }

        Tensor lab = ColorSpace.RgbToLab(stack(faces));
        Tensor cells = (lab.slice(1, 1, 3, 1) / Step).floor().to(int32).permute(1, 0, 2, 3).reshape(2, -1);
        int[] a = cells[0].data<int>().ToArray(), b = cells[1].data<int>().ToArray();
        SortedSet<(int A, int B)> points = [.. BeyondTheGamut];
        foreach ((int u, int v) in a.Zip(b).Distinct())
        {
            points.UnionWith([(u * Step, v * Step), ((u + 1) * Step, v * Step), (u * Step, (v + 1) * Step), ((u + 1) * Step, (v + 1) * Step)]);
        }

        return [.. points];
    }
}

using CsCheck;
using TorchSharp;
using Workbench.Evaluation;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class MembraneScoreTests : IDisposable
{
    // Two cells of 3 × 2 pixels and the membrane between them.
    private const string TwoCells = """
        11011
        11011
        11011
        """;

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_truth_itself_has_no_error() =>
        Assert.Equal(new MembraneScore(0, 0, 0), Score(TwoCells, TwoCells));

    /// <summary>Without a membrane: no membrane pixel found; of 2·6² + 2·6² pairs in truth, 12² are predicted.</summary>
    [Fact]
    public void Merged_cells_are_wrong_in_all_three_measures()
    {
        MembraneScore score = Score("""
            11111
            11111
            11111
            """, TwoCells);

        Assert.Equal(1, score.PixelError, 1e-12);
        Assert.Equal(1 - (2.0 * 72 / (144 + 72)), score.RandError, 1e-12);
        Assert.Equal(3.0 / 15, score.WarpingError, 1e-12); // each pixel of the membrane keeps the cells apart
    }

    /// <summary>One hole in the membrane is one wrong pixel of fifteen, and merges the cells all the same.</summary>
    [Fact]
    public void A_hole_in_a_membrane_counts_little_in_pixels_and_much_in_pairs()
    {
        MembraneScore score = Score("""
            11011
            11111
            11011
            """, TwoCells);

        Assert.Equal(1 - (2.0 * 2 / 5), score.PixelError, 1e-12);
        Assert.Equal(1 - (2.0 * 72 / (144 + 72)), score.RandError, 1e-12);
        Assert.Equal(1.0 / 15, score.WarpingError, 1e-12);
    }

    [Fact]
    public void A_moved_membrane_is_no_warping_error()
    {
        MembraneScore score = Score("""
            10111
            10111
            10111
            """, TwoCells);

        Assert.Equal(1, score.PixelError, 1e-12);
        Assert.Equal(0, score.WarpingError);
        // Inside the true cells the left one keeps 3 pixels and 3 single ones, the right one 6.
        Assert.Equal(1 - (2.0 * (9 + 3 + 36) / ((9 + 3 + 36) + 72)), score.RandError, 1e-12);
    }

    [Fact]
    public void The_best_threshold_counts() =>
        Assert.Equal(new MembraneScore(0, 0, 0), MembraneScore.Of((Mask(TwoCells).to(float32) * 0.2) + 0.65, Mask(TwoCells)));

    [Fact]
    public void Any_two_masks_have_errors_between_none_and_all() =>
        Gen.Select(Gen.Bool.Array[60], Gen.Bool.Array[60]).Where((_, truth) => truth.Contains(true)).Sample(
            (predicted, truth) =>
            {
                using DisposeScope inner = NewDisposeScope();
                MembraneScore score = MembraneScore.Of(tensor(predicted).reshape(6, 10).to(float32), tensor(truth).reshape(6, 10));
                double differing = predicted.Zip(truth, (p, t) => p != t).Count(differs => differs) / 60.0;
                return score.PixelError is >= 0 and <= 1 && score.RandError is >= 0 and < 1 && score.WarpingError >= 0 && score.WarpingError <= differing;
            },
            iter: 200);

    [Fact]
    public void A_truth_without_cells_and_other_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MembraneScore.Of(rand(3, 5), zeros(3, 5)));
        Assert.Contains("[3, 4]", Assert.Throws<ArgumentException>(() => MembraneScore.Of(rand(3, 4), ones(3, 5))).Message, StringComparison.Ordinal);
    }

    private static MembraneScore Score(string predicted, string truth) => MembraneScore.Of(Mask(predicted).to(float32), Mask(truth));

    private static Tensor Mask(string rows)
    {
        string[] lines = rows.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return tensor(lines.SelectMany(line => line.Select(pixel => pixel == '1')).ToArray()).reshape(lines.Length, lines[0].Length);
    }
}

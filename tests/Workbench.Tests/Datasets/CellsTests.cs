using TorchSharp;
using Workbench.Datasets;
using Workbench.Evaluation;
using static TorchSharp.torch;

namespace Workbench.Tests.Datasets;

public sealed class CellsTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    /// <summary>ISBI 2012 has 78 % of its pixels inside cells.</summary>
    [Fact]
    public void AsManyPixelsLieInsideCellsAsInTheChallenge()
    {
        SegmentedImage slices = new Cells(Split.Train, size: 128).Batch(0, 40);

        Assert.InRange(slices.Labels.to(float32).mean().item<float>(), 0.73f, 0.83f);
        Assert.Equal<long>([40, 1, 128, 128], slices.Image.shape);
    }

    [Fact]
    public void MembranesAreDarkButDarknessAloneDoesNotTellThem()
    {
        SegmentedImage slices = new Cells(Split.Train, seed: 1, size: 128).Batch(0, 12);
        Tensor grey = slices.Image.squeeze(1);
        Assert.True(grey[slices.Labels.eq(0)].mean().item<float>() < grey[slices.Labels.eq(1)].mean().item<float>() - 0.2f);

        // The best threshold of each slice, as one who only looks at single pixels would choose it.
        double[] errors = [.. Enumerable.Range(0, 12).Select(i => MembraneScore.Of(((grey[i] - 0.2) / 0.5).clamp(0, 1), slices.Labels[i]).PixelError)];
        Assert.InRange(errors.Average(), 0.05, 0.6);
    }

    [Fact]
    public void MoreCellsAcrossAreMoreCells()
    {
        double Perimeter(int across)
        {
            Tensor labels = new Cells(Split.Train, size: 128, cellsAcross: across).Batch(0, 10).Labels;
            return labels.narrow(2, 1, 127).ne(labels.narrow(2, 0, 127)).to(float32).mean().item<float>();
        }

        Assert.InRange(Perimeter(10) / Perimeter(5), 1.6, 2.3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cells(Split.Train, cellsAcross: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cells(Split.Train, size: 31));
    }
}

using TorchSharp;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using Workbench.Tests.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public sealed class SegmentationLossTests : TorchTest
{
    [Fact]
    public void DiceIsNothingForTheTruthAndAHalfForAGuess()
    {
        Tensor labels = tensor(new long[] { 0, 0, 1, 1 }).view(1, 2, 2);
        Tensor sure = nn.functional.one_hot(labels, 2).permute(0, 3, 1, 2).to(float64) * 100;
        Assert.Equal(0, SegmentationLoss.Dice(sure, labels).item<double>(), 1e-6);
        Assert.Equal(1, SegmentationLoss.Dice(-sure, labels).item<double>(), 1e-6);

        // p = ½ everywhere: 2 · (½ · 2) / (½ · 4 + 2) = ½ for both classes.
        Assert.Equal(0.5, SegmentationLoss.Dice(zeros(1, 2, 2, 2, dtype: float64), labels).item<double>(), 1e-6);
    }

    [Fact]
    public void DiceWeighsARareClassLikeAFrequentOne()
    {
        // All of 100 pixels said to be of class 0, of which 99 are: 2 · 99 / (100 + 99) for it, 0 for the other.
        Tensor labels = zeros([1, 10, 10], int64);
        labels[0, 0, 0] = 1;
        Tensor logits = stack([full(1, 10, 10, 100.0, float64), zeros(1, 10, 10, dtype: float64)], 1);
        Assert.Equal(1 - (198.0 / 199 / 2), SegmentationLoss.Dice(logits, labels).item<double>(), 1e-6);
    }

    [Fact]
    public void IgnoredPixelsCountForNothing()
    {
        Tensor logits = randn(2, 3, 4, 4, dtype: float64), labels = randint(3, [2, 4, 4], dtype: int64), weights = rand(2, 4, 4, dtype: float64);
        Tensor some = labels.clone();
        some[.., .., 2..] = SegmentedImage.Ignored;
        Assert.Equal(SegmentationLoss.Dice(logits[.., .., .., ..2], labels[.., .., ..2]).item<double>(), SegmentationLoss.Dice(logits, some).item<double>(), 1e-9);
        Assert.Equal(
            SegmentationLoss.CrossEntropy(logits[.., .., .., ..2], labels[.., .., ..2], weights[.., .., ..2]).item<double>(),
            SegmentationLoss.CrossEntropy(logits, some, weights).item<double>(), 1e-9);
    }

    [Fact]
    public void WeightsMultiplyThePixelsLosses()
    {
        Tensor logits = zeros(1, 4, 1, 2, dtype: float64), labels = zeros([1, 1, 2], int64), weights = tensor(new[] { 3.0, 0.5 }).view(1, 1, 2);
        Assert.Equal(Math.Log(4) * 3.5 / 2, SegmentationLoss.CrossEntropy(logits, labels, weights).item<double>(), 1e-12);
        Assert.Equal(Math.Log(4), SegmentationLoss.CrossEntropy(logits, labels).item<double>(), 1e-12);
    }

    [Fact]
    public void ClassesAreBalancedByTheMedianOfTheirFrequencies()
    {
        // Frequencies in the pictures that show them: class 0 has 5 of 7 pixels, 1 has 1 of 3, 2 has 1 of 4; none shows 3. The median is 1/3.
        const long None = SegmentedImage.Ignored;
        Tensor[] labels = [tensor(new long[] { 0, 0, 1, None }).view(2, 2), tensor(new long[] { 0, 0, 0, 2 }).view(2, 2)];
        Assert.Equal([7f / 15, 1, 4f / 3, 1], SegmentationLoss.MedianFrequency(labels, 4).data<float>());
    }

    [Fact]
    public void BalanceFindsAClassOfFewPixels()
    {
        // Six of forty white dots are of the second class, and look like the others: the likeliest guess is always the first.
        SegmentationRecipe recipe = SegmentationRecipe.Quick with { Size = 16, LoadSize = 16, Mirror = false, Width = 4, LambdaDice = 0, BatchSize = 4, LearningRate = 1e-2, ValidationItems = 0 };
        Assert.Equal(0, Found(recipe));
        Assert.InRange(Found(recipe with { Balance = true }), 0.5, 1);

        static double Found(SegmentationRecipe recipe)
        {
            Speckled data = new();
            using SegmentationTask task = recipe.CreateTask(data);
            task.SetMode(training: true);
            for (int step = 0; step < 60; step++)
            {
                using DisposeScope scope = NewDisposeScope();
                task.Learn(Batch(step));
            }

            task.SetMode(training: false);
            SegmentedImage batch = Batch(99);
            Tensor rare = batch.Labels.eq(1);
            return task.Segment(batch.Image).argmax(1).eq(1).logical_and(rare).sum().item<long>() / (double)rare.sum().item<long>();

            SegmentedImage Batch(int step)
            {
                SegmentedImage[] items = [.. Enumerable.Range(4 * step, 4).Select(i => data.Item(i))];
                return new(stack([.. items.Select(one => one.Image)]), stack([.. items.Select(one => one.Labels)]));
            }
        }
    }

    [Fact]
    public void BordersBetweenCellsWeighAsInThePapersEquation()
    {
        // Cells in columns 0 and 3: between them d₁ = 1 and d₂ = 2, in both pixels. Both classes have two pixels, so w_c = 1.
        double border = 1 + (10 * Math.Exp(-Math.Pow(1 + 2, 2) / (2 * 25)));
        Tensor weights = new BorderWeights(10, 5).Of(tensor(new long[] { 1, 0, 0, 1 }).view(1, 4));
        Assert.True(weights.allclose(tensor(new[] { 1, (float)border, (float)border, 1 }).view(1, 4), 1e-6), weights.ToString());
    }

    [Fact]
    public void BordersOfManyCellsWeighAsEveryDistanceSays()
    {
        // 12 square cells of 3×3 … 5×5, some close and some far apart beside what σ = 1.5 reaches, the same by looking at every pixel of every cell.
        (int height, int width) = (36, 48);
        (int Row, int Column, int Side)[] cells = [.. Enumerable.Range(0, 12).Select(i => ((i / 4) * 12, (i % 4) * (i < 4 ? 6 : 12), 3 + (i % 3)))];
        Tensor labels = zeros([height, width], int64);
        foreach ((int row, int column, int side) in cells)
        {
            labels[row..(row + side), column..(column + side)] = 1;
        }

        double within = labels.sum().item<long>(), pixels = height * width;
        Tensor weights = new BorderWeights(10, 1.5).Of(labels);
        for (int i = 0; i < pixels; i++)
        {
            (int row, int column) = Math.DivRem(i, width);
            double[] distances = [.. cells.Select(cell => Math.Sqrt(Square(row, cell.Row, cell.Side) + Square(column, cell.Column, cell.Side))).Order()];
            double expected = distances[0] == 0 ? pixels / (2 * within)
                : (pixels / (2 * (pixels - within))) + (10 * Math.Exp(-Math.Pow(distances[0] + distances[1], 2) / (2 * 1.5 * 1.5)));
            Assert.Equal(expected, weights[row, column].item<float>(), 1e-6);
        }

        static double Square(int place, int start, int side) => Math.Pow(Math.Max(0, Math.Max(start - place, place - (start + side - 1))), 2);
    }

    [Fact]
    public void WithOneCellOnlyTheClassesAreBalanced()
    {
        Tensor labels = zeros([4, 4], int64);
        labels[0, 0] = 1;
        Tensor weights = new BorderWeights().Of(labels);
        Assert.Equal(8, weights[0, 0].item<float>(), 1e-5); // 16 / (2 · 1)
        Assert.Equal(16f / 30, weights[2, 2].item<float>(), 1e-5);
        Assert.Equal(1, weights.mean().item<float>(), 1e-5);
    }

    /// <summary>Black pictures with forty white dots; six of them are of class <c>rare</c>, which nothing shows.</summary>
    private sealed class Speckled : IDataset<SegmentedImage>
    {
        public string Name => "speckled";

        public long Count => 20;

        public IReadOnlyList<string> ClassNames => ["frequent", "rare"];

        public string ItemName(long index) => $"{index}";

        public SegmentedImage Item(long index)
        {
            using Generator lot = new((ulong)index);
            Tensor order = rand(16 * 16, generator: lot).argsort().view(16, 16);
            return new(order.lt(40).to(float32).expand(3, 16, 16).clone(), order.lt(6).to(int64));
        }

        Sample IDataset.Item(long index) => Item(index);
    }
}

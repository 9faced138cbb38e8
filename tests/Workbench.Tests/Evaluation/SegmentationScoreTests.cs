using TorchSharp;
using Workbench.Evaluation;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class SegmentationScoreTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    /// <summary>Six pixels counted by hand: class 0 has 3 (2 found), class 1 has 3 (1 found), class 2 none; one is to be ignored.</summary>
    [Fact]
    public void The_measures_follow_from_the_table_of_confusions()
    {
        SegmentationScore score = new(3);
        score.Add(tensor(new long[] { 0, 0, 0, 1 }).reshape(2, 2), tensor(new long[] { 0, 0, 1, 1 }).reshape(2, 2));
        score.Add(tensor(new long[] { 1, 1, -100 }), tensor(new long[] { 0, 0, 2 }));

        Assert.Equal(3.0 / 6, score.PixelAccuracy, 1e-12);
        Assert.Equal(((2.0 / 3) + (1.0 / 3)) / 2, score.ClassAccuracy, 1e-12);
        Assert.Equal([2.0 / 5, 1.0 / 4, double.NaN], score.ClassIou);
        Assert.Equal(((2.0 / 5) + (1.0 / 4)) / 2, score.MeanIou, 1e-12);
        Assert.Equal(2, score.Confusions(1, 0));
    }

    /// <summary>A third of the pictures wholly wrong, the others wholly right: pixel accuracy is a share of pictures, of known deviation.</summary>
    [Fact]
    public void Every_figure_has_an_interval_over_pictures()
    {
        SegmentationScore score = new(2);
        Tensor truth = zeros(90, 2, 2, int64), said = zeros(90, 2, 2, int64);
        truth[.., 0] = 1;
        said[.., 0] = 1;
        said[..30] = 1 - said[..30];
        score.Add(truth, said); // ninety pictures, not one of three dimensions

        Measurement accuracy = score.Measure(all => all.PixelAccuracy), iou = score.Measure(all => all.MeanIou);

        double deviation = Math.Sqrt(2.0 / 9 / 90);
        Assert.Equal(2.0 / 3, accuracy.Value, 1e-12);
        Assert.Equal((2.0 / 3) - (1.96 * deviation), accuracy.Interval!.Value.Low, 0.02);
        Assert.Equal((2.0 / 3) + (1.96 * deviation), accuracy.Interval.Value.High, 0.02);
        Assert.Equal(score.MeanIou, iou.Value, 1e-12);
        Assert.InRange(iou.Value, iou.Interval!.Value.Low + 0.05, iou.Interval.Value.High - 0.05);
    }

    /// <summary>A segmenter that takes the strongest colour for the class, and pictures made from label maps: well, blurred, and in another class's colours.</summary>
    [Fact]
    public void Generated_pictures_score_by_what_a_segmenter_sees_in_them()
    {
        Tensor labels = randint(0, 3, [11, 4, 4], int64, generator: new Generator(1, CPU)).repeat_interleave(4, 1).repeat_interleave(4, 2);
        Tensor well = nn.functional.one_hot(labels, 3).permute(0, 3, 1, 2).to(float32);
        Tensor blurred = nn.functional.avg_pool2d(well, 5, stride: 1, padding: 2), wrong = well.roll(1, 1);

        SegmentationScore[] scores = [.. new[] { well, blurred, wrong }.Select(pictures => SegmentationScore.Of(picture => 3 * picture, pictures, labels, batchSize: 4))];

        Assert.Equal((1, 1), (scores[0].PixelAccuracy, scores[0].MeanIou));
        Assert.InRange(scores[1].PixelAccuracy, 0.6, 0.99);
        Assert.Equal((0, 0), (scores[2].PixelAccuracy, scores[2].MeanIou));
        Assert.Equal(11 * 16 * 16, Enumerable.Range(0, 3).Sum(truth => Enumerable.Range(0, 3).Sum(said => scores[1].Confusions(truth, said))));
        Assert.True(scores[1].Measure(score => score.PixelAccuracy).Interval!.Value.High < 1);
        Assert.Contains("[11, 16, 15]", Assert.Throws<ArgumentException>(() => SegmentationScore.Of(picture => picture, well, labels[.., .., ..15])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_are_no_class_and_maps_of_other_shapes_are_refused()
    {
        SegmentationScore score = new(2);
        Assert.Contains("0 … 1", Assert.Throws<ArgumentException>(() => score.Add(zeros(4, int64), full(4, 2L, int64))).Message, StringComparison.Ordinal);
        Assert.Contains("[5]", Assert.Throws<ArgumentException>(() => score.Add(zeros(4, int64), zeros(5, int64))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentationScore(0));
    }
}

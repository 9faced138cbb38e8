using TorchSharp;
using Workbench.Evaluation;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class ColorMeasuresTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Grey_is_not_colourful_and_flat_red_is_by_its_strength_alone()
    {
        Tensor red = zeros(3, 4, 4);
        red[0] = 1;

        Assert.Equal(0, Colorfulness.Of(rand(1, 6, 6).expand(3, 6, 6)).item<double>(), 1e-4);
        Assert.Equal(0.3 * Math.Sqrt((255.0 * 255) + (127.5 * 127.5)), Colorfulness.Of(red).item<double>(), 1e-6);
    }

    /// <summary>Half red, half cyan: the means of the opponent colours are 0 and 0, their deviations 255 and 127.5.</summary>
    [Fact]
    public void Opposite_colours_are_colourful_by_their_spread_alone()
    {
        Tensor halves = zeros(3, 4, 4);
        halves[0, TensorIndex.Ellipsis, TensorIndex.Slice(0, 2)] = 1;
        halves[1, TensorIndex.Ellipsis, TensorIndex.Slice(2, 4)] = 1;
        halves[2, TensorIndex.Ellipsis, TensorIndex.Slice(2, 4)] = 1;

        Tensor figures = Colorfulness.Of(stack([halves, zeros(3, 4, 4)]));

        Assert.Equal(Math.Sqrt((255.0 * 255) + (127.5 * 127.5)), figures[0].item<double>(), 1e-3);
        Assert.Equal(0, figures[1].item<double>());
    }

    [Fact]
    public void A_set_shares_all_of_its_histogram_with_itself_and_none_with_other_colours()
    {
        (LabHistogram photos, LabHistogram half, LabHistogram grey) = (new(), new(), new());
        Tensor green = tensor(new float[] { 0.1f, 0.7f, 0.2f }).reshape(3, 1, 1).expand(3, 8, 8);
        Tensor dull = ColorSpace.Grey(green).expand(3, 8, 8);
        photos.Add(green);
        grey.Add(dull);
        half.Add(stack([green, dull]));

        Assert.Equal((1.0, 1.0, 1.0), photos.Intersection(photos));
        Assert.Equal((0.5, 0.5), (half.Intersection(photos).A, photos.Intersection(half).B));
        Assert.Equal((0.0, 0.0), (photos.Intersection(grey).A, photos.Intersection(grey).B));
        Assert.Equal(1, half.Shares(2).Sum(bin => bin.Share), 1e-12);
        Assert.Throws<InvalidOperationException>(() => new LabHistogram().Intersection(photos));
    }

    /// <summary>A pixel at distance d counts for every threshold from d to 150: (150 − d + 1) / 151 of the area.</summary>
    [Fact]
    public void The_area_under_the_error_curve_follows_from_the_distances()
    {
        Tensor truth = ColorSpace.LabToRgb(Flat(60, 20, 10));
        Tensor off = ColorSpace.LabToRgb(Flat(60, 20, 10 - 29.5f));
        ColorErrorCurve curve = new();
        curve.Add(truth, truth);
        curve.Add(truth, off);

        Assert.Equal(((150.0 + 1) / 151 + (150.0 - 30 + 1) / 151) / 2, curve.Area(), 2e-3);
        Assert.Throws<InvalidOperationException>(() => new ColorErrorCurve().Area());
    }

    /// <summary>Three grey pixels to one of red: a grey picture is right in three of four pixels, but in one of two colours.</summary>
    [Fact]
    public void Rebalanced_every_colour_of_the_truth_weighs_the_same()
    {
        Tensor grey = ColorSpace.LabToRgb(Flat(60, 0, 0));
        Tensor red = ColorSpace.LabToRgb(Flat(60, 40, 0));
        ColorErrorCurve curve = new();
        curve.Add(cat([grey, grey, grey, red], dim: 2), cat([grey, grey, grey, grey], dim: 2));

        double missed = (150.0 - 40 + 1) / 151;
        Assert.Equal((3 + missed) / 4, curve.Area(), 8e-3);
        Assert.Equal((1 + missed) / 2, curve.RebalancedArea(), 1.6e-2);
    }

    /// <summary>Half of the pictures have the truth's colour, half another: shares of pictures, which a coin's deviation bounds.</summary>
    [Fact]
    public void Figures_of_a_whole_set_have_intervals_over_pictures()
    {
        (LabHistogram made, LabHistogram truth, ColorErrorCurve curve) = (new(), new(), new());
        Tensor right = ColorSpace.LabToRgb(Flat(60, 20, 10)), wrong = ColorSpace.LabToRgb(Flat(60, -20, 10));
        for (int i = 0; i < 100; i++)
        {
            truth.Add(right);
            made.Add(i % 2 == 0 ? right : wrong);
            curve.Add(right, i % 2 == 0 ? right : wrong);
        }

        (Measurement l, Measurement a, _) = made.MeasureIntersection(truth);
        Assert.Equal((1.0, 1.0), (l.Value, l.Interval!.Value.Low));
        Assert.Equal(0.5, a.Value, 1e-12);
        Assert.Equal(0.5 - 0.098, a.Interval!.Value.Low, 0.02);
        Assert.Equal(0.5 + 0.098, a.Interval.Value.High, 0.02);

        double miss = 40.0 / 151; // of the area
        Assert.Equal(curve.Area(), curve.MeasureArea().Value, 1e-12);
        Assert.Equal(curve.Area() - (0.098 * miss), curve.MeasureArea().Interval!.Value.Low, 0.01);
        Assert.Equal(curve.MeasureArea().Interval, curve.MeasureRebalancedArea().Interval); // one colour of the truth
        LabHistogram fewer = new();
        fewer.Add(right);
        Assert.Contains("here are 1 and 100", Assert.Throws<ArgumentException>(() => fewer.MeasureIntersection(truth)).Message, StringComparison.Ordinal);
    }

    private static Tensor Flat(float l, float a, float b) => tensor(new[] { l, a, b }).reshape(3, 1, 1).expand(3, 4, 4);
}

using System.Diagnostics;
using TorchSharp;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Tests.Imaging;

public sealed class ExampleColorizerTests : IDisposable
{
    // Lightness, deviation and colour (a, b) of three textures that a glance tells apart.
    private static readonly (double L, double Deviation, double A, double B)[] Textures = [(75, 0.5, -5, -30), (45, 8, -30, 35), (55, 2, 20, 30)];

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Textures_that_lightness_and_deviation_tell_apart_get_their_colours_back()
    {
        Tensor reference = Bands(96, 96, seed: 1), truth = Bands(80, 120, seed: 2);
        Tensor result = new ExampleColorizer().Colorize(reference, Lightness(truth));
        double error = ColourError(result, truth), meanColour = MeanColourError(truth);
        Assert.True(error < 0.35 * meanColour, $"RMSE {error:F2} of a and b; giving all pixels the mean colour: {meanColour:F2}");
        Assert.True(LargestDifference(ColorSpace.RgbToLab(result)[0], ColorSpace.RgbToLab(truth)[0]) < 2, "lightness is kept");
    }

    [Fact]
    public void The_deviation_helps_where_lightness_alone_does_not()
    {
        Tensor reference = Bands(96, 96, seed: 1), truth = Bands(96, 96, seed: 2);
        double both = ColourError(new ExampleColorizer().Colorize(reference, Lightness(truth)), truth);
        double lightnessOnly = ColourError(new ExampleColorizer { LuminanceWeight = 1 }.Colorize(reference, Lightness(truth)), truth);
        Assert.True(both < 0.8 * lightnessOnly, $"both {both:F2}, lightness only {lightnessOnly:F2}");
    }

    [Fact]
    public void Remapping_makes_a_darker_flatter_grey_image_match_as_well()
    {
        Tensor reference = Bands(96, 96, seed: 1), truth = Bands(96, 96, seed: 2);
        Tensor lab = ColorSpace.RgbToLab(truth);
        Tensor darker = ColorSpace.LabToRgb(cat([(lab.narrow(0, 0, 1) * 0.6) + 5, zeros(2, 96, 96)]));
        Tensor result = ColorSpace.RgbToLab(new ExampleColorizer().Colorize(reference, darker));
        double error = Math.Sqrt((result.narrow(0, 1, 2) - lab.narrow(0, 1, 2)).square().mean().item<float>());
        Assert.True(error < 0.5 * MeanColourError(truth), $"{error:F2}");
    }

    [Fact]
    public void Swatches_tell_stripes_apart_that_the_statistics_of_a_neighbourhood_cannot()
    {
        Tensor reference = Stripes(), truth = Stripes();
        var colorizer = new ExampleColorizer();
        double global = ColourError(colorizer.Colorize(reference, Lightness(truth)), truth);
        Swatch Same(int left) => new(new PixelRegion(20, left, 24, 20), new PixelRegion(20, left, 24, 20));
        double swatches = ColourError(colorizer.Colorize(reference, Lightness(truth), Same(8), Same(56)), truth);
        Assert.True(swatches < 0.5 * global, $"swatches {swatches:F2}, global {global:F2}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_picture_and_another_seed_another()
    {
        Tensor reference = Bands(48, 64, seed: 1), grey = Lightness(Bands(48, 64, seed: 2));
        Tensor first = new ExampleColorizer().Colorize(reference, grey);
        Assert.True(LargestDifference(first, new ExampleColorizer().Colorize(reference, grey)) == 0);
        Assert.True(LargestDifference(first, new ExampleColorizer { Seed = 2 }.Colorize(reference, grey)) > 0);
    }

    [Theory]
    [InlineData(256, 256, 200)]
    [InlineData(321, 481, 200)]
    [InlineData(7, 300, 200)]
    [InlineData(3, 4, 200)]
    public void Samples_lie_one_to_a_cell_all_over_the_image(int height, int width, int count)
    {
        var positions = new ExampleColorizer().SamplePositions(height, width, count);
        Assert.All(positions, p => Assert.True(p.Row >= 0 && p.Row < height && p.Column >= 0 && p.Column < width));
        Assert.Equal(positions.Count, positions.Distinct().Count());
        Assert.InRange(positions.Count, Math.Min(count, height * width) * 0.9, count * 1.1);
        Assert.Contains(positions, p => p.Row >= height / 2 && p.Column >= width / 2);
    }

    [Fact]
    public void A_picture_of_256_by_256_takes_less_than_a_second()
    {
        Tensor reference = Bands(256, 256, seed: 1), grey = Lightness(Bands(256, 256, seed: 2));
        int threads = get_num_threads();
        set_num_threads(1); // two threads on a busy machine wait for each other
        try
        {
            double seconds = Enumerable.Range(0, 3).Min(_ =>
            {
                var clock = Stopwatch.StartNew();
                new ExampleColorizer().Colorize(reference, grey).Dispose();
                return clock.Elapsed.TotalSeconds;
            });
            Assert.True(seconds < 1, $"{seconds:F2} s");
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        Tensor image = rand(3, 16, 16), grey = rand(1, 16, 16);
        Assert.Contains("[2, 16, 16]", Assert.Throws<ArgumentException>(() => new ExampleColorizer().Colorize(rand(2, 16, 16), grey)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExampleColorizer { Neighbourhood = 4 }.Colorize(image, grey));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExampleColorizer { LuminanceWeight = 1.5 }.Colorize(image, grey));
        var outside = new Swatch(new PixelRegion(0, 0, 8, 8), new PixelRegion(12, 0, 8, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExampleColorizer().Colorize(image, grey, outside));
    }

    [Fact]
    public void Nothing_is_left_behind_in_native_memory()
    {
        Tensor image = rand(3, 32, 32), grey = rand(1, 32, 32);
        using var outer = NewDisposeScope();
        new ExampleColorizer().Colorize(image, grey, new Swatch(new PixelRegion(0, 0, 8, 8), new PixelRegion(4, 4, 8, 8)));
        Assert.Equal(1, outer.DisposablesCount);
    }

    // Vertical bands of the textures, noise of a seed in their lightness.
    private static Tensor Bands(int height, int width, int seed)
    {
        Tensor noise = randn(height, width, generator: new Generator((ulong)seed));
        Tensor lab = zeros(3, height, width);
        for (int i = 0; i < Textures.Length; i++)
        {
            (double l, double deviation, double a, double b) = Textures[i];
            int from = i * width / Textures.Length, columns = ((i + 1) * width / Textures.Length) - from;
            lab[0].narrow(1, from, columns).copy_((noise.narrow(1, from, columns) * deviation) + l);
            lab[1].narrow(1, from, columns).fill_(a);
            lab[2].narrow(1, from, columns).fill_(b);
        }

        return ColorSpace.LabToRgb(lab);
    }

    // Left half striped across in orange, right half striped down in blue: the same lightness and deviation everywhere.
    private static Tensor Stripes()
    {
        Tensor wave = 50 + (10 * sin(arange(96, float32) * (2 * Math.PI / 6)));
        Tensor left = arange(96) < 48;
        Tensor lightness = where(left, wave.unsqueeze(1).expand(96, 96), wave.expand(96, 96));
        Tensor a = where(left, tensor(25f), tensor(0f)).expand(96, 96), b = where(left, tensor(40f), tensor(-35f)).expand(96, 96);
        return ColorSpace.LabToRgb(stack([lightness, a, b]));
    }

    private static Tensor Lightness(Tensor rgb)
    {
        Tensor l = ColorSpace.RgbToLab(rgb).narrow(0, 0, 1);
        return ColorSpace.LabToRgb(cat([l, zeros_like(l), zeros_like(l)]));
    }

    private static double ColourError(Tensor result, Tensor truth) =>
        Math.Sqrt((ColorSpace.RgbToLab(result).narrow(0, 1, 2) - ColorSpace.RgbToLab(truth).narrow(0, 1, 2)).square().mean().item<float>());

    private static double MeanColourError(Tensor truth)
    {
        Tensor ab = ColorSpace.RgbToLab(truth).narrow(0, 1, 2);
        return Math.Sqrt((ab - ab.mean([1, 2], keepdim: true)).square().mean().item<float>());
    }

    private static double LargestDifference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}

using System.Text.Json;
using TorchSharp;
using Workbench.Evaluation;
using Workbench.Testing;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class ImageQualityTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Figures_agree_with_scikit_image()
    {
        var images = Safetensors.Read(SharedData.Fixture("image_quality/images.safetensors"));
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("image_quality/info.json")));
        int compared = 0;
        foreach (JsonElement row in info.RootElement.GetProperty("values").EnumerateArray())
        {
            double Published(string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.PositiveInfinity;
            (Tensor reference, Tensor image) = (Picture(images[row.GetProperty("reference").GetString()!]), Picture(images[row.GetProperty("image").GetString()!]));

            Assert.Equal(Published("mse_255"), 255 * 255 * Figure(ImageQuality.MeanSquaredError(reference, image)), 1e-6);
            Assert.Equal(Published("psnr_db"), Figure(ImageQuality.Psnr(reference, image)), 1e-6);
            Assert.Equal(Published("ssim_gaussian_sigma_1.5_wang"), Figure(ImageQuality.Ssim(reference, image)), 1e-7);
            Assert.Equal(Published("ssim_uniform_7x7"), Figure(ImageQuality.Ssim(reference, image, SsimWindow.Uniform)), 1e-7);
            compared++;
        }

        Assert.Equal(14, compared);
    }

    /// <summary>Of two flat pictures nothing but the luminance differs, and that counts on the coarsest scale alone.</summary>
    [Fact]
    public void Several_scales_of_flat_pictures_are_a_closed_form()
    {
        (double x, double y) = (0.3, 0.6);
        double expected = Math.Pow(((2 * x * y) + 1e-4) / ((x * x) + (y * y) + 1e-4), 0.1333);

        Assert.Equal(expected, Figure(ImageQuality.MultiScaleSsim(full([3, 176, 180], x, float64), full([3, 176, 180], y, float64))), 1e-9);
    }

    /// <summary>Against Wang, Simoncelli and Bovik's formulas written out place by place in plain loops, each channel for itself, without any convolution.</summary>
    [Fact]
    public void Several_scales_agree_with_plain_loops_over_the_published_formulas()
    {
        Tensor first = rand([2, 177, 184], float64, generator: new Generator(1)) * 0.3;
        first += linspace(0, 0.7, 184, float64);
        Tensor second = (first + (tensor([0.05, 0.25]).to(float64).reshape(2, 1, 1) * randn([2, 177, 184], float64, generator: new Generator(2)))).clamp(0, 1);

        double expected = Enumerable.Range(0, 2).Average(channel => MultiScaleByLoops(Plane(first[channel]), Plane(second[channel])));

        Assert.InRange(expected, 0.3, 0.95);
        Assert.Equal(expected, Figure(ImageQuality.MultiScaleSsim(first, second)), 1e-9);

        static double[,] Plane(Tensor channel)
        {
            double[,] plane = new double[channel.shape[0], channel.shape[1]];
            Buffer.BlockCopy(channel.contiguous().data<double>().ToArray(), 0, plane, 0, plane.Length * sizeof(double));
            return plane;
        }
    }

    [Fact]
    public void Several_scales_mind_noise_less_than_one_and_are_one_for_equal_pictures()
    {
        Tensor picture = rand([1, 3, 192, 192], float64, generator: new Generator(1)) * 0.2;
        picture += linspace(0, 0.8, 192, float64);
        Tensor noisy = (picture + (0.1 * randn([1, 3, 192, 192], float64, generator: new Generator(2)))).clamp(0, 1);

        Assert.Equal(1, Figure(ImageQuality.MultiScaleSsim(picture, picture)), 1e-12);
        Assert.True(Figure(ImageQuality.MultiScaleSsim(picture, noisy)) > Figure(ImageQuality.Ssim(picture, noisy)) + 0.1);
    }

    [Fact]
    public void Each_picture_of_a_batch_has_its_own_figure()
    {
        (Tensor first, Tensor second) = (rand(2, 3, 20, 24), rand(2, 3, 20, 24));

        Tensor together = ImageQuality.Ssim(first, second);

        Assert.Equal<long>([2], together.shape);
        Assert.Equal(Figure(ImageQuality.Ssim(first[1], second[1])), together[1].item<double>(), 1e-12);
    }

    [Fact]
    public void Pictures_that_cannot_be_compared_are_refused_by_their_size()
    {
        Assert.Contains("[3, 8, 9]", Assert.Throws<ArgumentException>(() => ImageQuality.Psnr(rand(3, 8, 8), rand(3, 8, 9))).Message, StringComparison.Ordinal);
        Assert.Contains("11×11", Assert.Throws<ArgumentException>(() => ImageQuality.Ssim(rand(3, 8, 8), rand(3, 8, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("176", Assert.Throws<ArgumentException>(() => ImageQuality.MultiScaleSsim(rand(3, 64, 64), rand(3, 64, 64))).Message, StringComparison.Ordinal);
    }

    private static double MultiScaleByLoops(double[,] x, double[,] y)
    {
        double[] exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
        double product = 1;
        foreach (double exponent in exponents)
        {
            (double structure, double both) = MeansByLoops(x, y);
            product *= Math.Pow(exponent == exponents[^1] ? both : structure, exponent);
            (x, y) = (Halved(x), Halved(y));
        }

        return product;

        static double[,] Halved(double[,] image)
        {
            double[,] half = new double[image.GetLength(0) / 2, image.GetLength(1) / 2];
            for (int i = 0; i < half.GetLength(0); i++)
            {
                for (int j = 0; j < half.GetLength(1); j++)
                {
                    half[i, j] = (image[2 * i, 2 * j] + image[2 * i, (2 * j) + 1] + image[(2 * i) + 1, 2 * j] + image[(2 * i) + 1, (2 * j) + 1]) / 4;
                }
            }

            return half;
        }
    }

    /// <summary>Means over all places of the window of contrast · structure, and of luminance · contrast · structure.</summary>
    private static (double Structure, double Both) MeansByLoops(double[,] x, double[,] y)
    {
        const double C1 = 0.01 * 0.01, C2 = 0.03 * 0.03;
        double[] bell = [.. Enumerable.Range(-5, 11).Select(i => Math.Exp(-i * i / (2 * 1.5 * 1.5)))];
        double sum = bell.Sum(), structure = 0, both = 0;
        int places = 0;
        for (int top = 0; top + 11 <= x.GetLength(0); top++)
        {
            for (int left = 0; left + 11 <= x.GetLength(1); left++, places++)
            {
                double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
                for (int i = 0; i < 11; i++)
                {
                    for (int j = 0; j < 11; j++)
                    {
                        (double w, double a, double b) = (bell[i] * bell[j] / (sum * sum), x[top + i, left + j], y[top + i, left + j]);
                        (mx, my, xx, yy, xy) = (mx + (w * a), my + (w * b), xx + (w * a * a), yy + (w * b * b), xy + (w * a * b));
                    }
                }

                double here = ((2 * (xy - (mx * my))) + C2) / (xx - (mx * mx) + yy - (my * my) + C2);
                structure += here;
                both += here * ((2 * mx * my) + C1) / ((mx * mx) + (my * my) + C1);
            }
        }

        return (structure / places, both / places);
    }

    private static Tensor Picture(Tensor levels) => (levels.dim() == 2 ? levels.unsqueeze(0) : levels.permute(2, 0, 1)).to(float64) / 255;

    private static double Figure(Tensor figures) => figures.squeeze().item<double>();
}

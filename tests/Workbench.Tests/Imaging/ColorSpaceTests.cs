using TorchSharp;
using Workbench.Imaging;
using Workbench.Testing;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Imaging;

public sealed class ColorSpaceTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("rgb_to_lab", 1e-3)]
    [InlineData("rgb_to_xyz", 1e-6)]
    [InlineData("rgb_to_gray", 1e-6)]
    public void Colours_agree_with_scikit_image(string name, double tolerance)
    {
        Tensor rgb = AsImage(Fixture("rgb_u8").to(float32) / 255);
        Tensor expected = Fixture(name);
        Tensor actual = name switch
        {
            "rgb_to_lab" => ColorSpace.RgbToLab(rgb),
            "rgb_to_xyz" => ColorSpace.RgbToXyz(rgb),
            _ => ColorSpace.Grey(rgb),
        };
        Assert.True(LargestDifference(AsColumns(actual), expected.reshape(expected.shape[0], -1)) < tolerance);
    }

    [Fact]
    public void Lab_outside_the_gamut_is_clipped_as_scikit_image_clips_it()
    {
        Tensor rgb = ColorSpace.LabToRgb(AsImage(Fixture("lab")));
        Assert.True(LargestDifference(AsColumns(rgb), Fixture("lab_to_rgb")) < 1e-4);
    }

    [Fact]
    public void Every_sixteenth_level_of_each_channel_survives_the_round_trip_through_Lab()
    {
        Tensor levels = arange(0, 256, 5, float32) / 255;
        Tensor[] cube = meshgrid([levels, levels, levels], indexing: "ij");
        Tensor rgb = stack([cube[0].flatten(), cube[1].flatten(), cube[2].flatten()]).unsqueeze(1); // [3, 1, 52³]
        Assert.True(LargestDifference(ColorSpace.LabToRgb(ColorSpace.RgbToLab(rgb)), rgb) < 1e-5);
        Assert.True(LargestDifference(ColorSpace.XyzToRgb(ColorSpace.RgbToXyz(rgb)), rgb) < 1e-5);
        Assert.True(LargestDifference(ColorSpace.LinearToSrgb(ColorSpace.SrgbToLinear(rgb)), rgb) < 1e-6);
    }

    [Fact]
    public void Every_screen_colour_lies_in_the_gamut_and_a_neon_green_does_not()
    {
        Tensor rgb = rand(3, 64, 64, generator: new Generator(1));
        Assert.True(ColorSpace.InGamut(ColorSpace.RgbToLab(rgb)).all().item<bool>());
        Tensor corners = ColorSpace.RgbToLab(tensor(new float[,] { { 0, 1, 1 }, { 0, 1, 0 }, { 0, 1, 0 } }).reshape(3, 1, 3));
        Assert.True(ColorSpace.InGamut(corners).all().item<bool>());
        Tensor neon = tensor(new float[] { 90, -120, 100 }).reshape(3, 1, 1);
        Assert.False(ColorSpace.InGamut(neon).item<bool>());
    }

    [Fact]
    public void The_gamut_mask_tells_which_fixture_colours_come_back_unchanged()
    {
        Tensor lab = AsImage(Fixture("lab"));
        Tensor moved = ColorSpace.Difference(ColorSpace.RgbToLab(ColorSpace.LabToRgb(lab)), lab).squeeze();
        Tensor inside = ColorSpace.InGamut(lab).squeeze();
        Assert.True((moved[inside] < 0.02).all().item<bool>());
        Assert.True((moved[~inside] > 1e-4).all().item<bool>());
        Assert.InRange(inside.sum().item<long>(), 100, 900);
    }

    [Fact]
    public void Grey_has_no_colour_and_lightness_rises_with_it()
    {
        Tensor lab = ColorSpace.RgbToLab(linspace(0, 1, 256).expand(3, 1, -1));
        Assert.True(lab.narrow(0, 1, 2).abs().max().item<float>() < 0.01);
        Assert.True((lab[0, 0].diff() > 0).all().item<bool>());
        Assert.Equal(100, lab[0, 0, 255].item<float>(), 0.001);
    }

    [Fact]
    public void Batches_convert_like_their_images()
    {
        Tensor batch = rand([2, 2, 3, 5, 7]);
        Tensor lab = ColorSpace.RgbToLab(batch);
        Assert.Equal<long>([2, 2, 3, 5, 7], lab.shape);
        Assert.True(LargestDifference(lab[1, 0], ColorSpace.RgbToLab(batch[1, 0])) < 1e-4);
        Assert.Equal<long>([2, 2, 1, 5, 7], ColorSpace.Grey(batch).shape);
        Assert.Equal<long>([2, 2, 1, 5, 7], ColorSpace.InGamut(lab).shape);
    }

    [Fact]
    public void Gradients_flow_through_the_conversion_and_stay_finite_at_black()
    {
        Tensor rgb = cat([zeros(3, 1, 4), rand(3, 1, 4)], dim: 1).requires_grad_();
        ColorSpace.RgbToLab(rgb).sum().backward();
        Assert.True(rgb.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void A_tensor_without_three_channels_is_refused_by_its_shape()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ColorSpace.RgbToLab(zeros(4, 8, 8)));
        Assert.Contains("[4, 8, 8]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ColorSpace.Grey(zeros([3, 8, 8], uint8)));
    }

    private static Tensor Fixture(string name) => Safetensors.Read(SharedData.Fixture("colour/io.safetensors"))[name];

    // [n, 3] -> [3, 1, n]
    private static Tensor AsImage(Tensor colours) => colours.t().unsqueeze(1);

    private static Tensor AsColumns(Tensor image) => image.squeeze(1).t();

    private static double LargestDifference(Tensor a, Tensor b) => (a.to(float64) - b.to(float64)).abs().max().item<double>();
}

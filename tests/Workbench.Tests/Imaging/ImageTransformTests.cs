using CsCheck;
using TorchSharp;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Tests.Imaging;

public sealed class ImageTransformTests : IDisposable
{
    private static readonly float[] Row = [0.1f, 0.9f, 0.3f, 0.7f, 0.2f, 0.6f, 1.0f, 0.0f];

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    // Pillow 9.4, float image, resize((n, 1), BILINEAR) and BICUBIC; its overshoot clipped to 0..1.
    [Theory]
    [InlineData(Interpolation.Bilinear, new[] { 0.510526f, 0.47381f, 0.552632f })]
    [InlineData(Interpolation.Bilinear, new[] { 0.471429f, 0.5125f, 0.5125f, 0.514286f })]
    [InlineData(Interpolation.Bilinear, new[] { 0.1f, 0.438462f, 0.876923f, 0.507692f, 0.407692f, 0.653846f, 0.45f, 0.246154f, 0.492308f, 0.738462f, 0.984615f, 0.423077f, 0f })]
    [InlineData(Interpolation.Bicubic, new[] { 0.495666f, 0.485874f, 0.544668f })]
    [InlineData(Interpolation.Bicubic, new[] { 0.471967f, 0.51583f, 0.512355f, 0.520921f })]
    [InlineData(Interpolation.Bicubic, new[] { 0.041341f, 0.431108f, 0.901104f, 0.488541f, 0.359641f, 0.68859f, 0.45f, 0.205522f, 0.468471f, 0.793303f, 1f, 0.397002f, 0f })]
    [InlineData(Interpolation.Area, new[] { 0.5f, 0.5f, 0.4f, 0.5f })]
    public void Numbers_agree_with_Pillow(Interpolation interpolation, float[] expected)
    {
        Tensor image = tensor(Row).reshape(1, 1, -1).expand(3, 2, -1);
        Tensor resized = ImageTransform.Resize(image, 2, expected.Length, interpolation);
        Assert.Equal<long>([3, 2, expected.Length], resized.shape);
        Assert.True((resized - tensor(expected)).abs().max().item<float>() < 2e-6);
    }

    [Theory]
    [InlineData(Interpolation.Area)]
    [InlineData(Interpolation.Bilinear)]
    [InlineData(Interpolation.Bicubic)]
    public void A_fine_chequerboard_shrinks_to_grey_not_to_a_pattern(Interpolation interpolation)
    {
        Tensor board = ((arange(96).unsqueeze(1) + arange(96)) % 2).to(float32).expand(3, -1, -1);
        Tensor inner = ImageTransform.Crop(ImageTransform.Resize(board, 20, 20, interpolation), 2, 2, 16, 16);
        Assert.True((inner - 0.5).abs().max().item<float>() < 0.03);
    }

    [Fact]
    public void Nearest_invents_no_new_label()
    {
        Tensor labels = (rand(1, 30, 40, generator: new Generator(1)) * 5).floor();
        Tensor resized = ImageTransform.Resize(labels, 17, 90, Interpolation.Nearest);
        Assert.True(resized.eq(resized.round()).all().item<bool>());
    }

    [Fact]
    public void An_even_image_stays_even_at_any_size() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Enum<Interpolation>())
        .Sample((h, w, height, width, interpolation) =>
        {
            using var inner = NewDisposeScope();
            Tensor resized = ImageTransform.Resize(full([2, 3, h, w], 0.37f), height, width, interpolation);
            Assert.Equal<long>([2, 3, height, width], resized.shape);
            Assert.True((resized - 0.37f).abs().max().item<float>() < 1e-5);
        }, iter: 200, threads: 1);

    [Fact]
    public void Cropping_away_a_border_gives_the_image_back() => Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[0, 5].Array[4])
        .Sample((h, w, border) =>
        {
            using var inner = NewDisposeScope();
            Tensor image = rand(3, h, w);
            Tensor padded = ImageTransform.Pad(image, border[0], border[1], border[2], border[3], value: 0.25);
            Assert.Equal<long>([3, h + border[0] + border[1], w + border[2] + border[3]], padded.shape);
            Assert.Equal(padded.sum().item<float>(), image.sum().item<float>() + (0.25 * (padded.numel() - image.numel())), 1e-3);
            Assert.True(ImageTransform.Crop(padded, border[0], border[2], h, w).eq(image).all().item<bool>());
        }, iter: 200, threads: 1);

    [Fact]
    public void The_middle_is_cut_from_the_middle()
    {
        Tensor image = arange(5 * 6).reshape(1, 5, 6).to(float32);
        Assert.Equal([8f, 9f, 14f, 15f, 20f, 21f], ImageTransform.CenterCrop(image, 3, 2).data<float>().ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_its_numbers()
    {
        Tensor image = rand(3, 8, 8);
        Assert.Contains("9 × 8", Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransform.Crop(image, 0, 0, 9, 8)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransform.CenterCrop(image, 9, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransform.Pad(image, -1, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransform.Resize(image, 0, 4));
        Assert.Contains("[8, 8]", Assert.Throws<ArgumentException>(() => ImageTransform.Resize(rand(8, 8), 4, 4)).Message, StringComparison.Ordinal);
    }
}

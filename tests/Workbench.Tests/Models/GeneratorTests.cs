using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>The generators beyond parity: sizes, dropout as the only noise, DCGAN's shapes and published counts.</summary>
public sealed class GeneratorTests : TorchTest
{
    [Theory]
    [InlineData(5, 32)]
    [InlineData(6, 64)]
    [InlineData(8, 256)]
    public void WithAndWithoutSkipsPicturesAreHalvedDownToOnePixel(int downsamplings, int side)
    {
        using var skips = new UNetGenerator(downsamplings: downsamplings, ngf: 2);
        using var without = new EncoderDecoderGenerator(downsamplings: downsamplings, ngf: 2);
        skips.eval();
        without.eval();
        using IDisposable noGradient = no_grad();
        Tensor picture = rand(1, 3, side, 2 * side);

        Assert.Equal(picture.shape, skips.call(picture).shape);
        Assert.Equal(picture.shape, without.call(picture).shape);
        ArgumentException error = Assert.Throws<ArgumentException>(() => without.call(rand(1, 3, side / 2, side)));
        Assert.Contains($"multiples of {side}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unet-generator", "transposed", false)]
    [InlineData("unet-generator", "nearest", true)]
    [InlineData("encoder-decoder-generator", "transposed", false)]
    [InlineData("encoder-decoder-generator", "nearest", true)]
    public void OnAFlatPictureOnlyTransposedConvolutionsPaintAPattern(string name, string upSampling, bool flat)
    {
        using CatalogModel model = ModelCatalog.Find(name).Create(Settings.Parse($"ngf=2 num_downs=5 use_dropout=false up_sampling={upSampling}"), size: 512);
        using IDisposable noGradient = no_grad();

        Tensor output = model.Run(new Dictionary<string, Tensor> { ["input"] = full([1, 3, 512, 512], 0.5f) })["output"];
        Tensor inner = output.narrow(2, 192, 128).narrow(3, 192, 128); // so far inside that the borders' zeros are not seen
        Tensor range = inner.amax([2, 3]) - inner.amin([2, 3]);

        Assert.True(range.max().item<float>() is var pattern && (flat ? pattern < 1e-6 : pattern > 1e-3), $"{pattern}");
        Assert.True(inner.narrow(2, 0, 96).allclose(inner.narrow(2, 32, 96), atol: 1e-6)); // a pattern can only repeat with the strides
    }

    [Theory]
    [InlineData("unet-generator")]
    [InlineData("encoder-decoder-generator")]
    public void DropoutIsTheNoiseOfPix2Pix(string name)
    {
        using CatalogModel noisy = ModelCatalog.Find(name).Create(Settings.Parse("ngf=2 num_downs=6 norm=instance"), size: 64);
        using CatalogModel plain = ModelCatalog.Find(name).Create(Settings.Parse("ngf=2 num_downs=6 norm=instance use_dropout=false"), size: 64);
        IReadOnlyDictionary<string, Tensor> inputs = noisy.ExampleInputs();
        using IDisposable noGradient = no_grad();

        Assert.False(noisy.Run(inputs)["output"].allclose(noisy.Run(inputs)["output"]));
        Assert.True(plain.Run(inputs)["output"].allclose(plain.Run(inputs)["output"]));
        noisy.Network.eval();
        Assert.True(noisy.Run(inputs)["output"].allclose(plain.Run(inputs)["output"])); // the same seed, so the same weights
    }

    [Theory]
    [InlineData(BlockPadding.Reflect, "model.10.conv_block.5.weight")]
    [InlineData(BlockPadding.Replicate, "model.10.conv_block.5.weight")]
    [InlineData(BlockPadding.Zero, "model.10.conv_block.3.weight")]
    public void PaddingMovesTheKeysOfAResidualBlockAsInTheOfficialCode(BlockPadding padding, string second)
    {
        using var network = new ResnetGenerator(blocks: 1, ngf: 2, padding: padding);
        using IDisposable noGradient = no_grad();

        Assert.Contains(second, network.state_dict().Keys);
        Assert.Equal([1, 3, 24, 16], network.call(rand(1, 3, 22, 13)).shape); // 4⌈22/4⌉, 4⌈13/4⌉
    }

    [Fact]
    public void DcganGrowsThePictureOfTheFigure()
    {
        // Figure 1: 4×4×1024, 8×8×512, 16×16×256, 32×32×128, 64×64×3.
        using var network = new DcganGenerator();
        List<string> maps = [];
        foreach (nn.Module<Tensor, Tensor> layer in network.modules().OfType<TorchSharp.Modules.Convolution>())
        {
            layer.register_forward_hook((_, _, output) =>
            {
                maps.Add($"{output.shape[2]}×{output.shape[3]}×{output.shape[1]}");
                return output;
            });
        }

        network.eval();
        using IDisposable noGradient = no_grad();
        network.call(randn(2, 100));

        Assert.Equal(["4×4×1024", "8×8×512", "16×16×256", "32×32×128", "64×64×3"], maps);
    }

    [Fact]
    public void AtWidth64DcganHasTheParametersOfPyTorchsExample()
    {
        using var generator = new DcganGenerator(ngf: 64);
        using var discriminator = new DcganDiscriminator(ndf: 64);

        Assert.Equal(3_576_704, generator.parameters().Sum(p => p.numel()));
        Assert.Equal(2_765_568, discriminator.parameters().Sum(p => p.numel()));
        Assert.Equal(["main.0.weight", "main.12.weight"], [generator.named_parameters().First().name, generator.named_parameters().Last().name]);
        Assert.Equal(["main.0.weight", "main.11.weight"], [discriminator.named_parameters().First().name, discriminator.named_parameters().Last().name]);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(128)]
    public void DcgansOfOtherSizesFitEachOther(int side)
    {
        using var generator = new DcganGenerator(ngf: 2, imageSize: side);
        using var discriminator = new DcganDiscriminator(ndf: 2, imageSize: side);
        using IDisposable noGradient = no_grad();

        Tensor picture = generator.call(randn(3, 100, 1, 1));

        Assert.Equal([3, 3, side, side], picture.shape);
        Assert.Equal([3], discriminator.call(picture).shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DcganGenerator(imageSize: side + 1));
    }
}

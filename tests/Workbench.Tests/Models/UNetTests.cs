using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public sealed class UNetTests : TorchTest
{
    public static TheoryData<UpSampling, int, int> UpSamplingsAndSizes()
    {
        TheoryData<UpSampling, int, int> rows = [];
        foreach (UpSampling upSampling in Enum.GetValues<UpSampling>())
        {
            rows.Add(upSampling, 37, 53);
            rows.Add(upSampling, 16, 31);
            rows.Add(upSampling, 64, 48);
        }

        return rows;
    }

    [Theory]
    [InlineData(572, 388)]
    [InlineData(188, 4)]
    [InlineData(204, 20)]
    public void ValidConvolutionsShrinkAsPublished(int side, int expected)
    {
        using UNet network = UNet.AsPublished(baseWidth: 2);
        network.eval();
        using IDisposable noGradient = no_grad();

        Assert.Equal([1, 2, expected, expected], network.call(rand(1, 1, side, side)).shape);
        Assert.Equal(expected, UNet.ValidOutputSide(side));
    }

    [Fact]
    public void ThePublishedNetworkHasTheParametersOfItsFigure()
    {
        // From Figure 1: 3×3 convolutions and 2×2 up-convolutions with a bias for each of their outputs.
        static long Convolution(long from, long to, long kernel = 3) => (kernel * kernel * from * to) + to;
        long expected = Convolution(64, 2, 1);
        for (long width = 64, from = 1; width <= 1024; from = width, width *= 2)
        {
            expected += Convolution(from, width) + Convolution(width, width);
        }

        for (long width = 1024; width > 64; width /= 2)
        {
            expected += Convolution(width, width / 2, 2) + Convolution(width, width / 2) + Convolution(width / 2, width / 2);
        }

        using UNet network = UNet.AsPublished();

        Assert.Equal(31_030_658, expected);
        Assert.Equal(expected, network.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData(256, 252)]
    [InlineData(570, 556)]
    [InlineData(100, 188)]
    public void ASideThatValidConvolutionsCannotTileIsRefusedWithAGoodOneNearIt(int side, int good)
    {
        using UNet network = UNet.AsPublished(baseWidth: 2);

        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => network.call(rand(1, 1, side, side)));

        Assert.Contains($"{good} and {good + 16}", error.Message, StringComparison.Ordinal);
        Assert.Equal(good - 184, UNet.ValidOutputSide(good));
    }

    [Fact]
    public void ShiftingTheInputOfTheValidNetworkByAPoolingGridShiftsItsOutput()
    {
        // No padding, so no border: a tile computed alone equals the same part of a larger picture, the paper's overlap-tile strategy.
        using UNet network = UNet.AsPublished(baseWidth: 2);
        network.eval();
        using IDisposable noGradient = no_grad();
        Tensor image = rand(1, 1, 236, 236);

        Tensor whole = network.call(image);
        Tensor tile = network.call(image[.., .., 16..220, 32..236]);

        Assert.True(tile.allclose(whole[.., .., 16..36, 32..52], rtol: 1e-4, atol: 1e-5));
    }

    [Theory]
    [MemberData(nameof(UpSamplingsAndSizes))]
    public void AnySizeComesBackAsItWas(UpSampling upSampling, int height, int width)
    {
        using var network = new UNet(upSampling: upSampling, baseWidth: 2);
        network.eval();
        using IDisposable noGradient = no_grad();

        Assert.Equal([2, 2, height, width], network.call(rand(2, 3, height, width)).shape);
    }

    [Fact]
    public void DilatedUpSamplingIsATransposedConvolutionOfThreeByThree()
    {
        // Zeros between the values, then a 3×3 convolution: the same sums as a transposed convolution with the kernel turned round.
        using var network = new UNet(1, 2, UpSampling.Dilated, baseWidth: 2);
        nn.Module up = network.named_modules().Single(m => m.Item1 == "up4.up").Item2;
        var grow = (nn.Module<Tensor, Tensor>)up;
        Dictionary<string, Tensor> state = up.state_dict();
        Tensor weight = state["1.weight"], map = rand(1, 4, 5, 6);
        using IDisposable noGradient = no_grad();

        Tensor expected = nn.functional.conv_transpose2d(
            map, weight.flip(2, 3).transpose(0, 1), state["1.bias"], strides: [2, 2], padding: [1, 1], output_padding: [1, 1]);

        Assert.True(grow.call(map).allclose(expected, rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void NearestUpSamplingHasTheKeysOfBilinear()
    {
        using var nearest = new UNet(upSampling: UpSampling.Nearest, baseWidth: 4);
        using var bilinear = new UNet(upSampling: UpSampling.Bilinear, baseWidth: 4);

        Assert.Equal(bilinear.state_dict().Select(e => (e.Key, e.Value.numel())), nearest.state_dict().Select(e => (e.Key, e.Value.numel())));
    }

    [Theory]
    [InlineData(UpSampling.Transposed, false)]
    [InlineData(UpSampling.Bilinear, false)]
    [InlineData(UpSampling.Transposed, true)]
    public void WithoutSkipsItEqualsANetworkThatIsDeafToThem(UpSampling upSampling, bool valid)
    {
        using var with = new UNet(1, 2, upSampling, valid, baseWidth: 4);
        using var without = new UNet(1, 2, upSampling, valid, baseWidth: 4, skips: false);
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> from = with.state_dict();
        foreach ((string key, Tensor to) in without.state_dict())
        {
            // The skip comes first among what a level's first convolution reads.
            long skipped = from[key].dim() == 4 ? from[key].shape[1] - to.shape[1] : 0;
            if (skipped > 0)
            {
                from[key].narrow(1, 0, skipped).zero_();
            }

            to.copy_(skipped > 0 ? from[key].narrow(1, skipped, to.shape[1]) : from[key]);
        }

        with.eval();
        without.eval();
        Tensor image = valid ? rand(1, 1, 188, 188) : rand(1, 1, 37, 50);
        Tensor expected = with.call(image);

        Assert.Equal(4, from.Count(entry => entry.Value.numel() > without.state_dict()[entry.Key].numel()));
        Assert.True(without.call(image).allclose(expected, rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void DropoutActsInTrainingOnly()
    {
        using UNet network = UNet.AsPublished(baseWidth: 2);
        Tensor image = rand(1, 1, 188, 188);
        using IDisposable noGradient = no_grad();

        network.train();
        Assert.False(network.call(image).allclose(network.call(image)));
        network.eval();
        Assert.True(network.call(image).allclose(network.call(image)));
    }
}

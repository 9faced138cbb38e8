using Workbench.Display;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Tests.Display;

public sealed class FilterPicturesTests
{
    [Fact]
    public void FiltersOnColourAreColouredAndNumbered()
    {
        using var network = nn.Sequential(nn.Conv2d(3, 20, 5), nn.ReLU(), nn.Conv2d(20, 4, 3));

        ImageGrid grid = FilterPictures.FirstLayer(network);

        Assert.Equal((2, 16), (grid.RowCount, grid.ColumnCount));
        Assert.Equal("20 of 20 filters of 0", grid.Title);
    }

    [Theory]
    [InlineData(1, 1, 8)]
    [InlineData(6, 8, 6)]
    public void FiltersOnOtherChannelsAreMaps(int channels, int rows, int columns)
    {
        using var network = nn.Sequential(nn.Conv2d(channels, 12, 3));

        ImageGrid grid = FilterPictures.FirstLayer(network, most: 8);

        Assert.Equal((rows, columns), (grid.RowCount, grid.ColumnCount));
        Assert.Same(ColorMap.Diverging, grid.Colors);
    }

    [Fact]
    public void ANetworkWithoutAConvolutionIsNamed()
    {
        using var network = nn.Sequential(nn.Linear(2, 2));

        Assert.Contains("Sequential has no two-dimensional convolution", Assert.Throws<ArgumentException>(() => FilterPictures.FirstLayer(network)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMapsOfANamedLayerAreThoseItGivesInEvaluationMode()
    {
        using var network = nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(inplace: true), nn.Dropout(0.9));
        network.train();
        Tensor input = rand(1, 1, 10, 10) - 0.5;

        byte[] shown = FeatureMaps.Of(network, "0", input).ToPng();

        using IDisposable quiet = no_grad();
        Tensor maps = network.children().First() is nn.Module<Tensor, Tensor> first ? first.call(input) : throw new InvalidOperationException();
        Assert.Equal(FeatureMaps.Grid(maps, "0").ToPng(), shown);
        Assert.True(network.training);
    }
}

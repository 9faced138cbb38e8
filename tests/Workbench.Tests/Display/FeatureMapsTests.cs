using Workbench.Display;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Tests.Display;

public sealed class FeatureMapsTests
{
    [Fact]
    public void ChannelsShareOneScaleThatDivergesWhereNumbersAreSigned()
    {
        Assert.Same(ColorMap.Diverging, FeatureMaps.Grid(randn(6, 5, 5)).Colors);
        Assert.Same(ColorMap.Sequential, FeatureMaps.Grid(rand(6, 5, 5)).Colors);
        Assert.Null(FeatureMaps.Grid(rand(6, 5, 5)).Range); // the grid's own: over all its maps
    }

    [Fact]
    public void TheFirstChannelsOfManyAreShownAndSaidToBe()
    {
        ImageGrid grid = FeatureMaps.Grid(randn(1, 64, 5, 5), "conv1", most: 12);

        Assert.Equal("conv1: channels 0–11 of 64", grid.Title);
        Assert.Equal((2, 8), (grid.RowCount, grid.ColumnCount));
    }

    [Theory]
    [InlineData(2, 64, 5, 5)]
    [InlineData(5, 5)]
    public void AnotherShapeIsNamed(params int[] shape)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => FeatureMaps.Grid(zeros([.. shape.Select(side => (long)side)])));

        Assert.Contains($"[{string.Join(", ", shape)}]", error.Message, StringComparison.Ordinal);
    }
}

using System.Xml.Linq;
using TorchSharp;
using Workbench.Display;
using Workbench.Models;

namespace Workbench.Tests.Display;

public sealed class MapFlowTests
{
    [Fact]
    public void EachLayerIsDrawnWithItsShapeAndAtMostSoManyMaps()
    {
        using LetterCnn network = new(filters: 6);
        MapFlow flow = new(network.Stages(torch.rand(1, 1, 9, 9)), mapsShown: 2);

        Assert.Equal("image 1 × 9×9 → conv1 + ReLU 6 × 7×7 → max pooling 6 × 4×4 → conv2 + ReLU 12 × 4×4 → max pooling 12 × 2×2 → votes 2", flow.ToString());
        XElement[] squares = [.. XElement.Parse(flow.ToHtml()).Descendants("rect").Where(rect => rect.Attribute("fill-opacity") is not null)];
        Assert.Equal(81 + (2 * (49 + 16 + 16 + 4)) + 2, squares.Length);
    }

    [Fact]
    public void LinksJoinTheNumbersOfTheLastTwoLists()
    {
        MapFlow flow = new([("inputs", torch.rand(12)), ("votes", torch.rand(2))]) { Links = [(0, 0), (3, 0), (11, 1)] };

        Assert.Equal(3, XElement.Parse(flow.ToHtml()).Descendants("line").Count());
        Assert.Throws<ArgumentException>("Links", () => new MapFlow([("inputs", torch.rand(12)), ("votes", torch.rand(2))]) { Links = [(12, 0)] });
        Assert.Throws<ArgumentException>("Links", () => new MapFlow([("maps", torch.rand(1, 3, 3)), ("votes", torch.rand(2))]) { Links = [(0, 0)] });
    }

    [Fact]
    public void AnOutputThatIsNeitherMapsNorAListIsRefusedByName()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MapFlow([("conv9", torch.zeros(2, 3, 4, 4))]));

        Assert.Contains("conv9", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3, 4, 4]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("layers", () => new MapFlow([]));
    }
}

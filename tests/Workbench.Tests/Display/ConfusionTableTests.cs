using System.Xml.Linq;
using TorchSharp;
using Workbench.Display;
using Workbench.Evaluation;

namespace Workbench.Tests.Display;

public sealed class ConfusionTableTests
{
    [Fact]
    public void EachRowIsInPercentOfItsTrueClassAndRightAnswersHaveAColourOfTheirOwn()
    {
        SegmentationScore score = new(3);
        score.Add(torch.tensor(new long[] { 0, 0, 0, 0, 1, 1 }), torch.tensor(new long[] { 0, 0, 0, 1, 1, 1 }));
        ConfusionTable table = new(score, ["cat", "dog & pup", "owl"]) { Title = "Animals" };

        XElement[] rows = [.. XElement.Parse(table.ToHtml()).Descendants("tbody").Single().Elements("tr")];
        string[][] cells = [.. rows.Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];

        Assert.Equal([["75", "25", "", "4"], ["", "100", "", "2"], ["", "", "", "0"]], cells);
        Assert.Contains("74,144,242", (string)rows[0].Elements("td").First().Attribute("style")!, StringComparison.Ordinal);
        Assert.Contains("245,146,22", (string)rows[0].Elements("td").ElementAt(1).Attribute("style")!, StringComparison.Ordinal);
        Assert.Equal("Animals: percent of 6 pictures, by true class; right answers: cat 75 %, dog & pup 100 %, owl 0 %", table.ToString());
    }

    [Fact]
    public void ATableNeedsANameForEachClass()
    {
        ArgumentException error = Assert.Throws<ArgumentException>("classNames", () => new ConfusionTable(new SegmentationScore(3), ["cat", "dog"]));

        Assert.Contains("3 classes", error.Message, StringComparison.Ordinal);
    }
}

using TorchSharp;
using Workbench.Display;

namespace Workbench.Tests.Display;

public sealed class NumberMapTests
{
    [Fact]
    public void EveryNumberIsWrittenIntoItsCell()
    {
        string html = new NumberMap(torch.tensor(new float[,] { { 1, -0.5f }, { 0.25f, 0 } })) { Captions = ["a < b"] }.ToHtml();

        Assert.Equal(["1.00", "−0.50", "0.25", "0.00"], System.Text.RegularExpressions.Regex.Matches(html, "<td[^>]*>([^<]*)<").Select(match => match.Groups[1].Value));
        Assert.Contains("a &lt; b", html, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersThatDifferAsPrintedAreMarkedAndCounted()
    {
        NumberMap map = new(torch.tensor(new float[,] { { 1, 2 }, { 3, 4.004f } })) { Expected = torch.tensor(new float[,] { { 1, 2.5f }, { 3, 4 } }) };

        Assert.Equal(3, map.Matches);
        Assert.Contains("title=\"expected 2.50\"", map.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("3 of 4", map.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoSmallMatrixIsRefusedByShape()
    {
        Assert.Contains("[41, 2]", Assert.Throws<ArgumentException>("values", () => new NumberMap(torch.zeros(41, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("[5]", Assert.Throws<ArgumentException>("values", () => new NumberMap(torch.zeros(5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("value", () => new NumberMap(torch.zeros(2, 2)) { Expected = torch.zeros(2, 3) });
    }
}

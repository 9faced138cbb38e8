using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.Playwright;
using Plotly.NET;
using Workbench.Display;
using Workbench.Evaluation;
using Workbench.Testing;

namespace Workbench.Tests.Display;

public sealed class ChartTests
{
    private static readonly GenericChart Loss = Charts.Line([0, 1, 2], [0.5, double.NaN, 0.1], "Loss </script>", "epoch (count)", "loss (ab²)");

    [Fact]
    public void AChartNamesItselfAndItsAxes()
    {
        JsonNode figure = JsonNode.Parse(ChartHtml.ToJson(Loss))!;

        Assert.Equal("Loss </script>", (string)figure["layout"]!["title"]!["text"]!);
        Assert.Equal("epoch (count)", (string)figure["layout"]!["xaxis"]!["title"]!["text"]!);
        Assert.Equal("[0.5,null,0.1]", figure["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("chart Loss </script>; loss (ab²) against epoch (count); scatter (3 points)", ChartHtml.ToText(Loss));
    }

    [Theory]
    [InlineData("", "x", "y")]
    [InlineData("title", " ", "y")]
    [InlineData("title", "x", "")]
    public void ATitleAndBothAxesMustBeNamed(string title, string x, string y) =>
        Assert.Throws<ArgumentException>(() => Charts.Line([1.0], [1.0], title, x, y));

    [Fact]
    public void BarsCarryTheirIntervals()
    {
        GenericChart bars = Charts.Bars(["L1", "cGAN"], [new Measurement(2.8, new Interval(2, 3)), 6.1], "Labelled real", "method", "share (%)");

        JsonNode error = JsonNode.Parse(ChartHtml.ToJson(bars))!["data"]![0]!["error_y"]!;

        Assert.Equal([0.2, 0], error["array"]!.AsArray().Select(length => Math.Round((double)length!, 6)));
        Assert.Equal([0.8, 0], error["arrayminus"]!.AsArray().Select(length => Math.Round((double)length!, 6)));
    }

    [Fact]
    public void OnlyTheFirstChartOfASessionBringsPlotly()
    {
        var session = new ChartHtml();

        string first = session.ToHtml(Loss);
        string second = session.ToHtml(Loss);

        Assert.Contains(PlotlyScript.Text, first, StringComparison.Ordinal);
        Assert.InRange(second.Length, 500, 5_000);
        Assert.Equal(1, second.Split("</script>").Length - 1); // the title's own does not end the script
    }

    [Fact]
    public async Task ChromiumDrawsBothWithTheNetworkCut()
    {
        await using Browser browser = await Browser.StartAsync();
        var session = new ChartHtml();

        IPage page = await browser.ShowAsync(session.ToHtml(Loss) + session.ToHtml(Charts.Bars(["L1"], [2.8], "Bars", "method", "share (%)")));

        await page.WaitForFunctionAsync("document.querySelectorAll('.js-plotly-plot .main-svg').length >= 2 && document.querySelectorAll('.bars .point').length == 1");
        Assert.Equal(2, await page.Locator(".js-plotly-plot").CountAsync());
        Assert.Equal(["Loss </script>", "Bars"], await page.Locator(".gtitle").AllTextContentsAsync());
        Assert.Empty(browser.ScriptErrors);
        Assert.Empty(browser.RequestsOutside);
    }

    [Fact]
    public void NothingIsFetchedFromElsewhere()
    {
        string html = new ChartHtml().ToHtml(Loss).Replace(PlotlyScript.Text, "", StringComparison.Ordinal);

        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelGetsTheFigureBesideTheHtml()
    {
        Formatter.ResetToDefault();
        Formatters.Register();

        Assert.Equal([HtmlFormatter.MimeType, ChartHtml.MimeType], Formatter.GetPreferredMimeTypesFor(Loss.GetType()));
        Assert.Equal(ChartHtml.ToJson(Loss), Loss.ToDisplayString(ChartHtml.MimeType));
        Assert.Contains("Plotly.newPlot", Loss.ToDisplayString(HtmlFormatter.MimeType), StringComparison.Ordinal);
        Assert.Equal(ChartHtml.ToText(Loss), Loss.ToDisplayString(PlainTextFormatter.MimeType));
    }

    [Fact]
    public void AsManyPlacesAsValuesAreNeeded() =>
        Assert.Contains("3 and 2", Assert.Throws<ArgumentException>(() => Charts.Points([1, 2, 3], [1, 2], "t", "x", "y")).Message, StringComparison.Ordinal);
}

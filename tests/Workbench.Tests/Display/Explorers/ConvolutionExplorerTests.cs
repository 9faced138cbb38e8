using Microsoft.Playwright;
using TorchSharp;
using Workbench.Datasets;
using Workbench.Display.Explorers;
using Workbench.Testing;
using static TorchSharp.torch.nn.functional;

namespace Workbench.Tests.Display.Explorers;

public sealed class ConvolutionExplorerTests
{
    private const string Minus = "−";

    [Fact]
    public async Task ItOpensWithTheNumbersOfTheSlideForEachFilter()
    {
        await using Browser browser = await Browser.StartAsync();
        ExplorerPage explorer = await Show(browser, Talk());

        foreach ((string filter, int index) in TalkExample.FilterNames.Select((name, i) => (name, i)))
        {
            await explorer.Choose("filter", filter);

            string[] shown = [.. (await explorer.Texts("output")).Select(text => text.Replace(Minus, "-"))];
            Assert.Equal([.. TalkExample.PublishedMaps()[index].reshape(-1).data<float>().ToArray().Select(value => value.ToString("0.00"))], shown);
        }
    }

    [Fact]
    public async Task WhateverIsClickedEveryOutputCellIsTorchs()
    {
        await using Browser browser = await Browser.StartAsync();
        ExplorerPage explorer = await Show(browser, Talk());
        var image = TalkExample.Image().reshape(1, 1, 9, 9).to(torch.float64);
        var filter = TalkExample.Filters()[0].reshape(1, 1, 3, 3).to(torch.float64);

        foreach ((int stride, int padding) in ((int, int)[])[(1, 0), (2, 0), (3, 0), (3, 1), (2, 1), (1, 1), (1, 2), (3, 2), (2, 2)])
        {
            await explorer.Choose("stride", $"{stride}");
            await explorer.Choose("padding", $"{padding}");
            var map = conv2d(image, filter, strides: [stride, stride], padding: [padding, padding]) / 9;
            await explorer.ShowsExactly("output", map);
            Assert.Equal($"⌊(9 + 2·{padding} − 3) ÷ {stride}⌋ + 1 = {map.shape[2]} rows", await explorer.Part("size"));

            (int row, int column) = ((stride * 2) + padding, stride + (padding * 2));
            await explorer.Click("input", row + padding, column + padding);
            image[0, 0, row, column] = -image[0, 0, row, column];
            (row, column) = (stride - 1, padding);
            await explorer.Click("filter", row, column);
            double weight = filter[0, 0, row, column].item<double>();
            filter[0, 0, row, column] = weight == 1 ? -1 : weight + 1;

            await explorer.ShowsExactly("output", conv2d(image, filter, strides: [stride, stride], padding: [padding, padding]) / 9);
        }

        Assert.Empty(browser.ScriptErrors);
        Assert.Empty(browser.RequestsOutside);
    }

    [Fact]
    public async Task AnyTypedNumberCountsAndResetBringsTheStartBack()
    {
        await using Browser browser = await Browser.StartAsync();
        torch.random.manual_seed(7);
        var image = torch.randn(1, 1, 6, 8, torch.float64);
        var filter = torch.randn(1, 1, 4, 3, torch.float64);
        ExplorerPage explorer = await Show(browser, new ConvolutionExplorer(image[0], filter[0]) { Stride = 2, Padding = 1 });
        var before = conv2d(image, filter, strides: [2, 2], padding: [1, 1]);
        await explorer.ShowsExactly("output", before);

        var (changedImage, changedFilter) = (image.clone(), filter.clone());
        await explorer.Click("filter", 3, 2);
        await explorer.Type("filter", "0.625");
        changedFilter[0, 0, 3, 2] = 0.625;
        await explorer.Click("input", 6, 1);
        await explorer.Type("input", "-2.5");
        changedImage[0, 0, 5, 0] = -2.5;
        await explorer.ShowsExactly("output", conv2d(changedImage, changedFilter, strides: [2, 2], padding: [1, 1]));

        await explorer.Choose("stride", "1");
        await explorer.Do("reset");
        await explorer.ShowsExactly("output", before);
    }

    [Fact]
    public async Task PointingAtAnOutputCellWritesItsSumOut()
    {
        await using Browser browser = await Browser.StartAsync();
        ExplorerPage explorer = await Show(browser, Talk());

        await explorer.Cell("output", 0, 0).HoverAsync();

        Assert.Equal($"Row 1, column 1: {Minus}1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 = 7", await explorer.Part("formula"));
        Assert.Equal("7 ÷ 9 = 0.77", await explorer.Part("result"));
        await explorer.Do("next");
        Assert.Equal($"{Minus}1 ÷ 9 = {Minus}0.11", await explorer.Part("result"));
        Assert.Equal($"{Minus}1 × 1", await explorer.Cell("products", 0, 0).InnerTextAsync());
    }

    [Fact]
    public async Task TheKeyboardDoesAllThatThePointerDoes()
    {
        await using Browser browser = await Browser.StartAsync();
        ExplorerPage explorer = await Show(browser, Talk());
        IKeyboard keys = explorer.Section.Page.Keyboard;
        var filter = TalkExample.Filters()[0].reshape(1, 1, 3, 3);
        var image = TalkExample.Image().reshape(1, 1, 9, 9);

        await explorer.Cell("filter", 0, 0).FocusAsync();
        foreach (string key in (string[])["ArrowRight", "ArrowDown", "Enter", "End", "-", "-", "Home", "ArrowUp", "Space"])
        {
            await keys.PressAsync(key);
        }

        filter[0, 0, 1, 1] = -1; // Enter: 1 is the highest level, the lowest follows
        filter[0, 0, 1, 2] = -1.5; // − twice
        filter[0, 0, 0, 0] = -1;
        await explorer.ShowsExactly("output", conv2d(image, filter) / 9, 1e-6);

        await explorer.Cell("output", 0, 0).FocusAsync();
        await keys.PressAsync("End");
        Assert.StartsWith("Row 1, column 7", await explorer.Part("formula"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralOnAPageDoNotDisturbEachOtherOrThePage()
    {
        await using Browser browser = await Browser.StartAsync();
        string html = Talk().ToHtml();
        IPage page = await browser.ShowAsync($"<p class=\"cell\">text</p>{html}{html}{new PoolingExplorer(TalkExample.PublishedMaps()[0]).ToHtml()}");
        ExplorerPage first = new(page.Locator("[data-explorer=convolution]").Nth(0)), second = new(page.Locator("[data-explorer=convolution]").Nth(1));
        string colour = await page.Locator("p.cell").EvaluateAsync<string>("p => getComputedStyle(p).backgroundColor");

        await first.Click("filter", 1, 1);

        Assert.NotEqual(await first.Texts("output"), await second.Texts("output"));
        Assert.Equal(3, await page.Locator("section.explorer").CountAsync());
        Assert.Equal("rgba(0, 0, 0, 0)", colour);
        Assert.Empty(browser.ScriptErrors);
    }

    /// <summary>Notebooks set their own colours, whatever the system prefers: the page around decides.</summary>
    [Theory]
    [InlineData("#111", "dark")]
    [InlineData("#fafafa", "light")]
    public async Task ItIsDarkOnADarkPageAndLightOnALightOne(string background, string theme)
    {
        await using Browser browser = await Browser.StartAsync();

        IPage page = await browser.ShowAsync($"<div style=\"background:{background}\"><div>{Talk().ToHtml()}</div></div>");

        Assert.Equal(theme, await page.Locator("[data-explorer]").GetAttributeAsync("data-theme"));
    }

    /// <summary>On a phone the grids stand one below the other, and nothing makes the page wider than the screen.</summary>
    [Fact]
    public async Task ItFitsAPhone()
    {
        await using Browser browser = await Browser.StartAsync();

        IPage page = await browser.ShowAsync($"<meta name=\"viewport\" content=\"width=device-width\">{Talk().ToHtml()}", width: 390);

        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
        ExplorerPage explorer = new(page.Locator("[data-explorer]"));
        Assert.True((await explorer.Cell("input", 0, 0).BoundingBoxAsync())!.Width >= 24, "a finger needs 24 pixels");
    }

    [Fact]
    public void ShapesThatNobodyCouldClickAreRefusedByName()
    {
        Assert.Contains("[2, 9, 9]", Assert.Throws<ArgumentException>("image", () => new ConvolutionExplorer(torch.zeros(2, 9, 9), torch.zeros(3, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("33 × 9", Assert.Throws<ArgumentException>("image", () => new ConvolutionExplorer(torch.zeros(33, 9), torch.zeros(3, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("[5, 5]", Assert.Throws<ArgumentException>("filters", () => new ConvolutionExplorer(torch.zeros(4, 4), torch.zeros(5, 5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("image", () => new ConvolutionExplorer(torch.full(4, 4, double.NaN), torch.zeros(3, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionExplorer(torch.zeros(4, 4), torch.zeros(3, 3)) { Stride = 0 });
        Assert.Throws<ArgumentException>(() => new ConvolutionExplorer(torch.zeros(4, 4), torch.zeros(3, 3)) { FilterNames = ["a", "b"] });
    }

    [Fact]
    public void NamesCannotBreakOutOfThePage()
    {
        string html = new ConvolutionExplorer(torch.zeros(4, 4), torch.zeros(3, 3)) { FilterNames = ["</script><b>"] }.ToHtml();

        Assert.DoesNotContain("</script><b>", html, StringComparison.Ordinal);
    }

    private static ConvolutionExplorer Talk() =>
        new(TalkExample.Image(), TalkExample.Filters()) { Divisor = TalkExample.FilterSize, CutDecimals = true, FilterNames = TalkExample.FilterNames };

    private static async Task<ExplorerPage> Show(Browser browser, ConvolutionExplorer explorer) =>
        new((await browser.ShowAsync(explorer.ToHtml())).Locator("[data-explorer=convolution]"));
}

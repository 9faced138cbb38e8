using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Workbench.Testing;
using static Workbench.Notebooks.Tests.Book.Pages;

namespace Workbench.Notebooks.Tests.Book;

/// <summary>The book as a reader meets it: opened from a folder, on a screen and on a phone, by day and by night.</summary>
public sealed class BookInBrowserTests : IDisposable
{
    /// <summary>Stands for plotly.js: draws as many lines as the figure has traces, in the colours it was told.</summary>
    private const string FakePlotly =
        """
        window.Plotly = { react: (element, data, layout) => {
          element.replaceChildren(...data.map(() => document.createElement('hr')));
          element.dataset.ink = layout.template.layout.font.color;
        } };
        """;

    private static NotebookCell[] Everything =>
    [
        Prose("# A page\n## Formula\n$$\n\\mathcal{L}(G, D) = \\mathbb{E}_{x,y}[\\log D(x, y)] + \\mathbb{E}_{x,z}[\\log(1 - D(x, G(x, z)))] + \\lambda \\lVert y - G(x, z) \\rVert_1 + \\frac{1}{2\\pi\\sigma^2}\n$$\n"
            + "| a | rather | wide | table | with | many | columns | of | numbers | in | it |\n|--|--|--|--|--|--|--|--|--|--|--|\n| 1000000 | 2000000 | 3000000 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 |\n"),
        Code("var aVeryLongLine = Enumerable.Range(0, 1000).Select(i => i * i).Where(i => i % 2 == 0).Select(i => i.ToString()).ToArray().Length;"),
        Code("text", new StreamOutput("stdout", new string('x', 400))),
        Code("wide", Shown("text/html", "<table><tr>" + string.Concat(Enumerable.Repeat("<td>0.12345</td>", 60)) + "</tr></table>")),
        Code("explorer", Shown("text/html", "<button id=\"step\">step</button><output id=\"sum\">0</output><script>{ let n = 0; document.getElementById('step').onclick = () => document.getElementById('sum').textContent = ++n; }</script>")),
        Code("chart", new DisplayOutput(new MimeBundle([KeyValuePair.Create("application/vnd.plotly.v1+json", JsonNode.Parse(
            """{ "data": [ { "y": [1, 2] }, { "y": [3, 4] } ], "layout": { "title": { "text": "a </script> title" } } }""")!)]))),
    ];

    private readonly Pages pages = new();

    public void Dispose() => pages.Dispose();

    [Fact]
    public async Task APageOpensWithoutNetworkAndItsScriptsRun()
    {
        await using Browser browser = await Browser.StartAsync();
        pages.Write(() => FakePlotly, ("page", Everything));

        IPage page = await browser.OpenAsync(pages.PathOf("page"));
        await page.ClickAsync("#step");
        await page.ClickAsync("#step");

        Assert.Equal("2", await page.TextContentAsync("#sum"));
        Assert.Equal(2, await page.Locator(".chart hr").CountAsync());
        Assert.True(await page.Locator("math mfrac").First.IsVisibleAsync());
        Assert.Empty(browser.RequestsOutside);
        Assert.Empty(browser.ScriptErrors);
    }

    [Fact]
    public async Task AnOutputThatAsksForTheNetworkIsRefused()
    {
        await using Browser browser = await Browser.StartAsync();
        pages.Write(null, ("page", [Code("x", Shown("text/html", "<img src=\"https://example.org/spy.png\"><script>fetch('https://example.org/data').catch(() => {})</script>"))]));

        await browser.OpenAsync(pages.PathOf("page"));

        Assert.Contains(browser.ScriptErrors, error => error.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnAPhoneNothingMakesThePageWiderThanTheScreen()
    {
        await using Browser browser = await Browser.StartAsync();
        pages.Write(() => FakePlotly, ("page", Everything));

        foreach (string file in new[] { "page", "index" })
        {
            IPage page = await browser.OpenAsync(pages.PathOf(file), width: 390);
            Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
        }
    }

    [Fact]
    public async Task ByNightThePageIsDarkAndItsChartsAreDrawnInItsColours()
    {
        await using Browser browser = await Browser.StartAsync();
        pages.Write(() => FakePlotly, ("page", Everything));

        IPage day = await browser.OpenAsync(pages.PathOf("page")), night = await browser.OpenAsync(pages.PathOf("page"), dark: true);

        Assert.True(await PaperAsync(day) > 240);
        Assert.True(await PaperAsync(night) < 40);
        Assert.NotEqual(await day.GetAttributeAsync(".chart", "data-ink"), await night.GetAttributeAsync(".chart", "data-ink"));
    }

    [Fact]
    public async Task AChangeFromDayToNightRedrawsTheCharts()
    {
        await using Browser browser = await Browser.StartAsync();
        pages.Write(() => FakePlotly, ("page", Everything));
        IPage page = await browser.OpenAsync(pages.PathOf("page"));
        string? before = await page.GetAttributeAsync(".chart", "data-ink");

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        await page.WaitForFunctionAsync($"document.querySelector('.chart').dataset.ink !== '{before}'");
    }

    [Fact]
    public async Task TheContentsLeadToTheSectionAndOneButtonHidesTheCode()
    {
        await using Browser browser = await Browser.StartAsync();
        pages.Write(() => FakePlotly, ("page", Everything));
        IPage page = await browser.OpenAsync(pages.PathOf("page"));

        await page.ClickAsync(".sections a");
        await page.ClickAsync("#fold-all");

        Assert.EndsWith("#formula", page.Url, StringComparison.Ordinal);
        Assert.False(await page.Locator(".cell > .source").First.IsVisibleAsync());
        Assert.True(await page.Locator(".output").First.IsVisibleAsync());
    }

    /// <summary>The lightness of the page's background, 0 … 255.</summary>
    private static Task<int> PaperAsync(IPage page) => page.EvaluateAsync<int>("parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
}

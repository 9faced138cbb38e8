using Microsoft.Playwright;
using Workbench.Testing;

namespace Workbench.Notebooks.Tests.Book;

/// <summary>The browser that the page tests lean on must itself notice what they look for.</summary>
public sealed class BrowserTests
{
    [Fact]
    public async Task ARequestThatLeavesTheMachineIsNoticed()
    {
        await using Browser browser = await Browser.StartAsync();

        await browser.ShowAsync("<img src=\"http://localhost:9/picture.png\">");

        Assert.Equal(["http://localhost:9/picture.png"], browser.RequestsOutside);
    }

    [Fact]
    public async Task AScriptErrorIsNoticed()
    {
        await using Browser browser = await Browser.StartAsync();

        IPage page = await browser.ShowAsync("<p id=\"p\">text</p><script>document.getElementById('p').textContent = 'ran'; nowhere();</script>");

        Assert.Equal("ran", await page.TextContentAsync("#p"));
        Assert.Contains("nowhere", Assert.Single(browser.ScriptErrors), StringComparison.Ordinal);
        Assert.Empty(browser.RequestsOutside);
    }
}

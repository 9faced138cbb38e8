using Microsoft.Playwright;
using TorchSharp;
using Workbench.Display.Explorers;
using Workbench.Imaging;
using Workbench.Testing;

namespace Workbench.Tests.Display.Explorers;

public sealed class PictureExplorerTests
{
    [Fact]
    public async Task TheSliderShowsOnePictureAtATime()
    {
        await using Browser browser = await Browser.StartAsync();
        PictureSlider slider = new("Samples <b>", "step");
        foreach (int step in (int[])[10, 20, 30])
        {
            slider.Add($"{step}", new ImageGrid { Title = $"grid {step}" }.Row("", torch.full([3, 8, 8], step / 30.0)));
        }

        ILocator shown = (await browser.ShowAsync(slider.ToHtml())).Locator("[data-explorer=slider]");
        ILocator input = shown.Locator("input"), caption = shown.Locator("[data-part=value]");
        Assert.Equal("step 30", await caption.InnerTextAsync());
        Assert.Equal(1, await shown.Locator("img").Filter(new() { Visible = true }).CountAsync());

        await input.FocusAsync();
        await input.PressAsync("ArrowLeft");
        Assert.Equal("step 20", await caption.InnerTextAsync());
        Assert.Contains("grid 20", await shown.Locator("div[role=img]").Filter(new() { Visible = true }).GetAttributeAsync("aria-label"), StringComparison.Ordinal);

        await shown.Locator("[data-do=play]").ClickAsync();
        await Assertions.Expect(caption).ToHaveTextAsync("step 30");
        Assert.Contains("play", await shown.Locator("[data-do=play]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(browser.ScriptErrors);
        Assert.Empty(browser.RequestsOutside);
    }

    [Fact]
    public async Task TheBorderUncoversThePictureBelow()
    {
        await using Browser browser = await Browser.StartAsync();
        BeforeAfter wipe = new(("grey", torch.full([3, 8, 16], 0.5)), ("red", torch.stack([torch.ones(8, 16), torch.zeros(8, 16), torch.zeros(8, 16)]))) { Title = "One place", Size = 320 };
        ILocator shown = (await browser.ShowAsync(wipe.ToHtml())).Locator("[data-explorer=wipe]");
        ILocator after = shown.Locator("[data-part=after]");
        LocatorBoundingBoxResult box = (await after.BoundingBoxAsync())!;
        Assert.Equal((320, 160), (box.Width, box.Height));

        Task<string> Clip() => after.EvaluateAsync<string>("image => getComputedStyle(image).clipPath");
        Assert.Equal("inset(0px 0px 0px 50%)", await Clip());
        await shown.Locator("input").FocusAsync();
        await shown.Locator("input").PressAsync("Home");
        Assert.Equal("inset(0px 0px 0px 0%)", await Clip());
        await shown.Locator("input").PressAsync("End");
        Assert.Equal("inset(0px 0px 0px 100%)", await Clip());
        Assert.Empty(browser.ScriptErrors);
    }

    [Fact]
    public void PicturesOfTwoSizesAreRefused() =>
        Assert.Contains("[3, 8, 9]", Assert.Throws<ArgumentException>(() => new BeforeAfter(("a", torch.zeros(3, 8, 8)), ("b", torch.zeros(3, 8, 9)))).Message, StringComparison.Ordinal);
}

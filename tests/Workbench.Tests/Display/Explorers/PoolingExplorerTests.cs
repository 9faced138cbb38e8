using TorchSharp;
using Workbench.Datasets;
using Workbench.Display.Explorers;
using Workbench.Testing;
using static TorchSharp.torch.nn.functional;

namespace Workbench.Tests.Display.Explorers;

public sealed class PoolingExplorerTests
{
    /// <summary>Every kind, window, stride and edge, on a map whose sides differ so that rows and columns cannot be mixed up.</summary>
    [Fact]
    public async Task EverySettingGivesTorchsNumbers()
    {
        await using Browser browser = await Browser.StartAsync();
        torch.random.manual_seed(3);
        var map = torch.randn(1, 1, 7, 10, torch.float64);
        ExplorerPage explorer = await Show(browser, new PoolingExplorer(map[0]));

        foreach (int window in (int[])[2, 3, 4])
        {
            await explorer.Choose("window", $"{window}");
            foreach (int stride in (int[])[1, 2, 3, 4])
            {
                await explorer.Choose("stride", $"{stride}");
                foreach (bool keep in (bool[])[true, false])
                {
                    await explorer.Choose("ragged", keep ? "keep" : "drop");
                    await explorer.Choose("kind", "max");
                    await explorer.ShowsExactly("output", max_pool2d(map, window, stride, ceil_mode: keep));
                    await explorer.Choose("kind", "average");
                    await explorer.ShowsExactly("output", avg_pool2d(map, window, stride, ceil_mode: keep));
                }
            }
        }

        Assert.Empty(browser.ScriptErrors);
        Assert.Empty(browser.RequestsOutside);
    }

    [Fact]
    public async Task AChangedPixelIsPooledAndItsWindowWrittenOut()
    {
        await using Browser browser = await Browser.StartAsync();
        var map = TalkExample.PublishedMaps()[0];
        ExplorerPage explorer = await Show(browser, new PoolingExplorer(map) { CutDecimals = true });

        Assert.Equal("16 of 49 numbers are left: 33 %", await explorer.Part("share"));
        await explorer.Click("input", 6, 6);
        await explorer.Type("input", "-0.5");
        map[6, 6] = -0.5f;
        await explorer.ShowsExactly("output", max_pool2d(map.reshape(1, 1, 7, 7), 2, ceil_mode: true), 1e-6);

        await explorer.Cell("output", 3, 3).HoverAsync();
        Assert.Equal("Row 4, column 4 (ragged edge: 1 of 4): the largest of −0.50", await explorer.Part("formula"));
        await explorer.Cell("output", 0, 1).HoverAsync();
        Assert.Equal("Row 1, column 2: the largest of 0.11, 0.33, −0.11, 0.33", await explorer.Part("formula"));
        Assert.Equal("= 0.33", await explorer.Part("result"));
    }

    [Fact]
    public void ImpossibleSettingsAreRefused()
    {
        Assert.Contains("3 × 9", Assert.Throws<ArgumentException>("image", () => new PoolingExplorer(torch.zeros(3, 9))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoolingExplorer(torch.zeros(7, 7)) { Window = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoolingExplorer(torch.zeros(7, 7)) { Stride = 5 });
    }

    private static async Task<ExplorerPage> Show(Browser browser, PoolingExplorer explorer) =>
        new((await browser.ShowAsync(explorer.ToHtml())).Locator("[data-explorer=pooling]"));
}

using System.Buffers.Binary;

namespace Workbench.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task ListNamesDrawnAndPublicSets()
    {
        Finished finished = await workbench.RunAsync("data", "list");

        Assert.Equal(0, finished.Code);
        Assert.Matches(@"\n  scenes +outdoor", finished.Output);
        Assert.Matches(@"\n  mnist +70,000 handwritten digits.*\[to get\]", finished.Output);
    }

    [Fact]
    public async Task PreviewDrawsAGridOfTheSizeOfItsItems()
    {
        Finished finished = await workbench.RunAsync("data", "preview", "street", "--size", "32", "--count", "4", "--out", "grid.png");

        Assert.Equal(0, finished.Code);
        byte[] png = await File.ReadAllBytesAsync(workbench.PathOf("grid.png"), TestContext.Current.CancellationToken);
        Assert.True(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)) > 6 * 32, "three items with their label maps stand in a row");
    }

    [Fact]
    public async Task CheckCountsWhatIsThereAndNamesWhatIsBroken()
    {
        string folder = workbench.PathOf("photos", "train");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.png"), "no picture", TestContext.Current.CancellationToken);

        Finished all = await workbench.RunAsync("data", "check", "photos", "--layout", "Photographs", "--split", "Train");
        Finished strict = await workbench.RunAsync("data", "check", "photos", "--layout", "Photographs", "--split", "Train", "--strict");

        Assert.Equal(1, all.Code);
        Assert.Contains("1 items, images, 1 broken", all.Output, StringComparison.Ordinal);
        Assert.Contains("broken.png", all.Error, StringComparison.Ordinal);
        Assert.Equal(2, strict.Code);
        Assert.Contains("broken.png", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckSaysWhatShareOfThePixelsEachClassHas()
    {
        Finished finished = await workbench.RunAsync("data", "check", "street", "--size", "32", "--split", "Test");

        Assert.Equal(0, finished.Code);
        Assert.Matches(@"\d+\.\d % of the pixels bicycle", finished.Output);
    }

    [Theory]
    [InlineData("drawn by the library itself", "get", "scenes")]
    [InlineData("No public data set is called 'mnits'", "get", "mnits")]
    [InlineData("handed out by its makers only", "get", "imagenet")]
    [InlineData("get it with `workbench data get mnist`", "preview", "mnist", "--out", "x.png")]
    [InlineData("There is no data set 'nowhere'", "check", "nowhere")]
    [InlineData("at least 1 item", "preview", "scenes", "--count", "0", "--out", "x.png")]
    [InlineData("drawn on 32 to 512 pixels", "preview", "scenes", "--size", "8", "--out", "x.png")]
    public async Task WhatCannotBeDoneIsRefusedWithWhatWouldBeRight(string message, params string[] arguments)
    {
        Finished finished = await workbench.RunAsync(["data", .. arguments]);

        Assert.Equal(2, finished.Code);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }
}

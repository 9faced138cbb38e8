namespace Workbench.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task ANotebookThatShowsTheSameAgainPassesWithTheParametersOfItsCopy()
    {
        workbench.Notebook("a", "[parameters]var seed = 1;", "seed", "Console.WriteLine($\"took {Random.Shared.NextDouble():0.00} s\");", "[nbval-ignore-output]Guid.NewGuid()");
        await workbench.RunAsync("run", "--set", "seed=9");
        string before = await File.ReadAllTextAsync(workbench.PathOf("results", "executed", "a.ipynb"), TestContext.Current.CancellationToken);

        Finished check = await workbench.RunAsync("run", "--check");

        Assert.Equal((0, ""), (check.Code, check.Error));
        Assert.Contains("1 of 1 notebook shows what its executed copy does.", check.Output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(workbench.PathOf("results", "executed", "a.ipynb"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ACellThatShowsSomethingElseIsNamedWithWhatDiffers()
    {
        workbench.Notebook("a", "1", $"Console.WriteLine($\"loss {{(System.IO.File.Exists(@\"{workbench.PathOf("again")}\") ? 0.5 : 0.25)}}\");");
        await workbench.RunAsync("run");
        await File.WriteAllTextAsync(workbench.PathOf("again"), "", TestContext.Current.CancellationToken);

        Finished check = await workbench.RunAsync("run", "--check"), tolerant = await workbench.RunAsync("run", "--check", "--tolerance", "0.6");

        Assert.Equal(1, check.Code);
        Assert.Contains("a, cell 2: stdout, line 1: 0.5, where the executed copy has 0.25 (50% apart, 0.1% allowed)", check.Error, StringComparison.Ordinal);
        Assert.Equal(0, tolerant.Code);
    }

    [Fact]
    public async Task WithoutAnExecutedCopyThereIsNothingToCompareWith()
    {
        workbench.Notebook("a", "1");

        Finished check = await workbench.RunAsync("run", "--check");

        Assert.Equal(2, check.Code);
        Assert.Contains("a has no executed copy in", check.Error, StringComparison.Ordinal);
    }
}

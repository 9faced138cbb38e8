namespace Workbench.Cli.Tests;

/// <summary>Notebooks 10 and 11 as a reader runs them.</summary>
public sealed class ColorNotebookTests
{
    [Fact]
    public async Task GlobalAndLocalColorizationHasTheTalksTablesAndItsOrderingsHold()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("10-global-local-colorization");

        // On scenes of 64 pixels local features see the whole picture, and the notebook says that global ones add nothing there; what labels
        // add there (1 to 7 % in the worst of three seeds) is hardly more than what the rounding of another processor changes.
        Assert.All(notebook.Verdicts.Where(claim => claim.Key is not ("global-helps-scenes" or "labels-help")), claim => Assert.Equal("holds", claim.Value));
        Assert.Equal(12, notebook.Verdicts.Count);
        Assert.All(new[] { "10-coloured", "10-signs", "10-style", "10-bins", "10-classes" }, picture => Assert.True(notebook.Left($"gallery/{picture}.png"), picture));
        Assert.True(notebook.Left("tables/10-errors-by-class.csv"));
    }

    [Fact]
    public async Task AllColorizersColourTheSamePicturesAndAreRanked()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("11-results");

        Assert.All(new[] { "field-1", "field-2", "field-3", "global-local-names", "gan-histograms", "skips" }, claim => Assert.Equal("holds", notebook.Verdicts[claim]));
        Assert.Equal(10, notebook.Verdicts.Count);
        Assert.Equal(8, (await File.ReadAllLinesAsync(Path.Combine(notebook.Results, "tables", "11-colorizers.csv"), TestContext.Current.CancellationToken)).Length);
        Assert.True(notebook.Left("gallery/11-colorizers.png"));
    }
}

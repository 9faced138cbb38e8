namespace Workbench.Cli.Tests;

/// <summary>Notebook 02 as a reader runs it.</summary>
public sealed class NeuralNetworkNotebookTests
{
    [Fact]
    public async Task EveryClaimHoldsAndItsPictureAndTableAreKept()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("02-neural-network");

        Assert.Equal(9, notebook.Verdicts.Count);
        Assert.All(notebook.Verdicts, claim => Assert.Equal("holds", claim.Value));
        Assert.True(notebook.Left("gallery/02-mlp-colours.png"));
        Assert.True(notebook.Left("tables/02-squared-errors.csv"));
    }
}

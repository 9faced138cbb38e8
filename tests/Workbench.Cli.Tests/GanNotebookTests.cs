namespace Workbench.Cli.Tests;

/// <summary>Notebook 07 as a reader runs it.</summary>
public sealed class GanNotebookTests
{
    [Fact]
    public async Task TheGameComesOutAsTheoryHasItAndShoesComeOutOfNoise()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("07-gan");

        Assert.Equal(
            [
                "optimal-discriminator", "value-at-optimum", "value-divergence", "minimax-fades", "well-trained", "not-well-trained", "all-modes",
                "discriminator-guesses", "value-reached", "mode-collapse", "dcgan-well-trained", "dcgan-learns", "walk",
            ],
            notebook.Verdicts.Keys);
        Assert.All(notebook.Verdicts, claim => Assert.Equal("holds", claim.Value));
        Assert.All(
            ["gallery/07-optimal-discriminator.png", "gallery/07-well-trained.png", "gallery/07-dcgan.png", "gallery/07-walk.png", "tables/07-values.csv", "tables/07-well-trained.csv", "tables/07-objectives.csv", "tables/07-dcgan.csv"],
            file => Assert.True(notebook.Left(file), file));
    }
}

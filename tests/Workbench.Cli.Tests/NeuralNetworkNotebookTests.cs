using System.Text.Json.Nodes;
using Workbench.Testing;

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

    /// <summary>What is true of any pictures holds on these too; how much grey and place tell of the colour of others depends on them.</summary>
    [Theory]
    [InlineData("scenes")]
    [InlineData("bsds500")]
    public async Task ItLearnsFromAnyDataSetByNameOrPath(string dataset)
    {
        using Workbench workbench = new();
        Finished run = await workbench.RunAsync(
            "run", Path.Combine(SharedData.Repository, "notebooks", "02-neural-network.ipynb"), "--out", "results",
            "--set", $"dataset={(dataset == "scenes" ? dataset : SharedData.Sample(dataset))}");

        Assert.True(run.Code is 0 or 1, run.Error);
        JsonArray claims = JsonNode.Parse(await File.ReadAllTextAsync(workbench.PathOf("results", "claims.json"), TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(9, claims.Count);
        Assert.All(claims.Where(claim => (string?)claim!["id"] is not ("bw-to-colour" or "grey-learned" or "place-helps")), claim => Assert.Equal("holds", (string?)claim!["verdict"]));
    }
}

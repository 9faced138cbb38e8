using System.Text.Json.Nodes;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>Notebook 02 as a reader runs it.</summary>
public sealed class NeuralNetworkNotebookTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task EveryClaimHoldsAndItsPictureAndTableAreKept()
    {
        Finished run = await workbench.RunAsync(
            "run", Path.Combine(SharedData.Repository, "notebooks", "02-neural-network.ipynb"), "--out", "results");

        Assert.True(run.Code == 0, run.Error);
        JsonArray claims = JsonNode.Parse(await File.ReadAllTextAsync(workbench.PathOf("results", "claims.json"), TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(9, claims.Count);
        Assert.All(claims, claim => Assert.Equal("holds", (string?)claim!["verdict"]));
        Assert.True(File.Exists(workbench.PathOf("results", "gallery", "02-mlp-colours.png")));
        Assert.True(File.Exists(workbench.PathOf("results", "tables", "02-squared-errors.csv")));
    }
}

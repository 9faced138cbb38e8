using System.Text.Json.Nodes;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>Notebooks 03 and 04 as a reader runs them: the slides' numbers come out, and every claim holds.</summary>
public sealed class TalkNotebookTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task TheFiltersRunOnARealPhotographAndEveryClaimOfTheConvolutionHolds()
    {
        string photograph = Directory.GetFiles(SharedData.Sample("bsds500/train"), "*.jpg").Order(StringComparer.Ordinal).First();

        Finished run = await workbench.RunAsync(
            "run", Path.Combine(SharedData.Repository, "notebooks", "03-convolution.ipynb"), "--out", "results", "--set", $"photograph={photograph}");

        Assert.True(run.Code == 0, run.Error);
        JsonArray claims = JsonNode.Parse(await File.ReadAllTextAsync(workbench.PathOf("results", "claims.json"), TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(5, claims.Count);
        Assert.All(claims, claim => Assert.Equal("holds", (string?)claim!["verdict"]));
    }

    [Fact]
    public async Task TheSmallNetworkLearnsItsLettersAndEveryClaimOfPoolingAndVotingHolds()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("04-pooling-and-voting");

        Assert.Equal(5, notebook.Verdicts.Count);
        Assert.All(notebook.Verdicts, claim => Assert.Equal("holds", claim.Value));
    }
}

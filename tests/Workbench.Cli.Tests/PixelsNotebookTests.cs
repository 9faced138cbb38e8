using System.Text.Json.Nodes;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>Notebook 01 as a reader runs it, on photographs of the reader's own.</summary>
public sealed class PixelsNotebookTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task OnRealPhotographsEveryClaimHoldsAndTheirNumbersAreShown()
    {
        string folder = SharedData.Sample("bsds500/val");
        string[] photographs = [.. Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).Take(2)];

        Finished run = await workbench.RunAsync(
            "run", Path.Combine(SharedData.Repository, "notebooks", "01-pixels-and-color.ipynb"), "--out", "results",
            "--set", $"photographs={folder}", "--set", $"reference={photographs[0]}", "--set", $"target={photographs[1]}");

        Assert.True(run.Code == 0, run.Error);
        JsonArray claims = JsonNode.Parse(await File.ReadAllTextAsync(workbench.PathOf("results", "claims.json"), TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(8, claims.Count);
        Assert.All(claims, claim => Assert.Equal("holds", (string?)claim!["verdict"]));
        string executed = await File.ReadAllTextAsync(workbench.PathOf("results", "executed", "01-pixels-and-color.ipynb"), TestContext.Current.CancellationToken);
        Assert.Contains("over 8 photographs", executed, StringComparison.Ordinal);
    }
}

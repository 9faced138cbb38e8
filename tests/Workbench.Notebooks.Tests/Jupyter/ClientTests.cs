using System.Text.Json.Nodes;
using Workbench.Testing;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>The kernel and Jupyter's own clients: every message, what goes wrong, and the whole book.</summary>
public sealed class ClientTests
{
    /// <summary>
    /// The notebooks of the book. Those from 05 on train networks for minutes, and <c>workbench run</c> has executed them already where the
    /// suite runs: they are executed again only where <c>WORKBENCH_NBCONVERT</c> is <c>all</c>.
    /// </summary>
    public static TheoryData<string> Notebooks =>
    [
        .. Directory.GetFiles(Path.Combine(SharedData.Repository, "notebooks"), "*.ipynb")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => string.CompareOrdinal(name, "05") < 0 || Environment.GetEnvironmentVariable("WORKBENCH_NBCONVERT") == "all")
            .Order(),
    ];

    [Fact]
    public async Task JupyterListsTheKernelInTheEnvironmentItWasInstalledFor()
    {
        using JupyterTools jupyter = await JupyterTools.InstallAsync("jupyter_client");
        await jupyter.RunCommandAsync("uninstall", "--user");
        string environment = await jupyter.MakeEnvironmentAsync();
        await jupyter.RunCommandAsync("install", "--prefix", environment);

        string[] list = ["-m", "jupyter_client.kernelspecapp", "list"];
        (_, string inside) = await jupyter.RunAsync(Path.Combine(environment, "bin", "python"), list);
        (_, string outside) = await jupyter.RunAsync(JupyterTools.Python, list);

        Assert.Contains(Path.Combine(environment, "share", "jupyter", "kernels", ".net-csharp"), inside, StringComparison.Ordinal);
        Assert.DoesNotContain(".net-csharp", outside, StringComparison.Ordinal);
    }

    [Fact]
    public Task JupytersOwnTestSuiteForKernelsPasses() => PassesAsync("kernel_test.py", "jupyter_kernel_test");

    [Theory]
    [InlineData("Execute")]
    [InlineData("Code")]
    [InlineData("Information")]
    [InlineData("Input")]
    [InlineData("Interrupt")]
    [InlineData("Shutdown")]
    public Task EachMessageDoesWhatTheProtocolSays(string part) => PassesAsync("messages.py", "jupyter_client", part);

    [Theory]
    [InlineData("Malformed")]
    [InlineData("Deaths")]
    [InlineData("Load")]
    public Task TheKernelOutlivesWhatGoesWrong(string part) => PassesAsync("robustness.py", "jupyter_client", part);

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task NbconvertExecutesTheBookToTheClaimsOfTheCommand(string notebook)
    {
        using JupyterTools jupyter = await JupyterTools.InstallAsync("nbconvert", "nbclient");
        string source = Path.Combine(SharedData.Repository, "notebooks", $"{notebook}.ipynb");

        (int code, string output) = await jupyter.RunJupyterAsync(
            "nbconvert", "--to", "notebook", "--execute", source, "--output-dir", jupyter.Folder, "--ExecutePreprocessor.timeout=1200");

        Assert.True(code == 0, output);
        IReadOnlyList<ClaimRecord> claims = ClaimRecord.Of(NotebookDocument.Load(Path.Combine(jupyter.Folder, $"{notebook}.ipynb")), notebook);
        JsonArray kept = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(SharedData.Repository, "results", "claims.json"), TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(
            kept.Where(claim => (string?)claim!["notebook"] == notebook).Select(claim => $"{claim!["id"]} {claim["verdict"]}"),
            claims.Select(claim => $"{claim.Id} {claim.Verdict}"));
    }

    private static async Task PassesAsync(string script, string module, params string[] part)
    {
        using JupyterTools jupyter = await JupyterTools.InstallAsync(module);

        (int code, string output) = await jupyter.RunScriptAsync(script, part);

        Assert.True(code == 0, output);
    }
}

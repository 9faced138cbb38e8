using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary><c>workbench jupyter install</c> and <c>uninstall</c>, which need nothing of Jupyter.</summary>
public sealed class InstallTests : IDisposable
{
    private static readonly string Command = typeof(InstallTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "WorkbenchCommand").Value!;

    private readonly string folder = Directory.CreateTempSubdirectory("install-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("--user", "data/kernels/.net-csharp")]
    [InlineData("--prefix=env", "env/share/jupyter/kernels/.net-csharp")]
    [InlineData(null, "data/kernels/.net-csharp")]
    public async Task TheKernelIsInstalledWhereJupyterLooksAndGoesAgain(string? option, string place)
    {
        string[] options = option is null ? [] : [option];
        string spec = Path.Combine(folder, place, "kernel.json");

        Assert.Equal(0, (await RunAsync(["install", .. options])).Code);
        Assert.Equal(0, (await RunAsync(["install", .. options])).Code);

        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(spec, TestContext.Current.CancellationToken))!;
        Assert.Equal("C#", (string?)json["language"]);
        Assert.Equal("message", (string?)json["interrupt_mode"]);
        Assert.Equal("{connection_file}", (string?)json["argv"]!.AsArray()[^1]);
        Assert.All(["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"], logo => Assert.True(File.Exists(Path.Combine(folder, place, logo))));
        Assert.Equal(0, (await RunAsync(["uninstall", .. options])).Code);
        Assert.False(Directory.Exists(Path.Combine(folder, place)));
        (int code, string words) = await RunAsync(["uninstall", .. options]);
        Assert.Equal(2, code);
        Assert.Contains("There is no kernel .net-csharp", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherProgramsKernelIsLeftAlone()
    {
        string spec = Path.Combine(folder, "data", "kernels", ".net-csharp", "kernel.json");
        Directory.CreateDirectory(Path.GetDirectoryName(spec)!);
        await File.WriteAllTextAsync(spec, "{\"argv\": [\"other\"]}", TestContext.Current.CancellationToken);

        foreach (string verb in new[] { "install", "uninstall" })
        {
            (int code, string words) = await RunAsync(verb);
            Assert.Equal(2, code);
            Assert.Contains("another program's kernel", words, StringComparison.Ordinal);
        }

        Assert.Equal("{\"argv\": [\"other\"]}", await File.ReadAllTextAsync(spec, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("find", "missing.json", null)]
    [InlineData("is no connection file", "file.json", "{")]
    [InlineData("shell_port should be a port", "file.json", "{\"ip\": \"127.0.0.1\"}")]
    [InlineData("hmac-sha256", "file.json", "{\"signature_scheme\": \"hmac-md5\"}")]
    public async Task AConnectionFileThatMakesNoSenseIsNamed(string words, string name, string? content)
    {
        string file = Path.Combine(folder, name);
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        }

        (int code, string said) = await RunAsync("kernel", file);

        Assert.Equal(2, code);
        Assert.Contains(file, said, StringComparison.Ordinal);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Words)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Command, "jupyter", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(folder, "data");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}

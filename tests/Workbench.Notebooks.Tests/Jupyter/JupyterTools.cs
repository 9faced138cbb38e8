using System.Diagnostics;
using System.Reflection;
using Workbench.Testing;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>
/// Jupyter's own clients, as Debian packs them, in folders of their own, with the kernel installed by the command. Where they are missing,
/// the test skips.
/// </summary>
internal sealed class JupyterTools : IDisposable
{
    public const string Python = "/usr/bin/python3";

    private static readonly string Command = typeof(JupyterTools).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "WorkbenchCommand").Value!;

    private JupyterTools()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("jupyter-").FullName;

    /// <summary>Installs the kernel for clients that have these Python modules.</summary>
    public static async Task<JupyterTools> InstallAsync(params string[] modules)
    {
        Assert.SkipUnless(File.Exists(Python), $"needs {Python}, with {string.Join(", ", modules)}");
        var tools = new JupyterTools();
        (int code, _) = await tools.RunAsync(Python, "-c", $"import {string.Join(", ", modules)}");
        Assert.SkipUnless(code == 0, $"needs Python's {string.Join(", ", modules)} (Debian: jupyter-nbconvert, jupyter-notebook, python3-jupyter-kernel-test)");
        await tools.RunCommandAsync("install", "--user");
        return tools;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs <c>workbench jupyter</c>, which must succeed.</summary>
    public async Task RunCommandAsync(params string[] arguments)
    {
        (int code, string output) = await RunAsync("dotnet", [Command, "jupyter", .. arguments]);
        Assert.True(code == 0, output);
    }

    /// <summary>Makes a Python environment of its own that has Debian's modules.</summary>
    /// <returns>Its folder.</returns>
    public async Task<string> MakeEnvironmentAsync()
    {
        string environment = Path.Combine(Folder, "environment");
        (int code, string output) = await RunAsync(Python, "-m", "venv", "--system-site-packages", "--without-pip", environment);
        Assert.True(code == 0, output);
        return environment;
    }

    /// <summary>Runs Python with a script of this folder.</summary>
    public Task<(int Code, string Output)> RunScriptAsync(string script, params string[] arguments) =>
        RunAsync(Python, ["-W", "ignore", Path.Combine(SharedData.Repository, "tests", "Workbench.Notebooks.Tests", "Jupyter", script), .. arguments]);

    /// <summary>Runs a program of Jupyter, such as <c>nbconvert</c>.</summary>
    public Task<(int Code, string Output)> RunJupyterAsync(string program, params string[] arguments) =>
        RunAsync(Python, [$"/usr/bin/jupyter-{program}", .. arguments]);

    /// <summary>Starts a program of Jupyter.</summary>
    public Process Start(string program, params string[] arguments) => StartProcess(Python, [$"/usr/bin/jupyter-{program}", .. arguments]);

    /// <summary>Runs a program with Jupyter's folders.</summary>
    public async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using Process process = StartProcess(program, arguments);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private Process StartProcess(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string place in new[] { "DATA", "CONFIG", "RUNTIME" })
        {
            start.Environment[$"JUPYTER_{place}_DIR"] = Directory.CreateDirectory(Path.Combine(Folder, place.ToLowerInvariant())).FullName;
        }

        start.Environment["WORKBENCH_RESULTS"] = Path.Combine(Folder, "results");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return Process.Start(start)!;
    }
}

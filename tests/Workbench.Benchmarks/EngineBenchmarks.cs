using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Workbench.Notebooks;

namespace Workbench.Benchmarks;

/// <summary>
/// How long a notebook of one cell takes from the command to its end, kernel process included: to beat 1.9 s, aiming at 1.2 s.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, iterationCount: 15, warmupCount: 2)]
public class NotebookStartBenchmarks
{
    private readonly string folder = Directory.CreateTempSubdirectory("engine-").FullName;

    private string Notebook => Path.Combine(folder, "one.ipynb");

    [GlobalSetup]
    public void Write()
    {
        NotebookDocument notebook = NotebookDocument.Create();
        notebook.Add(NotebookCell.Create(CellKind.Code, "1 + 1"));
        notebook.Save(Notebook);
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(folder, recursive: true);

    [Benchmark]
    public void OneCellNotebook()
    {
        var start = new ProcessStartInfo("dotnet", [KernelCommand.Program, "run", Notebook, "--out", Path.Combine(folder, "results")])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The notebook ended with exit code {process.ExitCode}.");
        }
    }
}

/// <summary>A trivial cell in a warm kernel process, beside what Roslyn alone needs for the same: at most 15 ms more.</summary>
public class WarmCellBenchmarks
{
    private const int WarmUps = 30;

    private KernelProcess kernel = null!;
    private BareScript bare = null!;

    [GlobalSetup(Target = nameof(KernelCell))]
    public async Task StartKernel()
    {
        kernel = KernelProcess.Start(new KernelStartOptions { Command = ["dotnet", KernelCommand.Program, KernelHost.Verb] });
        for (int i = 0; i < WarmUps; i++)
        {
            await KernelCell();
        }
    }

    [GlobalCleanup(Target = nameof(KernelCell))]
    public async Task StopKernel() => await kernel.DisposeAsync();

    [GlobalSetup(Target = nameof(RoslynAlone))]
    public async Task StartRoslyn()
    {
        bare = new BareScript();
        for (int i = 0; i < WarmUps; i++)
        {
            await RoslynAlone();
        }
    }

    [Benchmark(Baseline = true)]
    public Task<object?> RoslynAlone() => bare.RunAsync("1 + 1");

    [Benchmark]
    public async Task<bool> KernelCell() => (await kernel.ExecuteAsync("1 + 1", _ => { })).Succeeded;
}

/// <summary>The command these benchmarks start.</summary>
internal static class KernelCommand
{
    public static string Program { get; } = typeof(KernelCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "WorkbenchCommand").Value!;
}

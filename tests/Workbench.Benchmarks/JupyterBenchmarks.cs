using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Workbench.Benchmarks;

/// <summary>From the start of the kernel's process to its first answer: 0.7 s at most. From there to the first cell's result: 1.3 s at most.</summary>
[Config(typeof(AFewStarts))]
[MedianColumn]
public class JupyterStartBenchmarks
{
    private JupyterClient? client;

    [IterationSetup(Target = nameof(FirstCell))]
    public void LaunchAndWait()
    {
        client = new();
        client.WaitUntilReady();
        client.WaitForOutputs();
    }

    [IterationCleanup]
    public void End() => client?.DisposeAsync().AsTask().Wait();

    [Benchmark]
    public void LaunchToReady()
    {
        client = new();
        client.WaitUntilReady();
    }

    [Benchmark]
    public void FirstCell() => client!.UntilResult("1 + 1");

    private sealed class AFewStarts : ManualConfig
    {
        public AFewStarts() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring)
            .WithIterationCount(11).WithWarmupCount(1).WithInvocationCount(1).WithUnrollFactor(1));
    }
}

/// <summary>
/// A trivial cell from the request to its result on the wire, beside what Roslyn alone needs for the same: at most 30 ms more. Completion: 150 ms
/// at most.
/// </summary>
[MedianColumn]
public class JupyterCellBenchmarks
{
    private const int WarmUps = 30;

    private JupyterClient client = null!;
    private BareScript bare = null!;

    [GlobalSetup(Targets = [nameof(JupyterCell), nameof(Completion)])]
    public void StartKernel()
    {
        client = new();
        client.WaitForOutputs();
        for (int i = 0; i < WarmUps; i++)
        {
            client.UntilResult("1 + 1");
            client.Complete("Console.Wr");
        }
    }

    [GlobalCleanup(Targets = [nameof(JupyterCell), nameof(Completion)])]
    public async Task StopKernel() => await client.DisposeAsync();

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
    public void JupyterCell() => client.UntilResult("1 + 1");

    [Benchmark]
    public void Completion() => client.Complete("Console.Wr");
}

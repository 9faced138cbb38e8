using System.Diagnostics;
using System.Reflection;

namespace Workbench.Notebooks.Tests.Kernel;

public sealed class KernelProcessTests : IAsyncLifetime
{
    private static readonly string Command = typeof(KernelProcessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "WorkbenchCommand").Value!;

    private readonly List<KernelEvent> events = [];
    private readonly string folder = Directory.CreateTempSubdirectory("kernel-").FullName;
    private KernelProcess kernel = null!;

    private IEnumerable<CellOutput> Outputs => events.OfType<OutputProduced>().Select(e => e.Output);

    public ValueTask InitializeAsync()
    {
        kernel = KernelProcess.Start(new KernelStartOptions
        {
            Command = ["dotnet", Command, "kernel"],
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?> { ["NOTEBOOK_TEST"] = "seen" },
        });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await kernel.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task CellsShareTheirStateAndTheirOutputsArriveInOrder()
    {
        await RunAsync("var x = 20;");
        CellOutcome outcome = await RunAsync("Console.Write(\"one\"); display(\"two\"); x + 1");

        Assert.True(outcome.Succeeded);
        Assert.Equal(2, outcome.ExecutionCount);
        Assert.Collection(
            Outputs,
            o => Assert.Equal(new StreamOutput("stdout", "one"), o),
            o => Assert.Equal("two", Assert.IsType<DisplayOutput>(o).Data.Text("text/plain")),
            o => Assert.Equal("21", Assert.IsType<ResultOutput>(o).Data.Text("text/plain")));
    }

    [Fact]
    public async Task UpdatesFindWhatWasDisplayed()
    {
        await RunAsync("var shown = display(1);");
        await RunAsync("shown.Update(2);");

        DisplayUpdated update = Assert.Single(events.OfType<DisplayUpdated>());
        Assert.Equal(Outputs.OfType<DisplayOutput>().Single().DisplayId, update.DisplayId);
        Assert.Equal("2", update.Data.Text("text/plain"));
    }

    [Fact]
    public async Task AnExceptionIsAnOutcomeAndTheKernelLivesOn()
    {
        CellOutcome outcome = await RunAsync("throw new FormatException(\"no\");");

        Assert.Equal("System.FormatException", outcome.Error?.Name);
        Assert.True((await RunAsync("1")).Succeeded);
    }

    [Fact]
    public async Task TheKernelRunsInItsFolderWithItsEnvironment()
    {
        await RunAsync("Console.Write(Directory.GetCurrentDirectory() + \" \" + Environment.GetEnvironmentVariable(\"NOTEBOOK_TEST\"));");

        Assert.EndsWith($"{Path.GetFileName(folder)} seen", Outputs.OfType<StreamOutput>().Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatNativeCodeAndChildProcessesPrintIsHeardAndHarmsNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "speaks to libc and sh");
        CellOutcome outcome = await RunAsync(
            """
            using System.Runtime.InteropServices;
            [DllImport("libc")] static extern int puts(string text);
            puts("{\"type\":\"done\"}");
            System.Diagnostics.Process.Start("sh", ["-c", "echo from a child"]).WaitForExit();
            3
            """);

        Assert.True(outcome.Succeeded);
        string printed = string.Concat(Outputs.OfType<StreamOutput>().Select(o => o.Text));
        Assert.Contains("{\"type\":\"done\"}\n", printed, StringComparison.Ordinal);
        Assert.Contains("from a child\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandardInputIsEmpty()
    {
        await RunAsync("Console.ReadLine() is null");

        Assert.Equal("True", Outputs.OfType<ResultOutput>().Single().Data.Text("text/plain"));
    }

    [Theory]
    [InlineData("Environment.Exit(3);", 3, null, "exit code 3")]
    [InlineData("Environment.FailFast(\"gone\");", null, 6, "gone")]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1; Deep(0)", null, 6, "Stack overflow")]
    [InlineData("new System.Threading.Thread(() => throw new Exception(\"on a thread\")).Start(); await Task.Delay(-1);", null, 6, "on a thread")]
    [InlineData("Console.Write(\"kept\"); await Task.Delay(200); System.Diagnostics.Process.GetCurrentProcess().Kill(); await Task.Delay(-1);", null, 9, "memory")]
    public async Task ADeathIsExplained(string code, int? exitCode, int? signal, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && signal is not null, "Windows has no signals");
        var death = await Assert.ThrowsAsync<KernelDiedException>(() => RunAsync(code));

        Assert.Equal(exitCode, death.ExitCode);
        Assert.Equal(signal, death.Signal);
        Assert.Equal(signal == 9, death.OutOfMemory);
        Assert.Contains(words, death.Message, StringComparison.Ordinal);
        Assert.Equal(code.Contains("kept", StringComparison.Ordinal), Outputs.Contains(new StreamOutput("stdout", "kept")));
        await Assert.ThrowsAsync<KernelDiedException>(() => RunAsync("1"));
    }

    [Fact]
    public async Task RunningOutOfMemoryIsNamed()
    {
        CellOutcome outcome = await RunAsync("var all = new List<byte[]>(); while (true) { all.Add(new byte[int.MaxValue - 100]); }");

        Assert.Equal("System.OutOfMemoryException", outcome.Error?.Name);
    }

    [Theory]
    [InlineData("while (!((System.Threading.CancellationToken)AppContext.GetData(\"Notebook.Interruption\")).IsCancellationRequested) { }", true)]
    [InlineData("while (true) { }", false)]
    [InlineData("await Task.Delay(-1);", false)]
    public async Task AnInterruptedCellStopsAndTheSessionLivesOn(string code, bool byItself)
    {
        await RunAsync("var kept = 1;");
        using var stop = new CancellationTokenSource();
        var clock = new Stopwatch();
        CellOutcome outcome = await kernel.ExecuteAsync(
            "Console.Write(\"running\");" + code,
            _ =>
            {
                clock.Start();
                stop.CancelAsync();
            },
            stop.Token);

        Assert.True(outcome.Interrupted);
        Assert.Equal(byItself, outcome.Succeeded);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        Assert.True((await RunAsync("kept")).Succeeded);
    }

    [Fact]
    public async Task WhatTheListenerThrowsIsThrownAndTheKernelLivesOn()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => kernel.ExecuteAsync(
            "Console.WriteLine(1); await Task.Delay(100); Console.WriteLine(2);",
            _ => throw new InvalidDataException("full"),
            TestContext.Current.CancellationToken));

        CellOutcome next = await RunAsync("3");
        Assert.Equal(2, next.ExecutionCount);
        Assert.Equal("3", Outputs.OfType<ResultOutput>().Single().Data.Text("text/plain"));
    }

    [Fact]
    public async Task KillingEndsEvenACellThatWaitsForNobody()
    {
        Task<CellOutcome> cell = RunAsync("while (true) { try { System.Threading.Thread.Sleep(1); } catch { } }");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        kernel.Kill();

        var death = await Assert.ThrowsAsync<KernelDiedException>(() => cell);
        Assert.False(death.OutOfMemory);
        Assert.Contains("on request", death.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgramThatIsNotThereIsNamed()
    {
        var error = Assert.Throws<KernelDiedException>(() => KernelProcess.Start(new KernelStartOptions { Command = ["no-such-kernel"] }));

        Assert.Contains("no-such-kernel", error.Message, StringComparison.Ordinal);
        await RunAsync("1");
    }

    [Fact]
    public async Task AProgramThatIsNoKernelIsADeath()
    {
        await using KernelProcess wrong = KernelProcess.Start(new KernelStartOptions { Command = ["dotnet", Command, "no-such-verb"] });

        await Assert.ThrowsAsync<KernelDiedException>(() => wrong.ExecuteAsync("1", _ => { }, TestContext.Current.CancellationToken));
    }

    private Task<CellOutcome> RunAsync(string code) => kernel.ExecuteAsync(code, events.Add, TestContext.Current.CancellationToken);
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

public sealed class RunTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task EveryNotebookIsExecutedAndItsCopyAndPageAreWritten()
    {
        workbench.Notebook("01-a", "var x = 6;", "x * 7");
        workbench.Notebook("02-b", "Console.WriteLine(\"hello\");");

        Finished run = await workbench.RunAsync("run");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("2 of 2 notebooks finished", run.Output, StringComparison.Ordinal);
        Assert.Contains("42", workbench.Outputs("01-a", 1), StringComparison.Ordinal);
        Assert.Contains("hello", await File.ReadAllTextAsync(workbench.PathOf("results", "book", "02-b.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("01-a.html", await File.ReadAllTextAsync(workbench.PathOf("results", "book", "index.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("real")]
    [InlineData("paper")]
    public async Task ParametersReachTheNotebookAndResultsGoWhereTheyAreTold(string preset)
    {
        workbench.Notebook("a", "[parameters]var preset = \"quick\"; var seed = 1; var name = \"me\";", "Console.Write($\"{preset} {seed + 1} {name}\");");
        workbench.Notebook("b", "Console.Write(Environment.GetEnvironmentVariable(\"WORKBENCH_RESULTS\"));");

        Finished run = await workbench.RunAsync("run", "--preset", preset, "--set", "seed=3", "--set", "name=a \"b\"", "--out", "elsewhere");

        Assert.Equal(0, run.Code);
        Assert.Contains($"{preset} 4 a \\u0022b\\u0022", workbench.Outputs("a", 2, "elsewhere"), StringComparison.Ordinal);
        Assert.Contains(workbench.PathOf("elsewhere"), workbench.Outputs("b", 0, "elsewhere"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(workbench.PathOf("results")));
    }

    [Fact]
    public async Task AFailingCellEndsItsNotebookWithItsTraceAndTheNextOneRuns()
    {
        workbench.Notebook("01-a", "Console.Write(\"before\");", "int Fail() => throw new InvalidOperationException(\"boom\");\nFail()", "Console.Write(\"after\");");
        workbench.Notebook("02-b", "1 + 1");

        Finished run = await workbench.RunAsync("run");

        Assert.Equal(1, run.Code);
        Assert.Contains("01-a: failed at cell 2 of 3: System.InvalidOperationException: boom", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 2 notebooks finished", run.Output, StringComparison.Ordinal);
        Assert.Contains("before", workbench.Outputs("01-a", 0), StringComparison.Ordinal);
        Assert.Contains("boom", workbench.Outputs("01-a", 1), StringComparison.Ordinal);
        Assert.Equal("[]", workbench.Outputs("01-a", 2));
    }

    [Fact]
    public async Task TagsAllowAnErrorAndSkipACell()
    {
        workbench.Notebook("a", "[raises-exception]throw new InvalidOperationException(\"expected\");", "[skip-execution]no code at all(", "Console.Write(\"end\");");

        Finished run = await workbench.RunAsync("run");

        Assert.Equal(0, run.Code);
        Assert.Contains("expected", workbench.Outputs("a", 0), StringComparison.Ordinal);
        Assert.Equal("[]", workbench.Outputs("a", 1));
        Assert.Contains("end", workbench.Outputs("a", 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFloodOfTextIsCutAndTheNotebookGoesOn()
    {
        workbench.Notebook("a", "var line = new string('x', 999);\nfor (int i = 0; i < 12000; i++) { Console.WriteLine(line); }", "6 * 7");

        Finished run = await workbench.RunAsync("run");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.InRange(new FileInfo(workbench.PathOf("results", "executed", "a.ipynb")).Length, 1_000_000, 9_000_000);
        Assert.Contains("more characters were printed and not kept", workbench.Outputs("a", 0), StringComparison.Ordinal);
        Assert.Contains("42", workbench.Outputs("a", 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Environment.FailFast(\"gone\");", "crashed")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill(); await Task.Delay(10000);", "SIGKILL")]
    [InlineData("Environment.Exit(3);", "exit code 3")]
    public async Task AKernelThatDiesEndsItsNotebookOnlyAndKeepsWhatItShowed(string end, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the words are those of Unix signals");
        workbench.Notebook("01-a", "Console.WriteLine(\"before\");", $"Console.WriteLine(\"during\"); await Task.Delay(300);\n{end}", "1");
        workbench.Notebook("02-b", "1 + 1");

        Finished run = await workbench.RunAsync("run");

        Assert.Equal(1, run.Code);
        Assert.Contains("01-a: lost its kernel at cell 2 of 3", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains("before", workbench.Outputs("01-a", 0), StringComparison.Ordinal);
        Assert.Contains("during", workbench.Outputs("01-a", 1), StringComparison.Ordinal);
        Assert.Contains("1 of 2 notebooks finished", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("await Task.Delay(60000);")]
    [InlineData("while (true) { }")]
    public async Task ACellThatTakesTooLongIsStopped(string cell)
    {
        workbench.Notebook("a", "Console.WriteLine(\"before\");", $"Console.WriteLine(\"during\");\n{cell}");

        Finished run = await workbench.RunAsync("run", "--timeout", "15s");

        Assert.Equal(1, run.Code);
        Assert.Contains("a: timed out at cell 2 of 2: the cell took longer than the 15 s it may", run.Error, StringComparison.Ordinal);
        Assert.Contains("during", workbench.Outputs("a", 1), StringComparison.Ordinal);
        Assert.Contains("CellTimeout", workbench.Outputs("a", 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("await Task.Delay(60000);")]
    [InlineData("while (true) { }")]
    public async Task CtrlCStopsTheCellAndKeepsWhatItShowed(string cell)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        string begun = workbench.PathOf("begun");
        workbench.Notebook("01-a", $"Console.WriteLine(\"before\"); System.IO.File.WriteAllText(@\"{begun}\", \"\");\n{cell}");
        workbench.Notebook("02-b", "1 + 1");
        using Process process = workbench.Start("run");

        await InterruptAsync(process, begun);
        Finished run = await Workbench.FinishAsync(process);

        Assert.Equal(130, run.Code);
        Assert.Contains("01-a: was stopped at cell 1 of 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("before", workbench.Outputs("01-a", 0), StringComparison.Ordinal);
        Assert.False(File.Exists(workbench.PathOf("results", "executed", "02-b.ipynb")));
    }

    [Fact]
    public async Task ASecondCtrlCEndsAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        string begun = workbench.PathOf("begun");
        workbench.Notebook("a", $"System.IO.File.WriteAllText(@\"{begun}\", Environment.ProcessId.ToString());\ntry {{ await Task.Delay(600000); }} finally {{ System.Threading.Thread.Sleep(600000); }}");
        using Process process = workbench.Start("run");

        await InterruptAsync(process, begun);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await InterruptAsync(process, begun);
        Finished run = await Workbench.FinishAsync(process);

        Assert.Equal(130, run.Code);
        int kernel = int.Parse(await File.ReadAllTextAsync(begun, TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        await UntilAsync(() => !Path.Exists($"/proc/{kernel}"));
    }

    [Fact]
    public async Task ClaimsArePrintedAndKept()
    {
        string library = Path.Combine(SharedData.Repository, "lib", "Workbench", "bin", "Release", "net10.0", "Workbench.dll");
        Assert.SkipUnless(File.Exists(library), "needs the library's Release build, which dotnet build -c Release makes");
        workbench.Notebook(
            "a",
            $"#r \"{library}\"\nusing Workbench.Display;\nusing Workbench.Evaluation;\nFormatters.Register();",
            "new ClaimTable(\"a\", Claim.AtLeast(\"accuracy\", \"It tells X from O.\", new Published(0.99, \"the talk\"), new Measurement(0.95)))");

        Finished run = await workbench.RunAsync("run");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("does not hold   a/accuracy: It tells X from O. Published 0.99, measured 0.95", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 claim: 0 hold, 1 does not hold, 0 undecided", run.Output, StringComparison.Ordinal);
        JsonNode claim = JsonNode.Parse(await File.ReadAllTextAsync(workbench.PathOf("results", "claims.json"), TestContext.Current.CancellationToken))![0]!;
        Assert.Equal(["id", "notebook", "statement", "source", "published", "measured", "interval", "rule", "verdict"], claim.AsObject().Select(entry => entry.Key));
        Assert.Contains("| It tells X from O. | the talk | 0.99 | 0.95 |", await File.ReadAllTextAsync(workbench.PathOf("results", "claims.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task InterruptAsync(Process process, string begun)
    {
        await UntilAsync(() => File.Exists(begun));
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var patience = Stopwatch.StartNew(); !condition(); await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "what was waited for did not happen within a minute");
        }
    }
}

using System.Diagnostics;

namespace Workbench.Notebooks.Tests.Session;

public sealed class InterruptionTests : SessionTest
{
    /// <summary>How a library's loop asks, knowing nothing but the runtime.</summary>
    private const string Asked = "(AppContext.GetData(\"Notebook.Interruption\") is System.Threading.CancellationToken t && t.IsCancellationRequested)";

    /// <summary>How it says that it asks.</summary>
    private const string Heed = "AppContext.SetData(\"Notebook.Interruption.Heeded\", true);";

    [Fact]
    public async Task ALoopThatAsksStopsByItselfAndKeepsWhatItDid()
    {
        CellRun run = await InterruptAsync($"int steps = 0; while (!{Asked}) {{ steps++; }}\nsteps > 0");

        Assert.True(run.Outcome.Interrupted);
        Assert.True(run.Outcome.Succeeded);
        Assert.Equal("True", run.Value);
    }

    [Fact]
    public async Task ALoopThatNeverAsksIsBrokenOff()
    {
        CellRun run = await InterruptAsync("int kept = 7; while (true) { }");

        Assert.Equal("System.OperationCanceledException", run.Error.Name);
        Assert.Equal("The cell was interrupted.", run.Error.Value);
        Assert.Equal("7", (await RunWellAsync("kept")).Value);
    }

    [Fact]
    public async Task OneLoopAfterTheOtherIsBrokenOffAndGarbageIsStillCollected()
    {
        for (int time = 0; time < 3; time++)
        {
            Assert.Equal("The cell was interrupted.", (await InterruptAsync("while (true) { }")).Error.Value);
        }

        Assert.Equal("True", (await RunWellAsync("GC.Collect(); GC.WaitForPendingFinalizers(); true")).Value);
    }

    [Fact]
    public async Task ACatchAllDoesNotHoldTheCell() =>
        Assert.True((await InterruptAsync("while (true) { try { while (true) { } } catch (Exception) { } }")).Outcome.Interrupted);

    [Fact]
    public async Task AnAwaitThatNeverEndsIsLeft()
    {
        var clock = Stopwatch.StartNew();
        CellRun run = await InterruptAsync("await new TaskCompletionSource().Task;");

        Assert.Equal("The cell was interrupted.", run.Error.Value);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 30);
        await RunWellAsync("1");
    }

    [Fact]
    public async Task ALoopThatHeedsTakesTheTimeItNeeds()
    {
        CellRun run = await InterruptAsync($"{Heed} var clock = System.Diagnostics.Stopwatch.StartNew(); while (clock.Elapsed.TotalSeconds < 3.5) {{ }}\n{Asked}");

        Assert.True(run.Outcome.Succeeded);
        Assert.Equal("True", run.Value);
    }

    [Fact]
    public async Task ALoopThatOnlySaysThatItHeedsIsBrokenOffWhenAskedAgain()
    {
        var asked = new TaskCompletionSource();
        Task<CellRun> running = InterruptAsync($"{Heed} while (true) {{ }}", asked);
        await asked.Task;
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted);
        Session.Interrupt();

        Assert.Equal("The cell was interrupted.", (await running).Error.Value);
        Assert.Equal("The cell was interrupted.", (await InterruptAsync("while (true) { }")).Error.Value); // the promise was that cell's
    }

    [Fact]
    public async Task WithoutARunningCellThereIsNothingToInterrupt()
    {
        Session.Interrupt();
        await RunWellAsync("1");
        Session.Interrupt();

        Assert.False((await RunWellAsync($"await Task.Delay(50); {Asked}")).Outcome.Interrupted);
        Assert.Null(AppContext.GetData(CSharpSession.InterruptionKey));
    }

    [Fact]
    public async Task TheNextCellIsNotInterrupted()
    {
        await InterruptAsync($"while (!{Asked}) {{ }}");

        Assert.Equal("False", (await RunWellAsync(Asked)).Value);
    }

    /// <summary>Runs a cell and interrupts it as soon as it says that it runs, which a cold compiler may delay by seconds.</summary>
    private async Task<CellRun> InterruptAsync(string code, TaskCompletionSource? asked = null)
    {
        var events = new List<KernelEvent>();
        using var stop = new CancellationTokenSource();
        CellOutcome outcome = await Session.ExecuteAsync(
            $"Console.Write(\"runs\");\n{code}",
            e =>
            {
                events.Add(e);
                stop.CancelAsync();
                asked?.TrySetResult();
            },
            stop.Token).WaitAsync(TimeSpan.FromMinutes(1)); // a cell that is never broken off fails its test and holds up no other
        return new CellRun(outcome, events);
    }
}

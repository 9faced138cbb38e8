using System.Reflection;

namespace Workbench.Notebooks.Tests.Kernel;

/// <summary>A training of the library in a cell, and a reader who presses stop.</summary>
public sealed class TrainingInTheKernelTests : IAsyncLifetime
{
    private static readonly string Command = typeof(TrainingInTheKernelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "WorkbenchCommand").Value!;

    private readonly KernelProcess kernel = KernelProcess.Start(new KernelStartOptions { Command = ["dotnet", Command, KernelHost.Verb] });

    public async ValueTask InitializeAsync() => await RunAsync($$"""
        #r "{{Path.Combine(Path.GetDirectoryName(Command)!, "Workbench.dll")}}"
        using Workbench.Training;
        var recipe = ClassificationRecipe.Letters with { Items = 12, Epochs = 1000, BatchSize = 2, Width = 2, ValidationItems = 2 };
        class Slow : IProgress<TrainingReport>
        {
            public void Report(TrainingReport report) { Console.WriteLine(report.Step); System.Threading.Thread.Sleep(3000); }
        }
        """);

    public ValueTask DisposeAsync() => kernel.DisposeAsync();

    [Fact]
    public async Task TheTrainingStopsAtItsNextStepHoweverLongThatTakesAndTheSessionLivesOn()
    {
        using var stop = new CancellationTokenSource();
        List<KernelEvent> events = [];
        CellOutcome outcome = await kernel.ExecuteAsync(
            "var result = recipe.Train(new() { ReportEvery = 1 }, new Slow());",
            happened =>
            {
                events.Add(happened);
                stop.CancelAsync(); // while the report of the first step takes longer than a cell may that asks nobody
            },
            stop.Token);

        Assert.True(outcome.Interrupted);
        Assert.Null(outcome.Error);
        Assert.Equal("False 1", await RunAsync("$\"{result.Finished} {result.Steps}\""));
        Assert.Equal("True", await RunAsync("(recipe with { Epochs = 1 }).Train().Finished"));
    }

    /// <summary>Runs a cell that must run through.</summary>
    /// <returns>Its value as text.</returns>
    private async Task<string?> RunAsync(string code)
    {
        List<KernelEvent> events = [];
        CellOutcome outcome = await kernel.ExecuteAsync(code, events.Add, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Error?.Traceback ?? []));
        return events.OfType<OutputProduced>().Select(produced => produced.Output).OfType<ResultOutput>().SingleOrDefault()?.Data.Text("text/plain");
    }
}

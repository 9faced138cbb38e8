using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Tests.Kernel;

public sealed class WarmUpTests : IAsyncDisposable
{
    private static readonly string Command = typeof(WarmUpTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "WorkbenchCommand").Value!;

    private readonly string folder = Directory.CreateTempSubdirectory("warm-up-").FullName;
    private readonly KernelProcess kernel = KernelProcess.Start(new KernelStartOptions { Command = ["dotnet", Command, KernelHost.Verb], WarmUp = true });

    public async ValueTask DisposeAsync()
    {
        await kernel.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ANotebookGetsTheLibraryItAsksForThoughTheKernelIsWarmWithItsOwn()
    {
        string own = Path.Combine(folder, "Workbench.dll");
        Assert.True(CSharpCompilation.Create(
            "Workbench",
            [CSharpSyntaxTree.ParseText("public static class Marker { public const int Value = 5; }", cancellationToken: TestContext.Current.CancellationToken)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new(OutputKind.DynamicallyLinkedLibrary)).Emit(own, cancellationToken: TestContext.Current.CancellationToken).Success);

        CellOutcome warm;
        int looks = 0;
        do
        {
            await Task.Delay(2000, TestContext.Current.CancellationToken); // a pause, in which the warm-up begins
            warm = await RunAsync("if (!AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == \"Plotly.NET\")) throw new Exception(\"cold\");");
        }
        while (warm.Error is not null && ++looks < 15);

        CellOutcome asked = await RunAsync($"#r \"{own}\"\nif (Marker.Value != 5 || typeof(Marker).Assembly.GetName().Name != \"Workbench\") throw new Exception();");

        Assert.Null(warm.Error);
        Assert.Null(asked.Error);
    }

    [Fact]
    public async Task CellsAndInterruptsComeThroughInTheMiddleOfIt()
    {
        Assert.Null((await RunAsync("var kept = 5;")).Error);
        await Task.Delay(1150, TestContext.Current.CancellationToken); // the pause, after which the warm-up takes most of a second

        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(150));
        CellOutcome looped = await kernel.ExecuteAsync(
            "var asked = (System.Threading.CancellationToken)AppContext.GetData(\"Notebook.Interruption\"); while (!asked.IsCancellationRequested) { }", _ => { }, stop.Token);
        CellOutcome after = await RunAsync("if (kept != 5) throw new Exception();");

        Assert.Null(looped.Error);
        Assert.True(looped.Interrupted);
        Assert.Null(after.Error);
    }

    private Task<CellOutcome> RunAsync(string code) => kernel.ExecuteAsync(code, _ => { }, TestContext.Current.CancellationToken);
}

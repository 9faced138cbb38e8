using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
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

        await UntilWarmAsync();
        CellOutcome asked = await RunAsync($"#r \"{own}\"\nif (Marker.Value != 5 || typeof(Marker).Assembly.GetName().Name != \"Workbench\") throw new Exception();");

        Assert.Null(asked.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ANotebookAndItsKernelCanHaveLibtorchThroughTwoBuildsOfTheLibrary(bool warmFirst)
    {
        // The library as it lies beside the kernel and beside the notebooks, with a libtorch each; the notebook's under another build's id.
        string beside = Path.GetFullPath(Path.GetDirectoryName(Command)!).Replace("/Workbench.Cli/", "/Workbench/", StringComparison.Ordinal);
        byte[] library = File.ReadAllBytes(Path.Combine(beside, "Workbench.dll"));
        library[library.AsSpan().IndexOf(BuildOf(library).ToByteArray())] ^= 1;
        File.WriteAllBytes(Path.Combine(folder, "Workbench.dll"), library);
        string native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        Directory.CreateDirectory(Path.Combine(folder, native));
        foreach (string file in Directory.GetFiles(Path.Combine(beside, native)))
        {
            File.Copy(file, Path.Combine(folder, native, Path.GetFileName(file))); // the build makes links, which count as one file
        }

        if (warmFirst)
        {
            await UntilWarmAsync();
        }

        CellOutcome asked = await RunAsync($$"""
            #r "{{folder}}/Workbench.dll"
            #r "{{beside}}/TorchSharp.dll"
            using TorchSharp;
            if (typeof(Workbench.Imaging.ImageFile).Assembly.Location != @"{{folder}}/Workbench.dll") throw new Exception("the kernel's own");
            if (Workbench.Imaging.ColorSpace.RgbToLab(torch.ones(3, 1, 1))[0].item<float>() < 99) throw new Exception("white is not light");
            """);
        await UntilWarmAsync();

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

    private static Guid BuildOf(byte[] library)
    {
        using PEReader file = new([.. library]);
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private async Task UntilWarmAsync()
    {
        CellOutcome warm;
        int looks = 0;
        do
        {
            await Task.Delay(2000, TestContext.Current.CancellationToken); // a pause, in which the warm-up begins
            warm = await RunAsync("if (!AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == \"Plotly.NET\")) throw new Exception(\"cold\");");
        }
        while (warm.Error is not null && ++looks < 15);

        Assert.Null(warm.Error);
    }

    private Task<CellOutcome> RunAsync(string code) => kernel.ExecuteAsync(code, _ => { }, TestContext.Current.CancellationToken);
}

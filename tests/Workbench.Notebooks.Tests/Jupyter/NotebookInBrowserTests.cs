namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>Jupyter Notebook as a reader uses it, in Chromium.</summary>
public sealed class NotebookInBrowserTests
{
    private const string Library = "#r \"../lib/Workbench/bin/Release/net10.0/Workbench.dll\"\n#r \"../lib/Workbench/bin/Release/net10.0/Plotly.NET.dll\"\n"
        + "using System.Threading;\nusing Workbench.Display;\nusing Workbench.Training;\nFormatters.Register();\nvar kept = 5;";

    [Fact]
    public async Task ANotebookOfTheBookRunsAndItsPicturesAreSeen()
    {
        await using NotebookServer server = await NotebookServer.StartAsync();
        NotebookPage notebook = await server.OpenCopyAsync("03-convolution.ipynb");

        await notebook.RunAllAsync();

        Assert.Equal(0, await notebook.Page.Locator(".output_error").CountAsync());
        int[] widths = await notebook.Page.Locator(".output img").EvaluateAllAsync<int[]>("pictures => pictures.map(picture => picture.naturalWidth)");
        Assert.InRange(widths.Length, 3, 1000);
        Assert.All(widths, width => Assert.InRange(width, 50, 5000));
        await notebook.Page.Locator(".output", new() { HasText = "5 claims: 5 hold" }).WaitForAsync();
        Assert.Empty(server.Browser.RequestsOutside);
    }

    [Fact]
    public async Task ALongCellIsInterruptedAndTheSessionLivesOn()
    {
        await using NotebookServer server = await NotebookServer.StartAsync();
        NotebookPage notebook = await server.OpenNewAsync(
            Library,
            "Console.WriteLine(\"looping\"); while (true) { }",
            "class Watch : IProgress<TrainingReport> { public void Report(TrainingReport report) => Console.WriteLine($\"step {report.Step}\"); }",
            "var result = (ClassificationRecipe.Letters with { Epochs = 100000, Width = 2 }).Train(new() { ReportEvery = 1 }, new Watch());",
            "$\"{kept} {result.Finished} {result.Steps > 0}\"",
            "Charts.Line([1, 2, 3], [3.0, 2.0, 1.0], \"a loss\", \"step\", \"loss\")");

        await notebook.RunAsync(0);
        await notebook.StartAsync(1);
        await notebook.WaitForTextAsync(1, "looping");
        await notebook.InterruptAsync();
        await notebook.WaitUntilIdleAsync();
        Assert.Contains("The cell was interrupted.", await notebook.TextAsync(1), StringComparison.Ordinal);

        await notebook.RunAsync(2);
        await notebook.StartAsync(3);
        await notebook.WaitForTextAsync(3, "step 2");
        await notebook.InterruptAsync();
        await notebook.WaitUntilIdleAsync();
        Assert.DoesNotContain("interrupted", await notebook.TextAsync(3), StringComparison.Ordinal);

        Assert.Contains("5 False True", await notebook.RunAsync(4), StringComparison.Ordinal);
        await notebook.RunAsync(5);
        await notebook.Page.Locator(".output .main-svg").First.WaitForAsync();
    }

    [Fact]
    public async Task ARestartForgetsAndTabCompletes()
    {
        await using NotebookServer server = await NotebookServer.StartAsync();
        NotebookPage notebook = await server.OpenNewAsync("var layers = new List<int> { 64 }; layers.Count", "layers.", "Math.Sqrt");
        Assert.Contains("1", await notebook.RunAsync(0), StringComparison.Ordinal);

        await notebook.TypeAsync(1, "TrimE");
        await notebook.Page.Keyboard.PressAsync("Tab");
        await notebook.Page.WaitForFunctionAsync("document.querySelectorAll('.CodeMirror')[1].CodeMirror.getValue() == 'layers.TrimExcess'");

        await notebook.TypeAsync(1, "; layers.Add");
        await notebook.Page.Keyboard.PressAsync("Tab");
        await notebook.Page.Locator("#complete option", new() { HasText = "AddRange" }).First.WaitForAsync();
        await notebook.Page.Keyboard.PressAsync("Escape");

        await notebook.TypeAsync(2, "");
        await notebook.Page.Keyboard.PressAsync("Shift+Tab");
        await notebook.Page.Locator("#tooltip", new() { HasText = "square root" }).WaitForAsync();
        await notebook.Page.Keyboard.PressAsync("Escape");

        await notebook.RestartAsync();
        await notebook.Page.EvaluateAsync("document.querySelectorAll('.CodeMirror')[1].CodeMirror.setValue('layers')");
        Assert.Contains("CS0103", await notebook.RunAsync(1), StringComparison.Ordinal);
    }
}

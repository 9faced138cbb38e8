using System.Text.Json.Nodes;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>Notebooks 05 and 06 as a reader runs them: what they train reaches its figures, and every claim holds.</summary>
public sealed class ClassicNotebookTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task ANarrowVgg16LearnsScenesAndShowsWhatItSees()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("05-vgg16");

        Assert.Equal(["parameters", "three-by-three-sees", "seven-by-seven-costs", "top1", "high-level", "grad-cam"], notebook.Verdicts.Keys);
        Assert.All(notebook.Verdicts, claim => Assert.Equal("holds", claim.Value));
        Assert.Contains("138,357,544 parameters", notebook.Text, StringComparison.Ordinal);
        Assert.All(
            ["gallery/05-stages.png", "gallery/05-exciting-parts.png", "gallery/05-grad-cam.png", "gallery/05-exciting-classes.png", "tables/05-vgg16-parts.csv", "tables/05-accuracy.csv"],
            file => Assert.True(notebook.Left(file), file));
    }

    [Fact]
    public async Task WeightsOfTorchvisionsFormNameAPhotograph()
    {
        // The notebook's own cells, without those that train: weights of torchvision's narrow VGG16, made up, so that what they say means nothing.
        string photograph = Directory.GetFiles(SharedData.Sample("bsds500/val"), "*.jpg").Order(StringComparer.Ordinal).First();
        string names = workbench.PathOf("names.txt");
        await File.WriteAllLinesAsync(names, Enumerable.Range(0, 10).Select(i => $"made-up thing {i}"), TestContext.Current.CancellationToken);
        string folder = Path.Combine(SharedData.Repository, "notebooks");
        string[] cells = [.. JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "05-vgg16.ipynb"), TestContext.Current.CancellationToken))!["cells"]!.AsArray()
            .Where(cell => (string?)cell!["cell_type"] == "code").Select(cell => string.Concat(cell!["source"]!.AsArray()))];
        string Cell(string beginning) => cells.Single(cell => cell.StartsWith(beginning, StringComparison.Ordinal));
        string notebook = workbench.Notebook(
            "own-weights",
            cells[0].Replace("\"../lib/", $"\"{Path.Combine(SharedData.Repository, "lib")}/", StringComparison.Ordinal),
            $"[parameters]{Cell("var preset")}",
            "Vgg16 network = null; ClassificationRecipe recipe = null; string[] classes = [];",
            Cell("torch.Tensor Input"),
            Cell("Vgg16 Load"));

        Finished run = await workbench.RunAsync(
            "run", notebook, "--out", "results", "--set", $"weights={SharedData.Fixture("vgg16/vgg16_base4/weights.pth")}", "--set", $"photograph={photograph}", "--set", $"names={names}");

        Assert.True(run.Code == 0, run.Error);
        string executed = await File.ReadAllTextAsync(workbench.PathOf("results", "executed", "own-weights.ipynb"), TestContext.Current.CancellationToken);
        Assert.Contains("weights.pth: made-up thing ", executed, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(photograph), executed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUNetLabelsStreetsAndMembranesAndNeedsItsSkips()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("06-unet");

        Assert.Equal(
            ["map", "convolutions", "output-side", "by-hand", "checkerboard", "street-iou", "skips-street", "membranes-over-threshold"], notebook.Verdicts.Keys);
        Assert.All(notebook.Verdicts, claim => Assert.Equal("holds", claim.Value));
        Assert.Contains("31,030,658 parameters", notebook.Text, StringComparison.Ordinal);
        Assert.All(
            ["gallery/06-checkerboard.png", "gallery/06-street.png", "gallery/06-skips.png", "gallery/06-membranes.png", "tables/06-skips.csv", "tables/06-membranes.csv"],
            file => Assert.True(notebook.Left(file), file));
    }
}

namespace Workbench.Cli.Tests;

/// <summary>A command line that makes no sense ends with 2, says what would be right, and does nothing.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Theory]
    [InlineData("--colour: there is no such option", "run", "--colour")]
    [InlineData("nowhere.ipynb: there is no such file or folder", "run", "nowhere.ipynb")]
    [InlineData("notes.txt is no notebook: its name does not end in .ipynb", "run", "notes.txt")]
    [InlineData("notes.ipynb is not a notebook", "run", "notes.ipynb")]
    [InlineData("holds no notebook", "run")]
    [InlineData("--set seed: write --set name=value", "run", "--set", "seed")]
    [InlineData("--timeout soon: write a time", "run", "--timeout", "soon")]
    [InlineData("--tolerance 2: write a ratio", "run", "--check", "--tolerance", "2")]
    [InlineData("'medium' not recognized", "run", "--preset", "medium")]
    public async Task TheErrorNamesTheThing(string message, params string[] arguments)
    {
        await File.WriteAllTextAsync(workbench.PathOf("notes.txt"), "notes", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(workbench.PathOf("notes.ipynb"), "notes", TestContext.Current.CancellationToken);

        Finished run = await workbench.RunAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workbench.PathOf("results", "book")));
    }

    [Fact]
    public async Task AParameterThatNoNotebookHasIsRefusedWithThoseThereAre()
    {
        workbench.Notebook("a", "[parameters]var preset = \"quick\"; var seed = 1;", "seed");

        Finished run = await workbench.RunAsync("run", "--set", "epochs=3");

        Assert.Equal(2, run.Code);
        Assert.Contains("--set epochs: no such parameter. a.ipynb has preset (string, \"quick\"), seed (int, 1).", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AValueThatIsNotOfTheParametersTypeIsRefused()
    {
        workbench.Notebook("a", "[parameters]var seed = 1;", "seed");

        Finished run = await workbench.RunAsync("run", "--set", "seed=many");

        Assert.Equal(2, run.Code);
        Assert.Contains("a.ipynb: --set seed = many: the notebook declares int seed = 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoNotebooksOfOneNameAreRefused()
    {
        string one = workbench.Notebook("a", "1");
        Directory.CreateDirectory(workbench.PathOf("other"));
        File.Copy(one, workbench.PathOf("other", "a.ipynb"));

        Finished run = await workbench.RunAsync("run", "notebooks", "other");

        Assert.Equal(2, run.Code);
        Assert.Contains("have the same name", run.Error, StringComparison.Ordinal);
    }
}

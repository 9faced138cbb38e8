namespace Workbench.Notebooks.Tests.Running;

public sealed class ParameterInjectionTests
{
    private const string Declarations =
        """
        var preset = "quick"; // or paper
        var seed = 1;
        double rate = 0.1;
        var scale = 2f;
        bool deep = false;
        string name = "me";
        long steps = 10;
        int[] sizes = [32, 64];
        """;

    [Theory]
    [InlineData("seed", "3", "int seed = 3;")]
    [InlineData("seed", "-3", "int seed = -3;")]
    [InlineData("rate", "1e-4", "double rate = 0.0001d;")]
    [InlineData("rate", "2", "double rate = 2d;")]
    [InlineData("scale", "0.5", "float scale = 0.5f;")]
    [InlineData("deep", "True", "bool deep = true;")]
    [InlineData("name", "x", "string name = \"x\";")]
    [InlineData("name", "a \"b\" \\ c", """string name = "a \"b\" \\ c";""")]
    [InlineData("steps", "9999999999", "long steps = 9999999999L;")]
    [InlineData("sizes", "[1, 2]", "int[] sizes = [1, 2];")]
    [InlineData("preset", "paper", "string preset = \"paper\";")]
    public void AValueBecomesALiteralOfTheDeclaredType(string name, string value, string statement)
    {
        NotebookDocument document = Notebook();

        IReadOnlyDictionary<string, string> used = ParameterInjection.Apply(document, Set(name, value));

        Assert.Equal($"// Parameters\n{statement}", document.Cells[2].Source);
        Assert.Equal(["injected-parameters"], document.Cells[2].Tags);
        Assert.Equal(value, used[name]);
    }

    [Theory]
    [InlineData("seed", "x", "int seed = 1")]
    [InlineData("seed", "3.5", "int seed = 1")]
    [InlineData("seed", "99999999999", "int seed = 1")]
    [InlineData("rate", "NaN", "double rate = 0.1")]
    [InlineData("deep", "yes", "bool deep = false")]
    [InlineData("sizes", "[1,", "int[] sizes = [32, 64]")]
    public void AValueThatDoesNotFitIsRefusedWithTheDeclaration(string name, string value, string declaration)
    {
        var error = Assert.Throws<FormatException>(() => ParameterInjection.Apply(Notebook(), Set(name, value)));

        Assert.Contains(declaration, error.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{value}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameTheNotebookLacksIsNotUsed()
    {
        NotebookDocument document = Notebook();

        Assert.Empty(ParameterInjection.Apply(document, Set("epochs", "3")));
        Assert.Equal(3, document.Cells.Count);
    }

    [Fact]
    public void ASecondInjectionReplacesTheFirst()
    {
        NotebookDocument document = Notebook();
        ParameterInjection.Apply(document, Set("seed", "3"));

        ParameterInjection.Apply(document, Set("seed", "4"));

        Assert.Equal("// Parameters\nint seed = 4;", Assert.Single(document.Cells, cell => cell.Tags.Contains("injected-parameters")).Source);
    }

    private static Dictionary<string, string> Set(string name, string value) => new() { [name] = value };

    private static NotebookDocument Notebook()
    {
        var document = NotebookDocument.Create();
        document.Add(NotebookCell.Create(CellKind.Markdown, "# Title"));
        document.Add(NotebookCell.Create(CellKind.Code, Declarations, "parameters"));
        document.Add(NotebookCell.Create(CellKind.Code, "seed"));
        return document;
    }
}

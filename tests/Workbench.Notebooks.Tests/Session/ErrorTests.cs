namespace Workbench.Notebooks.Tests.Session;

public sealed class ErrorTests : SessionTest
{
    [Fact]
    public async Task AnExceptionHasItsRealNameAndTheLineOfTheCell()
    {
        ErrorOutput error = (await RunAsync("int zero = 0;\n\nint x = 1 / zero;")).Error;

        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal("Attempted to divide by zero.", error.Value);
        Assert.Equal(["System.DivideByZeroException: Attempted to divide by zero.", "   at cell 1:line 3"], error.Traceback);
    }

    [Fact]
    public async Task TheTracebackNamesTheMethodsOfEarlierCellsAndNothingOfTheEngine()
    {
        await RunWellAsync("int Half(int n) =>\n    n % 2 == 0 ? n / 2 : throw new ArgumentException(\"odd\", nameof(n));");
        ErrorOutput error = (await RunAsync("await Task.Yield();\nawait Task.Run(() => Half(3));")).Error;

        Assert.Equal("System.ArgumentException", error.Name);
        Assert.Contains("   at Half(Int32 n) in cell 1:line 2", error.Traceback);
        Assert.Equal("   at cell 2:line 2", error.Traceback[^1]);
        Assert.DoesNotContain(error.Traceback, line => line.Contains("Workbench.Notebooks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnExceptionTypeOfTheCellIsNamedAsItIsWritten()
    {
        ErrorOutput error = (await RunAsync("class NoSuchLayer(string m) : Exception(m) { }\nthrow new NoSuchLayer(\"conv9\");")).Error;

        Assert.Equal("NoSuchLayer", error.Name);
    }

    [Fact]
    public async Task TheCauseIsToldToo()
    {
        ErrorOutput error = (await RunAsync("try { int.Parse(\"x\"); } catch (Exception e) { throw new InvalidOperationException(\"outer\", e); }")).Error;

        Assert.Contains("caused by System.FormatException: The input string 'x' was not in a correct format.", error.Traceback);
    }

    [Fact]
    public async Task TheErrorIsAnOutputToo()
    {
        CellRun run = await RunAsync("Console.Write(\"kept\"); throw new Exception(\"x\");");

        Assert.Equal(new StreamOutput("stdout", "kept"), run.Outputs[0]);
        Assert.Same(run.Error, run.Outputs[1]);
    }

    [Fact]
    public async Task ACompileErrorHasLineAndColumnOfTheCell()
    {
        ErrorOutput error = (await RunAsync("var x = 1;\nx = oops;")).Error;

        Assert.Equal("CompilationError", error.Name);
        Assert.Equal("(2,5): error CS0103: The name 'oops' does not exist in the current context", error.Value);
        Assert.Equal(["cell 1" + error.Value, "    x = oops;", "        ^"], error.Traceback);
    }

    [Fact]
    public async Task EveryCompileErrorIsListedInOrder()
    {
        ErrorOutput error = (await RunAsync("int a = \"\";\nint b = c;")).Error;

        Assert.Equal(["(1,9)", "(2,9)"], error.Value.Split('\n').Select(line => line[..5]));
    }

    [Theory]
    [InlineData("using var file = new MemoryStream();")]
    [InlineData("int x = 1;\nusing var file = new MemoryStream();")]
    [InlineData("using MemoryStream file = new();")]
    [InlineData("await using var file = new MemoryStream();")]
    public async Task UsingVarAtTheTopLevelIsExplained(string code)
    {
        ErrorOutput error = (await RunAsync(code)).Error;

        Assert.Contains("`using var` cannot stand at the top level of a cell", error.Value, StringComparison.Ordinal);
        Assert.Contains($"({code.Split('\n').Length},1)", error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UsingVarInABlockIsFine() => await RunWellAsync("{ using var file = new MemoryStream(); }");
}

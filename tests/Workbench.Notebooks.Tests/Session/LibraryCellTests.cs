namespace Workbench.Notebooks.Tests.Session;

public sealed class LibraryCellTests : SessionTest
{
    [Fact]
    public async Task ExtensionMethodsWorkFromTheNextCellOn()
    {
        await RunWellAsync("static class Extras { public static int Doubled(this int n) => 2 * n; }");

        Assert.Equal("42", (await RunWellAsync("21.Doubled()")).Value);
    }

    [Fact]
    public async Task ALibrarysStackTraceHasItsLine()
    {
        await RunWellAsync("[Serializable]\nstatic class Extras\n{\n    public static int Failed(this int n) => throw new Exception();\n}");

        Assert.Contains("   at Extras.Failed(Int32 n) in cell 1:line 4", (await RunAsync("1.Failed()")).Error.Traceback);
    }

    [Theory]
    [InlineData("namespace Inner { record Point(int X); }")]
    [InlineData("namespace Inner { public record Point(int X); }")]
    [InlineData("namespace Inner;\npublic record Point(int X);")]
    public async Task TypesCanStandInNamespaces(string code)
    {
        await RunWellAsync(code);

        Assert.Equal("Point { X = 1 }", (await RunWellAsync("new Inner.Point(1)")).Value);
    }

    [Fact]
    public async Task ALibrarySeesTheUsingsAndLibrariesBeforeIt()
    {
        await RunWellAsync("using System.Numerics;");
        await RunWellAsync("namespace First { public class A { public BigInteger One => 1; } }");
        await RunWellAsync("namespace Second { public class B : First.A { } }");

        Assert.Equal("1", (await RunWellAsync("new Second.B().One.ToString()")).Value);
    }

    [Fact]
    public async Task RunningTheCellAgainReplacesItsTypes()
    {
        await RunWellAsync("static class Extras { public static int Changed(this int n) => n + 1; }");
        await RunWellAsync("static class Extras { public static int Changed(this int n) => n + 2; }");

        Assert.Equal("2", (await RunWellAsync("0.Changed()")).Value);
    }

    [Fact]
    public async Task ACompileErrorInALibraryHasItsLine() =>
        Assert.StartsWith(
            "(2,19): error CS0103", (await RunAsync("namespace N {\nclass A { int x = oops; } }")).Error.Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("int x = 1;\nstatic class E { public static int Twice(this int n) => 2 * n; }")]
    [InlineData("int x = 1;\nnamespace N { class A { } }")]
    public async Task BesideStatementsTheErrorSaysWhatToDo(string code) =>
        Assert.Contains("Put it in a cell of its own", (await RunAsync(code)).Error.Value, StringComparison.Ordinal);
}

namespace Workbench.Notebooks.Tests.Session;

public sealed class StateTests : SessionTest
{
    [Fact]
    public async Task WhatACellDeclaresIsThereInTheNext()
    {
        await RunWellAsync("int x = 20; int Twice(int n) => 2 * n; record Point(int X, int Y);");

        Assert.Equal("40", (await RunWellAsync("Twice(x)")).Value);
        Assert.Equal("Point { X = 1, Y = 2 }", (await RunWellAsync("new Point(1, 2)")).Value);
    }

    [Fact]
    public async Task DeclaringANameAgainReplacesIt()
    {
        await RunWellAsync("var x = 1;");
        await RunWellAsync("var x = \"text\";");

        Assert.Equal("text", (await RunWellAsync("x")).Value);
    }

    [Fact]
    public async Task UsingsLastFromCellToCell()
    {
        await RunWellAsync("using System.Numerics;");

        Assert.Equal("1024", (await RunWellAsync("BigInteger.Pow(2, 10).ToString()")).Value);
    }

    [Fact]
    public async Task TheUsualNamespacesNeedNoUsing() =>
        Assert.Equal("a,b", (await RunWellAsync(
            "await Task.Yield(); string.Join(Path.AltDirectorySeparatorChar == '/' ? ',' : '?', new List<string> { \"a\", \"b\" }.Where(s => s != null).Append(new StringBuilder().ToString()).Take(2))")).Value);

    [Fact]
    public async Task AwaitStandsAtTheTopLevel() =>
        Assert.Equal("7", (await RunWellAsync("await Task.Delay(1);\nint n = await Task.FromResult(7);\nn")).Value);

    [Fact]
    public async Task WhatWasDeclaredBeforeAnExceptionIsKept()
    {
        CellRun failed = await RunAsync("int kept = 5;\nthrow new InvalidOperationException(\"no\");");

        Assert.Equal("System.InvalidOperationException", failed.Error.Name);
        Assert.Equal("5", (await RunWellAsync("kept")).Value);
    }

    [Fact]
    public async Task ACellThatDoesNotCompileLeavesTheSessionAsItWas()
    {
        await RunWellAsync("int x = 1;");
        await RunAsync("int x = \"two\";");

        Assert.Equal("1", (await RunWellAsync("x")).Value);
    }

    [Fact]
    public async Task CellsRunOnOneThread()
    {
        string first = (await RunWellAsync("Environment.CurrentManagedThreadId")).Value!;

        Assert.Equal(first, (await RunWellAsync("Environment.CurrentManagedThreadId")).Value);
    }

    [Fact]
    public async Task ExecutionsAreCountedFromOne()
    {
        Assert.Equal(1, (await RunWellAsync("1")).Outcome.ExecutionCount);
        Assert.Equal(2, (await RunAsync("oops")).Outcome.ExecutionCount);
        Assert.Equal(3, (await RunWellAsync("")).Outcome.ExecutionCount);
    }

    [Fact]
    public async Task AHundredCellsShareOneState()
    {
        await RunWellAsync("int total = 0;");
        for (int i = 1; i <= 40; i++)
        {
            await RunWellAsync($"int cell{i} = total += {i};");
        }

        Assert.Equal("820", (await RunWellAsync("cell40")).Value);
    }
}

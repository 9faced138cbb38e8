using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Session;

public sealed class DirectiveTests : SessionTest
{
    [Fact]
    public async Task AnUnknownDirectiveIsAnErrorThatListsTheKnownOnes()
    {
        ErrorOutput error = (await RunAsync("int x = 1;\n#!fsharp\nlet y = 1")).Error;

        Assert.StartsWith("line 2: #!fsharp is no directive here", error.Value, StringComparison.Ordinal);
        Assert.All(["#!csharp", "#!markdown", "#!html", "#!javascript", "#!import", "#!time", "#r", "#load"], known =>
            Assert.Contains(known, error.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TimeIsTold()
    {
        CellRun run = await RunWellAsync("#!time\nawait Task.Delay(20);\n5");

        Assert.Equal("5", run.Value);
        Assert.Matches(@"^Wall time: \d+(\.\d+)?ms$", run.Displays.Single().Data.Text("text/plain"));
    }

    [Theory]
    [InlineData("#!markdown", "text/markdown", "*hi*")]
    [InlineData("#!md", "text/markdown", "*hi*")]
    [InlineData("#!html", "text/html", "*hi*")]
    [InlineData("#!javascript", "text/html", "<script type=\"module\">\n*hi*\n</script>")]
    public async Task TextIsShownAsWhatItIs(string directive, string mimeType, string shown)
    {
        CellRun run = await RunWellAsync($"{directive}\n\n*hi*\n");

        Assert.Equal(shown, run.Displays.Single().Data.Text(mimeType));
    }

    [Fact]
    public async Task ACellGoesBackAndForthBetweenLanguages()
    {
        CellRun run = await RunWellAsync("#!csharp\nvar x = 1;\n#!markdown\n# Title\n#!csharp\nx + 1");

        Assert.Equal("# Title", run.Displays.Single().Data.Text("text/markdown"));
        Assert.Equal("2", run.Value);
    }

    [Fact]
    public async Task ErrorsBelowADirectiveKeepTheirLine() =>
        Assert.StartsWith("(3,1): error CS0103", (await RunAsync("#!time\n\noops")).Error.Value, StringComparison.Ordinal);

    [Fact]
    public async Task ALineInAStringIsNoDirective()
    {
        CellRun run = await RunWellAsync("var script = @\"\n#!/bin/sh\n\";\n/*\n#!nothing\n*/\nscript.Trim()");

        Assert.Equal("#!/bin/sh", run.Value);
    }

    [Fact]
    public async Task LoadRunsAFileBesideTheNotebook()
    {
        Write("lib/inner.csx", "int Inner = 20;");
        Write("lib/outer.csx", "#load \"inner.csx\"\nint Outer = Inner + 1;");

        Assert.Equal("41", (await RunWellAsync("#load \"lib/outer.csx\"\nInner + Outer")).Value);
    }

    [Fact]
    public async Task ALoadThatFindsNothingHasItsLine() =>
        Assert.StartsWith("(2,7): error CS1504", (await RunAsync("// first\n#load \"nothing.csx\"")).Error.Value, StringComparison.Ordinal);

    [Fact]
    public async Task AnErrorInALoadedFileNamesTheFile()
    {
        Write("broken.csx", "int a;\nint b = oops;");

        Assert.StartsWith("broken.csx(2,9): error CS0103", (await RunAsync("#load \"broken.csx\"")).Error.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!import helpers.ipynb")]
    [InlineData("#!import \"helpers.ipynb\"")]
    public async Task ImportRunsTheCodeCellsOfANotebook(string import)
    {
        NotebookDocument notebook = NotebookDocument.Create();
        notebook.Add(NotebookCell.Create(CellKind.Markdown, "not *code*"));
        notebook.Add(NotebookCell.Create(CellKind.Code, "int a = 1;"));
        var foreign = NotebookCell.Create(CellKind.Code, "let f = 1");
        foreign.Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = "fsharp" };
        notebook.Add(foreign);
        notebook.Add(NotebookCell.Create(CellKind.Code, "int b = a + 1;"));
        Write("helpers.ipynb", notebook.ToJson());

        Assert.Equal("3", (await RunWellAsync($"{import}\na + b")).Value);
    }

    [Fact]
    public async Task ImportReadsSourceFilesAndDibFiles()
    {
        Write("a.cs", "namespace Helpers; public static class Extras { public static int Doubled(this int n) => 2 * n; }");
        Write("sub/b.csx", "#load \"c.csx\"\nint b = c;");
        Write("sub/c.csx", "int c = 3;");
        Write("d.dib", "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\"}}\n\n#!csharp\n\nint d = 4;\n\n#!markdown\n\nprose\n");

        CellRun run = await RunWellAsync("#!import a.cs\n#!import sub/b.csx\n#!import d.dib\nusing Helpers;\n(b + d).Doubled()");
        Assert.Equal("14", run.Value);
    }

    [Fact]
    public async Task ImportsAreRelativeToTheFileThatHasThem()
    {
        Write("sub/outer.dib", "#!import inner.csx");
        Write("sub/inner.csx", "int inner = 5;");

        Assert.Equal("5", (await RunWellAsync("#!import sub/outer.dib\ninner")).Value);
    }

    [Theory]
    [InlineData("#!import nothing.csx", "line 1: #!import found no file nothing.csx")]
    [InlineData("#!import data.txt", "#!import reads .ipynb, .cs, .csx and .dib")]
    [InlineData("#!import broken.ipynb", "broken.ipynb is not a notebook")]
    [InlineData("#!import self.csx", "self.csx imports itself")]
    [InlineData("#!import", "#!import names a file")]
    [InlineData("#!import wrong.csx", "wrong.csx(1,9): error CS0103")]
    public async Task AFailingImportFailsTheCell(string code, string words)
    {
        Write("data.txt", "");
        Write("broken.ipynb", "{}");
        Write("self.csx", "#!import self.csx");
        Write("wrong.csx", "int x = oops;");

        ErrorOutput error = (await RunAsync($"{code}\nConsole.Write(\"not reached\");")).Error;

        Assert.Contains(words, error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExceptionInAnImportedNotebookHasItsCellAndLine()
    {
        NotebookDocument notebook = NotebookDocument.Create();
        notebook.Add(NotebookCell.Create(CellKind.Code, "\nthrow new Exception(\"x\");"));
        Write("bad.ipynb", notebook.ToJson());

        Assert.Contains("   at bad.ipynb cell 1:line 2", (await RunAsync("#!import bad.ipynb")).Error.Traceback);
    }
}

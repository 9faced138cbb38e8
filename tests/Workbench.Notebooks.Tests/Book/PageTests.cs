using System.Text.Json.Nodes;
using Workbench.Notebooks.Book;
using static Workbench.Notebooks.Tests.Book.Pages;

namespace Workbench.Notebooks.Tests.Book;

public sealed class PageTests : IDisposable
{
    private readonly Pages pages = new();

    public void Dispose() => pages.Dispose();

    [Fact]
    public void EveryPageForbidsTheNetwork()
    {
        string page = pages.Page(Prose("# Title"));

        Assert.Contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", File.ReadAllText(Path.Combine(pages.Folder, "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputIsShownInItsRichestForm()
    {
        string page = pages.Page(Code(
            "show",
            Shown("text/html", "<b id=\"bold\">bold</b>"),
            Shown("image/png", "iVBO\nRw0="),
            Shown("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            Shown("text/markdown", "*leaning*"),
            new StreamOutput("stdout", "plain <text>\n")));

        Assert.Contains("<b id=\"bold\">bold</b>", page, StringComparison.Ordinal);
        Assert.Contains("<img src=\"data:image/png;base64,iVBORw0=\" alt=\"as text\">", page, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/svg+xml;base64,", page, StringComparison.Ordinal);
        Assert.Contains("<em>leaning</em>", page, StringComparison.Ordinal);
        Assert.Contains("plain &lt;text&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TerminalColoursAndOverwrittenLinesAreGone()
    {
        string page = pages.Page(Code("x", new StreamOutput("stdout", "\u001b[31mred\u001b[0m\n10 %\r20 %\rdone\n")));

        Assert.Contains("<pre tabindex=\"0\">red\ndone</pre>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorShowsItsTypeMessageAndTrace()
    {
        string page = pages.Page(Code("x", new ErrorOutput("System.DivideByZeroException", "a < b", ["at cell 2:line 1"])));

        Assert.Contains("<strong>System.DivideByZeroException</strong> a &lt; b", page, StringComparison.Ordinal);
        Assert.Contains("at cell 2:line 1", page, StringComparison.Ordinal);
        Assert.Contains("class=\"cell failed\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExpectedErrorDoesNotMarkItsCellAsFailed() =>
        Assert.DoesNotContain("class=\"cell failed\"", pages.Page(Tagged("x", ["raises-exception"], new ErrorOutput("E", "m", []))), StringComparison.Ordinal);

    [Fact]
    public void LongCodeAndSetUpAreFolded()
    {
        string longCell = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"int v{i} = {i};"));
        string page = pages.Page(Code("#r \"a.dll\"\n#r \"b.dll\"\nusing System;\nRegister();"), Code(longCell), Code("short"));

        Assert.Equal(2, page.Split("<details class=\"fold\">").Length - 1);
        Assert.Contains("40 lines", page, StringComparison.Ordinal);
    }

    [Fact]
    public void HeadingsBecomeTheContentsWithAnchorsOfTheirOwn()
    {
        string page = pages.Page(Prose("# Title\n## Step `one`"), Prose("## Step `one`\n### Größe"));

        Assert.Contains("<a href=\"#step-one\">Step one</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#step-one-2\">Step one</a>", page, StringComparison.Ordinal);
        Assert.Contains("id=\"größe\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void NotebooksAreLinkedToTheirNeighboursAndToEachOther()
    {
        pages.Write(null, ("01-a", [Prose("# First")]), ("02-b", [Prose("# Second\n[back](01-a.ipynb#x)")]), ("03-c", [Prose("# Third")]));
        string second = File.ReadAllText(pages.PathOf("02-b"));

        Assert.Contains("<a rel=\"prev\" href=\"01-a.html\"><small>Previous</small>First</a>", second, StringComparison.Ordinal);
        Assert.Contains("<a rel=\"next\" href=\"03-c.html\"><small>Next</small>Third</a>", second, StringComparison.Ordinal);
        Assert.Contains("href=\"01-a.html#x\">back</a>", second, StringComparison.Ordinal);
    }

    [Fact]
    public void PicturesOfTheProseArePutIntoThePageAndRemoteOnesBecomeLinks()
    {
        File.WriteAllBytes(Path.Combine(pages.Folder, "dot.png"), [1, 2, 3]);
        string page = pages.Page(Prose("![dot](dot.png) ![far](https://example.org/far.png)"));

        Assert.Contains("<img src=\"data:image/png;base64,AQID\" alt=\"dot\"", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/far.png\">far (https://example.org/far.png)</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheScriptForChartsIsWrittenOnceAndLoadedOnlyWhereThereAreCharts()
    {
        var figure = new MimeBundle([KeyValuePair.Create("application/vnd.plotly.v1+json", (JsonNode)new JsonObject { ["data"] = new JsonArray() })]);
        pages.Write(() => "/* plotly */", ("with", [Code("c", new DisplayOutput(figure))]), ("too", [Code("c", new DisplayOutput(figure))]), ("without", [Prose("# None")]));

        Assert.Contains("<script src=\"plotly.min.js\">", File.ReadAllText(pages.PathOf("with")), StringComparison.Ordinal);
        Assert.Contains("<script src=\"plotly.min.js\">", File.ReadAllText(pages.PathOf("too")), StringComparison.Ordinal);
        Assert.DoesNotContain("<script src=", File.ReadAllText(pages.PathOf("without")), StringComparison.Ordinal);
        Assert.Equal("/* plotly */", File.ReadAllText(Path.Combine(pages.Folder, "plotly.min.js")));
    }

    [Fact]
    public void TheIndexSaysHowEachNotebookFaredAndWhatItClaims()
    {
        var claims = new MimeBundle([KeyValuePair.Create(ClaimRecord.MimeType, JsonNode.Parse(
            """{ "claims": [ { "id": "a", "notebook": "01-a", "statement": "It learns.", "source": "the talk", "published": 0.99, "measured": 0.994, "interval": [0.99, 1], "rule": "at least", "verdict": "holds" } ] }""")!)]);
        NotebookDocument failed = Document(Prose("# Broken"));
        failed.Metadata["workbench"] = JsonNode.Parse("""{ "state": "failed", "reason": "System.Exception: boom", "failed_cell": 1, "seconds": 12.3 }""");
        new HtmlBook().Write(pages.Folder, [new Chapter("01-a", Document(Prose("# Fine"), Code("c", new DisplayOutput(claims))), "."), new Chapter("02-b", failed, ".")]);
        string index = File.ReadAllText(Path.Combine(pages.Folder, "index.html"));

        Assert.Contains("1 claim: 1 holds", index, StringComparison.Ordinal);
        Assert.Contains("It learns.", index, StringComparison.Ordinal);
        Assert.Contains("0.994 [0.99, 1]", index, StringComparison.Ordinal);
        Assert.Contains("System.Exception: boom", index, StringComparison.Ordinal);
        Assert.Contains("12 s", index, StringComparison.Ordinal);
        Assert.Contains("did not reach its end", File.ReadAllText(pages.PathOf("02-b")), StringComparison.Ordinal);
    }
}

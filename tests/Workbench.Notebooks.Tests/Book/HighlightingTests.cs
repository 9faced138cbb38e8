using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using static Workbench.Notebooks.Tests.Book.Pages;

namespace Workbench.Notebooks.Tests.Book;

public sealed partial class HighlightingTests : IDisposable
{
    private readonly Pages pages = new();

    public void Dispose() => pages.Dispose();

    [Theory]
    [InlineData("var x = 1;", "<span class=\"c-keyword\">var</span>")]
    [InlineData("return 0.5f;", "<span class=\"c-number\">0.5f</span>")]
    [InlineData("Console.WriteLine(1);", "<span class=\"c-method\">WriteLine</span>")]
    [InlineData("Tensor t = null;", "<span class=\"c-type\">Tensor</span>")]
    [InlineData("var l = new List<int>();", "<span class=\"c-type\">List</span>")]
    [InlineData("// why", "<span class=\"c-comment\">// why</span>")]
    [InlineData("#r \"x.dll\"", "<span class=\"c-directive\">#r &quot;x.dll&quot;</span>")]
    [InlineData("\"a < b\"", "<span class=\"c-string\">&quot;a &lt; b&quot;</span>")]
    public void EachTokenIsColouredByItsRole(string source, string span) => Assert.Contains(span, pages.Page(Code(source)), StringComparison.Ordinal);

    /// <summary>Colours must never cost a character, whatever stands in a cell.</summary>
    [Fact]
    public void TheTextStaysAsItWasWritten()
    {
        string[] parts = ["var x = ", "$\"{y:0.0} {", "}\"", "\"\"\"", "/* ", "*/", "// c", "\n", "<b>&amp;", "#!time\n", "#r \"a\"\n", "'", "@\"", "1e-3f", "class A { ", "}", "é→", "\\", "    "];
        Gen.Int[0, parts.Length - 1].Array[1, 12].Select(picks => ("x" + string.Concat(picks.Select(i => parts[i]))).TrimEnd())
            .Sample(source => Assert.Equal(source, TextOf(pages.Page(Code(source)))), iter: 200, threads: 1);
    }

    private static string TextOf(string page) => WebUtility.HtmlDecode(Tags().Replace(Listing().Match(page).Groups[1].Value, ""));

    [GeneratedRegex("<pre class=\"source\"[^>]*><code>(.*?)</code></pre>", RegexOptions.Singleline)]
    private static partial Regex Listing();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}

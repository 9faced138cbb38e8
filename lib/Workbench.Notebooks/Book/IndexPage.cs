using System.Net;
using System.Text;

namespace Workbench.Notebooks.Book;

/// <summary>The book's first page: its notebooks, how they fared, and all their claims.</summary>
internal static class IndexPage
{
    public static string Render(IReadOnlyList<Chapter> chapters, string bookTitle)
    {
        ClaimRecord[] claims = [.. chapters.SelectMany(chapter => chapter.Claims)];
        string body = $"""
            <main class="index">
            <section class="prose"><h1>{WebUtility.HtmlEncode(bookTitle)}</h1></section>
            <ol class="chapters">
            {string.Concat(chapters.Select(Entry))}</ol>
            {Claims(claims)}
            </main>
            """;
        return PageShell.Wrap(bookTitle, body, hasCharts: false);
    }

    private static string Entry(Chapter chapter)
    {
        (string state, string? reason) = ExecutionRecord.StateOf(chapter.Document) ?? ("not executed", null);
        string mark = state == "finished" ? "good" : state is "not executed" or "interrupted" ? "open" : "bad";
        string took = ExecutionRecord.DurationOf(chapter.Document) is { } time ? $"<span class=\"took\">{CellHtml.Seconds(time)}</span>" : "";
        string claims = chapter.Claims.Count > 0 ? $"<span class=\"claims\">{ClaimFiles.Summary(chapter.Claims)}</span>" : "";
        string why = reason is null ? "" : $"<span class=\"why\">{WebUtility.HtmlEncode(reason.Split('\n')[0])}</span>";
        return $"""
            <li><a href="{WebUtility.HtmlEncode(chapter.Page)}">{WebUtility.HtmlEncode(chapter.Title)}</a>
            <div class="facts"><span class="mark {mark}">{WebUtility.HtmlEncode(state)}</span>{took}{claims}{why}</div></li>

            """;
    }

    private static string Claims(ClaimRecord[] claims)
    {
        if (claims.Length == 0)
        {
            return "";
        }

        var rows = new StringBuilder();
        foreach (ClaimRecord claim in claims)
        {
            string mark = claim.Verdict switch { "holds" => "good", "does not hold" => "bad", _ => "open" };
            rows.Append($"""
                <tr><td>{WebUtility.HtmlEncode(claim.Statement)}<small><a href="{WebUtility.HtmlEncode(claim.Notebook)}.html">{WebUtility.HtmlEncode(claim.Notebook)}</a> · {WebUtility.HtmlEncode(claim.Source)}</small></td>
                <td>{WebUtility.HtmlEncode(claim.Published)}</td><td>{WebUtility.HtmlEncode(claim.Measured)}</td><td><span class="mark {mark}">{WebUtility.HtmlEncode(claim.Verdict)}</span></td></tr>

                """);
        }

        return $"""
            <section class="prose"><h2 id="claims">Claims</h2><p>{ClaimFiles.Summary(claims)}.</p></section>
            <div class="scroll"><table class="ledger"><thead><tr><th>Claim</th><th>Published</th><th>Measured</th><th>Verdict</th></tr></thead><tbody>
            {rows}</tbody></table></div>
            """;
    }
}

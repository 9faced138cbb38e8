using System.Globalization;
using System.Net;
using System.Text;

namespace Workbench.Notebooks.Book;

/// <summary>The page of one notebook.</summary>
internal static class ChapterPage
{
    public static string Render(Chapter chapter, IReadOnlyList<Chapter> all, string bookTitle, bool charts)
    {
        var prose = new MarkdownHtml(chapter.Folder);
        var outputs = new OutputHtml(charts);
        var content = new StringBuilder();
        for (int i = 0; i < chapter.Document.Cells.Count; i++)
        {
            NotebookCell cell = chapter.Document.Cells[i];
            content.Append(cell.Kind switch
            {
                CellKind.Markdown => $"<section class=\"prose\">{prose.Render(cell)}</section>\n",
                CellKind.Code => CellHtml.Render(cell, i + 1, outputs),
                _ => "",
            });
        }

        if (!prose.Headings.Any(heading => heading.Level == 1))
        {
            content.Insert(0, $"<section class=\"prose\"><h1>{WebUtility.HtmlEncode(chapter.Title)}</h1></section>\n");
        }

        string cells = content.ToString();
        int belowTitle = cells.IndexOf("</h1>", StringComparison.Ordinal) + "</h1>".Length;
        string body = $"""
            {Sidebar(chapter, all, bookTitle, prose.Headings)}
            <main>
            {cells.Insert(belowTitle, Status(chapter))}
            {Neighbours(chapter, all)}
            </main>
            """;
        return PageShell.Wrap($"{chapter.Title} · {bookTitle}", body, outputs.HasCharts);
    }

    private static string Sidebar(Chapter chapter, IReadOnlyList<Chapter> all, string bookTitle, IReadOnlyList<Heading> headings)
    {
        var sections = new StringBuilder();
        foreach (Heading heading in headings.Where(heading => heading.Level is 2 or 3))
        {
            sections.Append($"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>");
        }

        var chapters = new StringBuilder();
        foreach (Chapter other in all)
        {
            bool here = other.Name == chapter.Name;
            chapters.Append($"<li{(here ? " class=\"here\"" : "")}><a href=\"{WebUtility.HtmlEncode(other.Page)}\"{(here ? " aria-current=\"page\"" : "")}>{WebUtility.HtmlEncode(other.Title)}</a>");
            chapters.Append(here && sections.Length > 0 ? $"<ul class=\"sections\">{sections}</ul></li>" : "</li>");
        }

        return $"""
            <nav class="sidebar" aria-label="Contents">
            <a class="book" href="index.html">{WebUtility.HtmlEncode(bookTitle)}</a>
            <details class="contents" open><summary>Contents</summary>
            <ul>{chapters}</ul>
            </details>
            <button type="button" id="fold-all">Hide code</button>
            </nav>
            """;
    }

    private static string Status(Chapter chapter)
    {
        var facts = new List<string>();
        if (ExecutionRecord.StartOf(chapter.Document) is { } start)
        {
            facts.Add($"Executed {start.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)}");
        }

        if (ExecutionRecord.DurationOf(chapter.Document) is { } took)
        {
            facts.Add($"in {CellHtml.Seconds(took)}");
        }

        string parameters = string.Join(", ", ExecutionRecord.ParametersOf(chapter.Document).Select(p => $"{p.Key} = {p.Value}"));
        string line = string.Join(' ', facts) + (parameters.Length > 0 ? $" with {parameters}" : "");
        string status = line.Length > 0 ? $"<p class=\"status\">{WebUtility.HtmlEncode(line)}</p>" : "";
        return ExecutionRecord.StateOf(chapter.Document) is { Reason: { } reason } ended
            ? $"{status}<div class=\"banner\" role=\"alert\"><strong>This notebook did not reach its end ({WebUtility.HtmlEncode(ended.State)}).</strong> "
                + $"{WebUtility.HtmlEncode(reason)}{FailedCell(chapter)}</div>"
            : status;
    }

    private static string FailedCell(Chapter chapter) =>
        ExecutionRecord.FailedCellOf(chapter.Document) is { } place ? $" <a href=\"#cell-{place}\">Go to the cell</a>" : "";

    private static string Neighbours(Chapter chapter, IReadOnlyList<Chapter> all)
    {
        int here = all.TakeWhile(other => other.Name != chapter.Name).Count();
        string previous = here > 0 ? Link(all[here - 1], "prev", "Previous") : "<span></span>";
        string next = here < all.Count - 1 ? Link(all[here + 1], "next", "Next") : "<span></span>";
        return $"<nav class=\"neighbours\" aria-label=\"Neighbouring notebooks\">{previous}{next}</nav>";
    }

    private static string Link(Chapter to, string relation, string label) =>
        $"<a rel=\"{relation}\" href=\"{WebUtility.HtmlEncode(to.Page)}\"><small>{label}</small>{WebUtility.HtmlEncode(to.Title)}</a>";
}

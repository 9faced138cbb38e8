namespace Workbench.Notebooks.Book;

/// <summary>
/// Writes executed notebooks as a small web site that works from a folder: an index, a page for each notebook, and, where a page has
/// charts, Plotly's script once. Nothing in it asks for the network.
/// </summary>
public sealed class HtmlBook
{
    /// <summary>The title of the index.</summary>
    public string Title { get; init; } = "Notebooks";

    /// <summary>Gives the text of plotly.js; called only when a page has charts. Null where it is not at hand: charts then show their own HTML.</summary>
    public Func<string>? PlotlyScript { get; init; }

    /// <summary>Writes the pages of the notebooks that were executed now, and an index of all.</summary>
    /// <param name="folder">Where the book goes; created where it is missing.</param>
    /// <param name="chapters">All notebooks of the book, in order.</param>
    /// <returns>The path of the index.</returns>
    /// <exception cref="IOException">A page cannot be written.</exception>
    public string Write(string folder, IReadOnlyList<Chapter> chapters)
    {
        ArgumentNullException.ThrowIfNull(chapters);
        Directory.CreateDirectory(folder);
        bool anyCharts = false;
        foreach (Chapter chapter in chapters)
        {
            string page = ChapterPage.Render(chapter, chapters, Title, PlotlyScript is not null);
            anyCharts |= page.Contains($"<script src=\"{PageShell.PlotlyFile}\">", StringComparison.Ordinal);
            WriteWhole(Path.Combine(folder, chapter.Page), page);
        }

        string script = Path.Combine(folder, PageShell.PlotlyFile);
        if (anyCharts && !File.Exists(script))
        {
            WriteWhole(script, PlotlyScript!());
        }

        string index = Path.Combine(folder, "index.html");
        WriteWhole(index, IndexPage.Render(chapters, Title));
        return index;
    }

    /// <summary>Renders a notebook and forgets the page: done while a kernel works, it has the renderer loaded when the page is due.</summary>
    /// <param name="document">A notebook that nobody changes meanwhile.</param>
    public static void WarmUp(NotebookDocument document)
    {
        var chapter = new Chapter("warm-up", document, ".");
        _ = ChapterPage.Render(chapter, [chapter], "", charts: true) + IndexPage.Render([chapter], "");
    }

    private static void WriteWhole(string path, string text)
    {
        string beside = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllText(beside, text);
        File.Move(beside, path, overwrite: true);
    }
}

using Workbench.Notebooks.Book;

namespace Workbench.Notebooks.Tests.Book;

/// <summary>A folder with a book made from a few cells.</summary>
internal sealed class Pages : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("book-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static NotebookCell Prose(string markdown) => NotebookCell.Create(CellKind.Markdown, markdown);

    public static NotebookCell Code(string source, params CellOutput[] outputs) => Tagged(source, [], outputs);

    public static NotebookCell Tagged(string source, string[] tags, params CellOutput[] outputs)
    {
        var cell = NotebookCell.Create(CellKind.Code, source, tags);
        cell.ExecutionCount = 1;
        Array.ForEach(outputs, cell.AppendOutput);
        return cell;
    }

    public static DisplayOutput Shown(string type, string text) => new(new MimeBundle([(type, text), ("text/plain", "as text")]));

    /// <summary>Writes a book of one page and gives that page's HTML.</summary>
    public string Page(params NotebookCell[] cells)
    {
        Write(null, ("page", cells));
        return File.ReadAllText(PathOf("page"));
    }

    public string PathOf(string name) => Path.Combine(Folder, name + ".html");

    public void Write(Func<string>? plotly, params (string Name, NotebookCell[] Cells)[] chapters) =>
        new HtmlBook { Title = "A book", PlotlyScript = plotly }.Write(Folder, [.. chapters.Select(chapter => new Chapter(chapter.Name, Document(chapter.Cells), Folder))]);

    public static NotebookDocument Document(params NotebookCell[] cells)
    {
        var document = NotebookDocument.Create();
        Array.ForEach(cells, document.Add);
        return document;
    }
}

namespace Workbench.Notebooks.Book;

/// <summary>One notebook of a book.</summary>
/// <param name="Name">Its name, which is also that of its page: <c>03-convolution</c>.</param>
/// <param name="Document">Its executed copy.</param>
/// <param name="Folder">The folder that relative paths of its pictures start from: that of the notebook's source.</param>
public sealed record Chapter(string Name, NotebookDocument Document, string Folder)
{
    /// <summary>The first heading of the notebook; its name where it has none.</summary>
    public string Title { get; } = FirstHeading(Document) ?? Name;

    /// <summary>What the notebook claims.</summary>
    public IReadOnlyList<ClaimRecord> Claims { get; } = ClaimRecord.Of(Document, Name);

    /// <summary>The file name of its page.</summary>
    public string Page => Name + ".html";

    private static string? FirstHeading(NotebookDocument document)
    {
        string? line = document.Cells.Where(cell => cell.Kind == CellKind.Markdown)
            .SelectMany(cell => cell.Source.Split('\n'))
            .FirstOrDefault(l => l.StartsWith("# ", StringComparison.Ordinal));
        return line?[2..].Trim().Trim('#').Replace("`", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal).Trim();
    }
}

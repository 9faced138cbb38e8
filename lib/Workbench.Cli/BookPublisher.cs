using System.Reflection;
using Workbench.Notebooks;
using Workbench.Notebooks.Book;

namespace Workbench.Cli;

/// <summary>Writes the HTML book of everything that was ever executed into a results folder.</summary>
internal static class BookPublisher
{
    /// <summary>Writes the book.</summary>
    /// <param name="results">The results folder.</param>
    /// <param name="executed">The copies that were executed now; the others are read from the folder.</param>
    /// <returns>The path of its index.</returns>
    public static string Publish(string results, IEnumerable<NotebookDocument> executed)
    {
        var now = executed.ToDictionary(document => NotebookFiles.Name(document.Name), StringComparer.Ordinal);
        string copies = Path.Combine(results, "executed");
        IEnumerable<Chapter> chapters =
            from copy in Directory.EnumerateFiles(copies, "*.ipynb").Order(StringComparer.Ordinal)
            let name = NotebookFiles.Name(copy)
            let document = now.GetValueOrDefault(name) ?? Load(copy)
            where document is not null
            let folder = Path.GetFullPath(ExecutionRecord.FolderOf(document) ?? ".", copies)
            where now.ContainsKey(name) || File.Exists(Path.Combine(folder, Path.GetFileName(copy))) // deleted notebooks leave the book
            select new Chapter(name, document, folder);
        var book = new HtmlBook { Title = "The Workbench Book", PlotlyScript = PlotlyScript };
        return book.Write(Path.Combine(results, "book"), [.. chapters]);
    }

    /// <summary>The script that Plotly.NET carries along: the very version its charts are made for.</summary>
    private static string PlotlyScript()
    {
        Assembly plotly = Assembly.Load("Plotly.NET");
        string name = plotly.GetManifestResourceNames().Single(resource => resource.EndsWith(".min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(plotly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static NotebookDocument? Load(string copy)
    {
        try
        {
            return NotebookDocument.Load(copy);
        }
        catch (NotebookFormatException)
        {
            return null; // cut off, or not ours: the next run of the notebook writes it anew
        }
    }
}

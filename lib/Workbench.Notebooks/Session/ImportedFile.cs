using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>A file that <c>#!import</c> names, as cells.</summary>
internal static class ImportedFile
{
    private const string MetaDirective = "#!meta";

    /// <summary>The C# cells of a file, top to bottom, and what stack traces call each.</summary>
    /// <exception cref="DirectiveException">The file is none that can be imported.</exception>
    public static IReadOnlyList<(string Code, string Name)> Cells(string path)
    {
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".ipynb" => [.. NotebookCells(path)],
                ".cs" or ".csx" => [(File.ReadAllText(path), path)],
                ".dib" => [(WithoutMetadata(File.ReadAllText(path)), path)],
                string other => throw new DirectiveException($"#!import reads .ipynb, .cs, .csx and .dib files, and {path} is {other}."),
            };
        }
        catch (Exception error) when (error is NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            throw new DirectiveException($"#!import cannot read {path}: {error.Message}");
        }
    }

    private static IEnumerable<(string Code, string Name)> NotebookCells(string path)
    {
        NotebookDocument notebook = NotebookDocument.Load(path);
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            NotebookCell cell = notebook.Cells[i];
            if (cell.Kind == CellKind.Code && LanguageOf(cell) is "csharp" or "C#" or "c#" or "")
            {
                yield return (cell.Source, $"{path} cell {i + 1}");
            }
        }
    }

    /// <summary>The language the polyglot editors noted; most cells have none, and mean the notebook's.</summary>
    private static string LanguageOf(NotebookCell cell)
    {
        JsonNode? metadata = cell.Json["metadata"];
        string polyglot = OutputJson.Text(metadata?["polyglot_notebook"]?["kernelName"]);
        return polyglot.Length > 0 ? polyglot : OutputJson.Text(metadata?["dotnet_interactive"]?["language"]);
    }

    /// <summary>Blanks the JSON that a .dib file starts with.</summary>
    private static string WithoutMetadata(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int start = Array.FindIndex(lines, l => l.Trim() == MetaDirective);
        int end = start < 0 ? -1 : Array.FindIndex(lines, start + 1, l => l.StartsWith("#!", StringComparison.Ordinal));
        return start < 0 ? text : string.Join('\n', lines.Select((line, i) => i >= start && (end < 0 || i < end) ? "" : line));
    }
}

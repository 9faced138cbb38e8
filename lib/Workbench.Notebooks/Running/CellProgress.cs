namespace Workbench.Notebooks;

/// <summary>A cell that starts, or with <see cref="Took"/> one that has ended.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Position">Its position among the code cells, from 1.</param>
/// <param name="Count">How many code cells the notebook has.</param>
/// <param name="Took">How long it took; null while it runs.</param>
public sealed record CellProgress(NotebookCell Cell, int Position, int Count, TimeSpan? Took = null)
{
    /// <summary>The first line of the cell that says something: no directive, no <c>using</c>, no comment sign.</summary>
    public string Headline
    {
        get
        {
            string[] lines = [.. Cell.Source.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
            string line = Array.Find(lines, l => !l.StartsWith('#') && !l.StartsWith("using ", StringComparison.Ordinal)) ?? lines.FirstOrDefault("");
            return line.TrimStart('/').Trim();
        }
    }
}

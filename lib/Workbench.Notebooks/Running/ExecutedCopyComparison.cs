namespace Workbench.Notebooks;

/// <summary>Compares an executed notebook, cell by cell, with the copy that an earlier execution left.</summary>
public static class ExecutedCopyComparison
{
    /// <summary>The tag (nbval's) of a cell whose outputs are different each time and are not compared.</summary>
    public const string IgnoreOutput = "nbval-ignore-output";

    /// <summary>Finds the cells that show something else.</summary>
    /// <param name="now">The new execution.</param>
    /// <param name="before">The stored copy.</param>
    /// <param name="tolerance">How much may differ.</param>
    /// <returns>The differences, top to bottom; empty when there is none.</returns>
    public static IReadOnlyList<Difference> Compare(NotebookDocument now, NotebookDocument before, ToleranceOptions tolerance)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(tolerance);
        var differences = new List<Difference>();
        var outputs = new OutputComparison(tolerance);
        NotebookCell[] stored = [.. before.Cells.Where(cell => cell.Kind == CellKind.Code)];
        var met = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < now.Cells.Count; i++)
        {
            NotebookCell cell = now.Cells[i];
            if (cell.Kind != CellKind.Code)
            {
                continue;
            }

            if (Array.Find(stored, other => IsSame(cell, other)) is not { } earlier)
            {
                differences.Add(new Difference(i + 1, "the executed copy has no such cell"));
                continue;
            }

            met.Add(earlier.Id);
            if (cell.Source.TrimEnd() != earlier.Source.TrimEnd())
            {
                differences.Add(new Difference(i + 1, "its source has changed since the copy was executed"));
            }
            else if (!cell.Tags.Contains(IgnoreOutput))
            {
                differences.AddRange(outputs.Compare(cell.Outputs, earlier.Outputs).Select(what => new Difference(i + 1, what)));
            }
        }

        int gone = stored.Count(cell => !met.Contains(cell.Id));
        if (gone > 0)
        {
            differences.Add(new Difference(0, $"the executed copy has {gone} more {(gone == 1 ? "cell" : "cells")}"));
        }

        return differences;
    }

    /// <summary>A cell is known by its id; that of injected parameters may come from another tool.</summary>
    private static bool IsSame(NotebookCell cell, NotebookCell other) =>
        cell.Id == other.Id || (cell.Tags.Contains(ParameterInjection.InjectedTag) && other.Tags.Contains(ParameterInjection.InjectedTag));
}

namespace Workbench.Notebooks;

/// <summary>How long a run still takes, judged by how long the same cells took the last time.</summary>
public sealed class RemainingTime
{
    private readonly Dictionary<string, double>[] seconds;

    /// <summary>Learns from earlier executions.</summary>
    /// <param name="earlier">For each notebook of the run its last executed copy, or null where there is none.</param>
    public RemainingTime(IEnumerable<NotebookDocument?> earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        seconds = [.. earlier.Select(copy => copy is null ? [] : CellSeconds(copy))];
    }

    /// <summary>The time left in the whole run; null when a notebook to come was never executed.</summary>
    /// <param name="notebook">The notebook that runs, from 0.</param>
    /// <param name="cell">The id of the cell that runs; null before the first.</param>
    /// <param name="inCell">How long it has been running.</param>
    /// <returns>The estimate.</returns>
    public TimeSpan? Left(int notebook, string? cell, TimeSpan inCell)
    {
        if (seconds.Skip(notebook).Any(known => known.Count == 0))
        {
            return null;
        }

        double later = seconds.Skip(notebook + 1).Sum(known => known.Values.Sum());
        double here = cell is null || !seconds[notebook].ContainsKey(cell)
            ? seconds[notebook].Values.Sum()
            : seconds[notebook].SkipWhile(known => known.Key != cell).Select((known, i) => i == 0 ? Math.Max(0, known.Value - inCell.TotalSeconds) : known.Value).Sum();
        return TimeSpan.FromSeconds(later + here);
    }

    private static Dictionary<string, double> CellSeconds(NotebookDocument copy)
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal); // keeps the order of the cells
        foreach (NotebookCell cell in copy.Cells)
        {
            if (ExecutionRecord.DurationOf(cell) is { } took)
            {
                known[cell.Id] = took.TotalSeconds;
            }
        }

        return ExecutionRecord.StateOf(copy)?.State == "finished" ? known : [];
    }
}

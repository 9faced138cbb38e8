namespace Workbench.Cli;

/// <summary>What <c>workbench run</c> was asked to do.</summary>
/// <param name="Files">The notebooks, in order.</param>
/// <param name="Out">The results folder.</param>
/// <param name="Preset"><c>quick</c>, <c>real</c> or <c>paper</c>; null when the command line names none.</param>
/// <param name="Settings">The parameters set on the command line.</param>
/// <param name="CellTimeout">How long a cell may take; null for no limit.</param>
internal sealed record RunOptions(
    IReadOnlyList<string> Files, string Out, string? Preset, IReadOnlyDictionary<string, string> Settings, TimeSpan? CellTimeout)
{
    /// <summary>Where the executed copy of a notebook lies.</summary>
    public string ExecutedCopy(string file) => Path.Combine(Out, "executed", NotebookFiles.Name(file) + ".ipynb");

    /// <summary>All parameters: the preset, and over it what was set by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters
    {
        get
        {
            var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["preset"] = Preset ?? "quick" };
            foreach (var (name, value) in Settings)
            {
                all[name] = value;
            }

            return all;
        }
    }
}

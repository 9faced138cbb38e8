namespace Workbench.Notebooks;

/// <summary>
/// Sets a notebook's parameters from outside, by papermill's convention: after the cell tagged <c>parameters</c>
/// comes one tagged <c>injected-parameters</c> that declares some of its variables anew.
/// </summary>
public static class ParameterInjection
{
    /// <summary>The tag of the cell that declares the parameters and their defaults.</summary>
    public const string ParametersTag = "parameters";

    /// <summary>The tag of the cell that sets them.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>Sets those of the values whose names the notebook declares, in place of what an earlier run injected.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="values">Names and values as a user types them.</param>
    /// <returns>The values that were used.</returns>
    /// <exception cref="FormatException">A value does not fit its parameter's type.</exception>
    public static IReadOnlyDictionary<string, string> Apply(NotebookDocument document, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(values);
        for (int i = document.Cells.Count - 1; i >= 0; i--)
        {
            if (document.Cells[i].Tags.Contains(InjectedTag))
            {
                document.RemoveAt(i);
            }
        }

        var used = new Dictionary<string, string>(StringComparer.Ordinal);
        if (values.Count == 0 || !document.Cells.Any(cell => cell.Tags.Contains(ParametersTag)))
        {
            return used; // nothing to parse for
        }

        NotebookParameter[] known = [.. NotebookParameter.Of(document).Where(p => values.ContainsKey(p.Name)).DistinctBy(p => p.Name)];
        if (known.Length > 0)
        {
            int last = document.Cells.Select((cell, i) => (cell, i)).Last(c => c.cell.Tags.Contains(ParametersTag)).i;
            string source = string.Join('\n', known.Select(p => p.Declare(values[p.Name])).Prepend("// Parameters"));
            var cell = NotebookCell.Create(CellKind.Code, source, InjectedTag);
            cell.Json["id"] = InjectedTag; // the same in every run, so that runs can be compared
            document.Insert(last + 1, cell);
        }

        foreach (NotebookParameter parameter in known)
        {
            used[parameter.Name] = values[parameter.Name];
        }

        return used;
    }
}

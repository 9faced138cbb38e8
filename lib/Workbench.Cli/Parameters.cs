using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>Puts the parameters of the command line into notebooks, and refuses those that none of them has.</summary>
internal static class Parameters
{
    public static void Inject(RunOptions options, IReadOnlyList<NotebookDocument> documents)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (NotebookDocument document in documents)
        {
            try
            {
                IReadOnlyDictionary<string, string> applied = ParameterInjection.Apply(document, options.Parameters);
                ExecutionRecord.SetParameters(document, applied);
                used.UnionWith(applied.Keys);
            }
            catch (FormatException error)
            {
                throw new UsageException($"{document.Name}: --set {error.Message}");
            }
        }

        string[] unknown = [.. options.Settings.Keys.Except(used)];
        if (unknown.Length > 0)
        {
            throw new UsageException($"--set {unknown[0]}: no such parameter. {string.Join(' ', documents.Select(Known))}");
        }
    }

    private static string Known(NotebookDocument document)
    {
        string[] names = [.. NotebookParameter.Of(document).Select(p => $"{p.Name} ({p.Type}, {p.Default})").Distinct()];
        return names.Length > 0 ? $"{document.Name} has {string.Join(", ", names)}." : $"{document.Name} has no parameters: no cell is tagged parameters.";
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>The claims of all notebooks in a results folder: <c>claims.json</c> for programs and <c>claims.md</c> for people.</summary>
public static class ClaimFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces the claims of the notebooks that were executed and keeps those of the others.</summary>
    /// <param name="folder">The results folder, which exists.</param>
    /// <param name="executed">The names of the notebooks that were executed to their end: what they no longer claim goes.</param>
    /// <param name="claims">Their claims.</param>
    /// <returns>All claims that stand there now, by notebook.</returns>
    public static IReadOnlyList<ClaimRecord> Update(string folder, IReadOnlyCollection<string> executed, IReadOnlyList<ClaimRecord> claims)
    {
        ArgumentNullException.ThrowIfNull(executed);
        string path = Path.Combine(folder, "claims.json");
        IReadOnlyList<ClaimRecord> before = Load(path);
        var replaced = executed.Concat(claims.Select(claim => claim.Notebook)).ToHashSet(StringComparer.Ordinal);
        ClaimRecord[] all =
        [
            .. before.Where(claim => !replaced.Contains(claim.Notebook)).Concat(claims).OrderBy(claim => claim.Notebook, StringComparer.Ordinal),
        ];
        if (all.Length > 0 || before.Count > 0)
        {
            var list = new JsonArray([.. all.Select(claim => (JsonNode)claim.ToJson())]);
            WriteWhole(path, list.ToJsonString(Indented) + "\n");
            WriteWhole(Path.Combine(folder, "claims.md"), ToMarkdown(all));
        }

        return all;
    }

    /// <summary>How many claims hold, do not, and are undecided.</summary>
    /// <param name="claims">The claims.</param>
    /// <returns>Such as <c>12 claims: 10 hold, 1 does not hold, 1 undecided</c>.</returns>
    public static string Summary(IReadOnlyCollection<ClaimRecord> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        int holds = claims.Count(claim => claim.Verdict == "holds"), not = claims.Count(claim => claim.Verdict == "does not hold");
        int open = claims.Count - holds - not;
        return $"{claims.Count} {(claims.Count == 1 ? "claim" : "claims")}: {holds} {(holds == 1 ? "holds" : "hold")}, "
            + $"{not} {(not == 1 ? "does" : "do")} not hold, {open} undecided";
    }

    private static IReadOnlyList<ClaimRecord> Load(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return ClaimRecord.Read(JsonNode.Parse(File.ReadAllText(path)));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not the claims.json it should be ({error.Message}). Delete it, and run all notebooks.", error);
        }
    }

    private static string ToMarkdown(IReadOnlyList<ClaimRecord> claims)
    {
        var text = new StringBuilder($"# Claims\n\n{Summary(claims)}. Written by `workbench run`.\n");
        foreach (IGrouping<string, ClaimRecord> notebook in claims.GroupBy(claim => claim.Notebook))
        {
            text.Append($"\n## {notebook.Key}\n\n| claim | source | published | measured | rule | verdict |\n|---|---|---|---|---|---|\n");
            foreach (ClaimRecord claim in notebook)
            {
                string[] columns = [claim.Statement, claim.Source, claim.Published, claim.Measured, claim.Rule, claim.Verdict];
                text.Append("| ").AppendJoin(" | ", columns.Select(Cell)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static void WriteWhole(string path, string text)
    {
        string beside = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllText(beside, text);
        File.Move(beside, path, overwrite: true);
    }
}

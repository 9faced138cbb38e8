using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Jupyter;

/// <summary>The cells that this kernel has executed. Jupyter counts sessions; this one is number 0, and no earlier ones are kept.</summary>
internal sealed class ExecutionHistory
{
    private readonly List<(int Line, string Source, string? Output)> entries = [];

    public void Add(int line, string source, string? output) => entries.Add((line, source, output));

    /// <summary>The content of the answer to a <c>history_request</c>.</summary>
    public JsonObject Answer(Request request)
    {
        int last = request.Number("n", int.MaxValue);
        IEnumerable<(int Line, string Source, string? Output)> found = request.Text("hist_access_type") switch
        {
            "range" when request.Number("session", 0) == 0 => Range(request.Number("start", 0), request.Number("stop", int.MaxValue)),
            "range" => [],
            "search" => Search(request.Text("pattern"), request.Flag("unique", false)).TakeLast(last),
            _ => entries.TakeLast(last),
        };
        bool withOutput = request.Flag("output", false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray(
                [.. found.Select(e => new JsonArray(0, e.Line, withOutput ? new JsonArray(e.Source, e.Output) : JsonValue.Create(e.Source)))]),
        };
    }

    private IEnumerable<(int Line, string Source, string? Output)> Range(int start, int stop) =>
        entries.Where(e => e.Line >= start && e.Line < stop);

    /// <summary>Cells that match a glob: <c>*</c> and <c>?</c>.</summary>
    private IEnumerable<(int Line, string Source, string? Output)> Search(string glob, bool unique)
    {
        string pattern = Regex.Escape(glob).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal);
        var matching = entries.Where(e => Regex.IsMatch(e.Source, $"^{pattern}$", RegexOptions.Singleline | RegexOptions.NonBacktracking));
        return unique ? matching.Reverse().DistinctBy(e => e.Source).Reverse() : matching;
    }
}

namespace Workbench.Weights;

/// <summary>A weight file does not fit a network. The message lists every key that is missing, unexpected, wrongly shaped or of another type.</summary>
public sealed class StateDictException : Exception
{
    /// <summary>Names the network and everything that does not fit.</summary>
    /// <param name="network">The network's name.</param>
    /// <param name="report">What was compared.</param>
    public StateDictException(string network, StateDictReport report)
        : base($"The weights do not fit {network}: {report}{Hint(report)}")
    {
        Report = report;
    }

    /// <summary>The keys, sorted by what is wrong with them.</summary>
    public StateDictReport Report { get; }

    private static string Hint(StateDictReport? report)
    {
        if (report is null)
        {
            return string.Empty;
        }

        string map = report is { Missing.Count: > 0, Unexpected.Count: > 0 } && CommonPrefix(report) is { } prefix
            ? report.Unexpected.Count > report.Missing.Count
                ? $"\nThe missing ones are a part of the file: take only what is under '{prefix.TrimEnd('.')}'."
                : $"\nAll of them would match with the prefix '{prefix}' dropped: map '{prefix}='."
            : string.Empty;
        return report.WrongTypes.Count > 0 ? $"{map}\nTo convert the types, ask for it." : map;
    }

    /// <summary>The one prefix, such as <c>module.</c>, that stands before every missing key among the unexpected ones.</summary>
    private static string? CommonPrefix(StateDictReport report)
    {
        string first = report.Missing[0];
        string? match = report.Unexpected.FirstOrDefault(key => key.EndsWith($".{first}", StringComparison.Ordinal));
        string? prefix = match?[..^first.Length];
        return prefix is not null && report.Missing.All(key => report.Unexpected.Contains(prefix + key)) ? prefix : null;
    }
}

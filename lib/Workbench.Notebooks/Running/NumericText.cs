using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Notebooks;

/// <summary>
/// Compares texts whose words must be the same and whose numbers must be close. A number followed by a unit of time (<c>1.5 s</c>,
/// <c>20 ms</c>, <c>3 min</c>), a rate (<c>120 images/s</c>), a clock (<c>12:30:05</c>) and a date are times: they always match.
/// </summary>
internal static partial class NumericText
{
    /// <summary>Finds the first place where two texts differ.</summary>
    /// <param name="now">The new text.</param>
    /// <param name="before">The stored one.</param>
    /// <param name="relative">How far apart numbers may lie.</param>
    /// <returns>What differs; null when nothing does.</returns>
    public static string? Compare(string now, string before, double relative)
    {
        string[] lines = Times().Replace(now, "⏱").Split('\n'), stored = Times().Replace(before, "⏱").Split('\n');
        for (int i = 0; i < Math.Max(lines.Length, stored.Length); i++)
        {
            string here = i < lines.Length ? lines[i] : "", there = i < stored.Length ? stored[i] : "";
            if (CompareLine(here, there, relative) is { } difference)
            {
                return lines.Length > 1 ? $"line {i + 1}: {difference}" : difference;
            }
        }

        return null;
    }

    /// <summary>Whether two numbers are close: within the ratio, or within one unit of the last decimal that both show.</summary>
    public static bool Close(double now, double before, double relative, double absolute = 0) =>
        now.Equals(before) || Math.Abs(now - before) <= Math.Max(absolute, relative * Math.Max(Math.Abs(now), Math.Abs(before)));

    private static string? CompareLine(string now, string before, double relative)
    {
        if (now == before)
        {
            return null;
        }

        MatchCollection numbers = Numbers().Matches(now), stored = Numbers().Matches(before);
        if (numbers.Count != stored.Count || Words(now) != Words(before))
        {
            return $"“{Cut(now)}”, where the executed copy has “{Cut(before)}”";
        }

        for (int i = 0; i < numbers.Count; i++)
        {
            double x = Value(numbers[i]), y = Value(stored[i]);
            if (!Close(x, y, relative, LastPlace(numbers[i], stored[i])))
            {
                double apart = Math.Abs(x - y) / Math.Max(Math.Abs(x), Math.Abs(y));
                return string.Create(CultureInfo.InvariantCulture, $"{numbers[i].Value}, where the executed copy has {stored[i].Value} ({apart:0.##%} apart, {relative:0.####%} allowed), in “{Cut(now)}”");
            }
        }

        return null;
    }

    /// <summary>What stands between the numbers; runs of blanks count as one, because columns move with the widths of numbers.</summary>
    private static string Words(string line) => Blanks().Replace(Numbers().Replace(line, "\u0001"), " ").Trim();

    private static double Value(Match number) => double.Parse(number.Value.Replace('−', '-'), CultureInfo.InvariantCulture);

    /// <summary>One unit of the last decimal place that both numbers show: rounding may tip there. 0 for whole numbers and exponents.</summary>
    private static double LastPlace(Match now, Match before)
    {
        int decimals = Math.Min(Decimals(now.Value), Decimals(before.Value));
        return decimals > 0 ? Math.Pow(10, -decimals) * 1.0000001 : 0;
    }

    private static int Decimals(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || number.Contains('e', StringComparison.OrdinalIgnoreCase) ? 0 : number.Length - point - 1;
    }

    private static string Cut(string text) => text.Length <= 80 ? text.Trim() : text[..79].Trim() + "…";

    [GeneratedRegex(@"(?<![\w.])[-−+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(?![\w])")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?|\d+:\d\d(:\d\d(\.\d+)?)?|\d+(\.\d+)?\s?(ns|µs|us|ms|s|sec|secs|seconds?|min|minutes?|h|hours?)\b|\d+(\.\d+)?(?=\s*[\w ]{0,20}/s\b)|(?<=in )\d+ min \d+ s")]
    private static partial Regex Times();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

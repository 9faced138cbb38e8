namespace Workbench.Evaluation;

/// <summary>Writes published tables down row by row.</summary>
internal static class PublishedTable
{
    /// <summary>Read in a copy of the paper by others, not in the paper.</summary>
    public const string Secondary = ", as quoted by others";

    /// <summary>Remembered, and not checked against the paper; whoever prints it must say so.</summary>
    public const string Remembered = ", from memory";

    public static IReadOnlyDictionary<string, Published> Of(string source, params (string Method, double Value)[] rows) =>
        new OrderedDictionary<string, Published>(rows.Select(row => KeyValuePair.Create(row.Method, new Published(row.Value, source))));

    /// <summary>Percentages with ±, as shares.</summary>
    public static IReadOnlyDictionary<string, Published> Percent(string source, params (string Method, double Value, double PlusMinus)[] rows) =>
        new OrderedDictionary<string, Published>(rows.Select(row => KeyValuePair.Create(row.Method, Share(source, row.Value, row.PlusMinus))));

    public static IReadOnlyDictionary<string, PublishedFcnScore> Fcn(string source, params (string Method, double PixelAccuracy, double ClassAccuracy, double ClassIou)[] rows) =>
        new OrderedDictionary<string, PublishedFcnScore>(rows.Select(row => KeyValuePair.Create(
            row.Method, new PublishedFcnScore(new(row.PixelAccuracy, source), new(row.ClassAccuracy, source), new(row.ClassIou, source)))));

    public static Published Share(string source, double percent, double? plusMinus = null) =>
        new(Math.Round(percent / 100, 8), source) { PlusMinus = plusMinus is { } half ? Math.Round(half / 100, 8) : null };
}

/// <summary>A row of a table of FCN-scores.</summary>
/// <param name="PixelAccuracy">Per-pixel accuracy, 0..1.</param>
/// <param name="ClassAccuracy">Per-class accuracy, 0..1.</param>
/// <param name="ClassIou">Class IoU, 0..1.</param>
public sealed record PublishedFcnScore(Published PixelAccuracy, Published ClassAccuracy, Published ClassIou);

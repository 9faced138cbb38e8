using Deedle;
using Deedle.Internal;

namespace Workbench.Display;

/// <summary>How Deedle's frames and series show themselves: the first and last rows and the size, never ten thousand rows.</summary>
internal static class TableView
{
    private const int Rows = 20;
    private const int Columns = 16;

    public static string FrameToHtml(object frame)
    {
        string[][] cells = Cells((IFrameFormattable)frame);
        string[] header = cells[0];
        int[] numeric = [.. Enumerable.Range(1, header.Length - 1).Where(column => cells.Skip(1).All(row => IsNumeric(row[column])))];
        return Html.Table(Html.Encode(SizeOf((IFrameFormattable)frame)), Encoded(header), cells.Skip(1).Select(Encoded), numeric);
    }

    public static string FrameToText(object frame) => SizeOf((IFrameFormattable)frame) + Aligned(Cells((IFrameFormattable)frame));

    public static string SeriesToHtml(object series)
    {
        string[][] cells = Cells((ISeriesFormattable)series);
        int[] numeric = cells.All(row => IsNumeric(row[1])) ? [1] : [];
        return Html.Table(Html.Encode(SizeOf((ISeriesFormattable)series)), ["key", "value"], cells.Select(Encoded), numeric);
    }

    public static string SeriesToText(object series) => SizeOf((ISeriesFormattable)series) + Aligned(Cells((ISeriesFormattable)series));

    // Deedle writes "key -> value ..." with ":" where rows are left out and "..." where columns are: its own cutting, our dress.
    private static string[][] Cells(IFrameFormattable frame)
    {
        int levels = frame.GetRowLevels();
        return [.. frame.InteractiveFormat(Rows, Columns, false).Select((row, at) =>
            (string[])[Key(row, levels), .. row[(levels + 1)..].Select(cell => at == 0 ? cell : Shown(cell))])];
    }

    private static string[][] Cells(ISeriesFormattable series)
    {
        int levels = series.GetKeyLevels();
        return [.. series.InteractiveFormat(Rows).Select(row => (string[])[Key(row, levels), Shown(row[^1])])];
    }

    private static string SizeOf(IFrameFormattable frame)
    {
        (int rows, int columns) = frame.GetDimensions();
        return Size(rows, columns, frame.GetMissingValueCount());
    }

    private static string SizeOf(ISeriesFormattable series) => Size(series.GetKeyCount(), null, series.GetKeyCount() - series.GetValueCount());

    private static string Size(int rows, int? columns, int missing) =>
        $"{Html.Number(rows)} {(columns is null ? (rows == 1 ? "value" : "values") : rows == 1 ? "row" : "rows")}"
        + (columns is { } count ? $" × {count} {(count == 1 ? "column" : "columns")}" : "")
        + (missing > 0 ? $", {Html.Number(missing)} missing" : "");

    private static string Key(string[] row, int levels) => string.Join(" · ", row[..levels]).Trim() is var key && key is ":" or "..." ? "⋮" : key;

    private static string Shown(string cell) => cell switch
    {
        "<missing>" => "–",
        "..." or ":" => "…",
        _ when IsFraction(cell, out double value) => Html.Number(value, 6),
        _ => cell,
    };

    private static bool IsFraction(string cell, out double value) =>
        double.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out value)
        && cell.AsSpan().ContainsAny('.', 'e', 'E');

    private static bool IsNumeric(string cell) => cell is "–" or "…"
        || double.TryParse(cell, System.Globalization.NumberStyles.Number | System.Globalization.NumberStyles.AllowExponent, System.Globalization.CultureInfo.InvariantCulture, out _);

    private static string[] Encoded(string[] cells) => [.. cells.Select(Html.Encode)];

    private static string Aligned(string[][] cells)
    {
        int[] widths = [.. Enumerable.Range(0, cells.Length > 0 ? cells.Max(row => row.Length) : 0).Select(column => cells.Max(row => column < row.Length ? row[column].Length : 0))];
        return string.Concat(cells.Select(row => Environment.NewLine + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }
}

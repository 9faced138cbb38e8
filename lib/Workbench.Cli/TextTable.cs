using System.Text;

namespace Workbench.Cli;

/// <summary>A table of texts: columns of spaces for a terminal, or Markdown.</summary>
internal static class TextTable
{
    public static void Append(StringBuilder text, bool markdown, string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        foreach ((int at, string[] row) in all.Index())
        {
            text.AppendLine(markdown
                ? $"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |"
                : string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (markdown && at == 0)
            {
                text.AppendLine($"|{string.Concat(header.Select(_ => "---|"))}");
            }
        }
    }
}

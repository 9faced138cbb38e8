using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Book;

/// <summary>Text as a terminal would leave it on paper: escape sequences gone, a line that was overwritten shown as it ended.</summary>
internal static partial class AnsiText
{
    /// <summary>Removes ANSI escape sequences and plays carriage returns.</summary>
    /// <param name="text">Output of a program.</param>
    /// <returns>Plain text.</returns>
    public static string Strip(string text)
    {
        string plain = Escapes().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal);
        return plain.Contains('\r', StringComparison.Ordinal) ? Overwritten().Replace(plain, "") : plain;
    }

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"[^\n]*\r(?=[^\n])")]
    private static partial Regex Overwritten();
}

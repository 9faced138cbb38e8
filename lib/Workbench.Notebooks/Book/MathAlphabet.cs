using System.Text;

namespace Workbench.Notebooks.Book;

/// <summary>
/// Letters of the mathematical alphabets (𝔼, ℒ, 𝐱). Browsers no longer draw MathML's <c>mathvariant</c>: the letters have code points of their own.
/// </summary>
internal static class MathAlphabet
{
    /// <summary>Letters that Unicode had before the alphabets, so that their place in the alphabet is empty.</summary>
    private static readonly (string Variant, string Letters, string Written)[] Exceptions =
    [
        ("script", "BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ"),
        ("double-struck", "CHNPQRZ", "ℂℍℕℙℚℝℤ"),
        ("fraktur", "CHIRZ", "ℭℌℑℜℨ"),
    ];

    /// <summary>Writes a word in an alphabet.</summary>
    /// <param name="word">Letters and digits.</param>
    /// <param name="variant">MathML's name of the alphabet.</param>
    /// <returns>The word; letters that the alphabet lacks stay as they are.</returns>
    public static string Write(string word, string variant)
    {
        var text = new StringBuilder();
        foreach (char c in word)
        {
            (_, string letters, string written) = Array.Find(Exceptions, exception => exception.Variant == variant);
            int at = letters?.IndexOf(c, StringComparison.Ordinal) ?? -1;
            text.Append(at >= 0 ? written[at].ToString() : Shifted(c, variant));
        }

        return text.ToString();
    }

    private static string Shifted(char c, string variant)
    {
        (int capital, int small, int digit) = variant switch
        {
            "bold" => (0x1D400, 0x1D41A, 0x1D7CE),
            "bold-italic" => (0x1D468, 0x1D482, 0x1D7CE),
            "script" => (0x1D49C, 0x1D4B6, 0),
            "fraktur" => (0x1D504, 0x1D51E, 0),
            "double-struck" => (0x1D538, 0x1D552, 0x1D7D8),
            "sans-serif" => (0x1D5A0, 0x1D5BA, 0x1D7E2),
            "monospace" => (0x1D670, 0x1D68A, 0x1D7F6),
            _ => (0, 0, 0),
        };
        int start = char.IsAsciiLetterUpper(c) ? capital : char.IsAsciiLetterLower(c) ? small : char.IsAsciiDigit(c) ? digit : 0;
        int from = char.IsAsciiLetterUpper(c) ? 'A' : char.IsAsciiLetterLower(c) ? 'a' : '0';
        return start == 0 ? c.ToString() : char.ConvertFromUtf32(start + c - from);
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks;

/// <summary>
/// Takes a cell apart at its directives: lines that start with <c>#!</c>, and the <c>#r</c> and <c>#i</c> that speak of packages. All other
/// directives are the compiler's. A line inside a string is no directive.
/// </summary>
internal static partial class CellParser
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The languages a cell can change to, by their directives.</summary>
    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["#!csharp"] = "csharp",
        ["#!c#"] = "csharp",
        ["#!markdown"] = "markdown",
        ["#!md"] = "markdown",
        ["#!html"] = "html",
        ["#!javascript"] = "javascript",
        ["#!js"] = "javascript",
    };

    private static IEnumerable<string> Names => Languages.Keys.Concat(["#!import", "#!time"]);

    private static string Known => string.Join(", ", Names.Concat(["#r", "#i", "#load"]));

    /// <summary>Takes a cell apart.</summary>
    /// <exception cref="DirectiveException">A directive is unknown or malformed.</exception>
    public static IReadOnlyList<CellPart> Parse(string cell)
    {
        if (!Directive().IsMatch(cell))
        {
            return [new CodePart(cell, 1)];
        }

        string[] lines = cell.ReplaceLineEndings("\n").Split('\n');
        var parts = new List<CellPart>();
        string language = "csharp";
        int start = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (!Directive().IsMatch(lines[i]) || (language == "csharp" && IsInsideToken(lines, start, i)))
            {
                continue;
            }

            string line = lines[i].Trim();
            string name = line.Split(' ', '\t', '"')[0];
            if (Languages.TryGetValue(name, out string? next))
            {
                Add(parts, lines, start, i, language);
                (language, start) = (next, i + 1);
                if (line.Length > name.Length)
                {
                    throw Wrong(i, $"{name} stands alone on its line, and the text follows below");
                }
            }
            else if (language == "csharp")
            {
                Add(parts, lines, start, i, language);
                start = i + 1;
                parts.Add(ParseDirective(line, name, i));
            }
        }

        Add(parts, lines, start, lines.Length, language);
        return parts;
    }

    /// <summary>The cell with blanks where its directives are, so that all else stays in its place.</summary>
    public static string WithoutDirectives(string cell) => DirectiveLine().Replace(cell, line => new string(' ', line.Length));

    /// <summary>The directives that begin as the line before a position does; null when that line is none.</summary>
    public static CodeCompletions? Complete(string cell, int position)
    {
        int start = cell.LastIndexOf('\n', Math.Max(0, position - 1), position) + 1;
        string line = cell[start..position];
        return line.StartsWith("#!", StringComparison.Ordinal)
            ? new CodeCompletions(start, position, [.. Names.Where(n => n.StartsWith(line, StringComparison.Ordinal)).Order().Select(n => new CodeCompletion(n, "keyword"))])
            : null;
    }

    private static CellPart ParseDirective(string line, string name, int index)
    {
        string argument = line[name.Length..].Trim().Trim('"').Trim();
        if (name is "#r" or "#i")
        {
            string package = argument["nuget:".Length..].Trim();
            string[] words = package.Split(',', StringSplitOptions.TrimEntries);
            return package.Length == 0 || (name == "#r" && (words.Length > 2 || words.Contains("")))
                ? throw Wrong(index, $"{line} should read {name} \"nuget: {(name == "#r" ? "Id, Version" : "URL or folder")}\"")
                : name == "#i"
                    ? new PackageSourcePart(package, index + 1)
                    : new PackagePart(words[0], words.ElementAtOrDefault(1), index + 1);
        }

        return name switch
        {
            "#!time" => new TimePart(index + 1),
            "#!import" when argument.Length > 0 => new ImportPart(argument, index + 1),
            "#!import" => throw Wrong(index, "#!import names a file: .ipynb, .cs, .csx or .dib"),
            _ => throw Wrong(index, $"{name} is no directive here. Known are {Known}"),
        };
    }

    private static void Add(List<CellPart> parts, string[] lines, int start, int end, string language)
    {
        string text = string.Join('\n', lines[start..end]);
        if (language != "csharp")
        {
            parts.Add(new TextPart(language, text.Trim('\n'), start + 1));
        }
        else if (!string.IsNullOrWhiteSpace(text))
        {
            parts.Add(new CodePart(new string('\n', start) + text, start + 1));
        }
    }

    /// <summary>Whether a line lies within a string or a comment that began above it.</summary>
    private static bool IsInsideToken(string[] lines, int start, int line)
    {
        var code = new StringBuilder();
        for (int i = start; i < line; i++)
        {
            code.Append(lines[i]).Append('\n');
        }

        int at = code.Length;
        code.AppendJoin('\n', lines[line..]);
        SyntaxNode root = CSharpSyntaxTree.ParseText(code.ToString(), Script).GetRoot();
        SyntaxToken token = root.FindToken(at);
        SyntaxTrivia trivia = root.FindTrivia(at);
        return token.SpanStart < at && token.Span.End > at
            || (trivia.SpanStart < at && trivia.Span.End > at
                && trivia.Kind() is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia);
    }

    private static DirectiveException Wrong(int index, string what) => new($"line {index + 1}: {what}.");

    [GeneratedRegex(@"^[ \t]*(#!|#r\s+""\s*nuget:|#i\s+""\s*nuget:)", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^[ \t]*(#!|#r\s+""\s*nuget:|#i\s+""\s*nuget:).*", RegexOptions.Multiline)]
    private static partial Regex DirectiveLine();
}

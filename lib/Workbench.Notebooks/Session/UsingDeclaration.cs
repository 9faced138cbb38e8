using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks;

/// <summary>
/// Finds <c>using var x = …;</c> at the top level of a cell, which C# scripts do not have: the compiler takes it for a using directive and
/// its errors speak of anything but the cause.
/// </summary>
internal static partial class UsingDeclaration
{
    public const string Explanation =
        "`using var` cannot stand at the top level of a cell, whose variables live on in later cells."
        + " Put it into a block, `{ using var … }`, or write `using (var …) { … }`.";

    /// <summary>Where in the source such declarations start.</summary>
    public static IEnumerable<int> FindAll(SyntaxTree tree) =>
        Declaration().Matches(tree.ToString()).Select(m => m.Groups["start"].Index).Where(at => IsAtTopLevel(tree, at));

    private static bool IsAtTopLevel(SyntaxTree tree, int at)
    {
        SyntaxToken token = tree.GetRoot().FindToken(at, findInsideTrivia: true);
        return token.SpanStart == at && !token.Parent!.AncestorsAndSelf().Any(n => n is BlockSyntax or BaseTypeDeclarationSyntax);
    }

    [GeneratedRegex(@"^[ \t]*(?<start>(await\s+)?using\s+(?!static\b|unsafe\b)[\w.:]+(\s*<[\w\s.,<>?\[\]]+>)?[?\[\],]*\s+\w+\s*=)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks;

/// <summary>
/// A cell of types only, some of which C# scripts cannot hold: extension methods, and types in namespaces. It is compiled as a library.
/// </summary>
internal static partial class LibraryCell
{
    /// <summary>What is said of such types in a cell that has statements too.</summary>
    public const string Explanation = "Put it in a cell of its own: a cell with nothing but types and namespaces is compiled as a library.";

    /// <summary>The compiler's errors about them: an extension method in a nested class, a namespace in a script.</summary>
    public static readonly string[] Errors = ["CS1109", "CS7021", "CS9282", "CS9283"];

    private static readonly CSharpParseOptions Regular = new(LanguageVersion.Latest, DocumentationMode.None);

    /// <summary>Reads the cell as a library; null when it is none, or need not be one.</summary>
    public static SyntaxTree? TryParse(string code, string name, CancellationToken cancellation)
    {
        if (!MayBe().IsMatch(code))
        {
            return null; // Most cells: no second parse for them.
        }

        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, Regular, name, System.Text.Encoding.UTF8, cancellation);
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot(cancellation);
        return !root.ContainsDiagnostics
            && root.Members.All(m => m is BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            && root.Members.Any(m => m is BaseNamespaceDeclarationSyntax || IsExtension(m))
                ? tree
                : null;
    }

    /// <summary>The source of a file that gives a library the usings of the cells before it.</summary>
    public static SyntaxTree Usings(IEnumerable<string> usings) =>
        CSharpSyntaxTree.ParseText(string.Join('\n', usings.Select(u => "global " + u)), Regular);

    /// <summary>Makes types public that do not say what they are: in a script, every cell sees them.</summary>
    public static SyntaxTree Publish(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        IEnumerable<MemberDeclarationSyntax> types = root
            .DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Where(n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Cast<MemberDeclarationSyntax>()
            .Where(t => !t.Modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.FileKeyword));
        SyntaxNode published = root.ReplaceNodes(types, (_, type) =>
        {
            SyntaxTriviaList leading = type.GetLeadingTrivia();
            SyntaxToken modifier = SyntaxFactory.Token(leading, SyntaxKind.PublicKeyword, [SyntaxFactory.Space]);
            MemberDeclarationSyntax bare = type.WithLeadingTrivia();
            return bare.WithModifiers(bare.Modifiers.Insert(0, modifier));
        });
        return CSharpSyntaxTree.Create((CompilationUnitSyntax)published, Regular, tree.FilePath, System.Text.Encoding.UTF8);
    }

    private static bool IsExtension(MemberDeclarationSyntax member) =>
        member is ClassDeclarationSyntax type && type.Members.Any(m =>
            m is ExtensionBlockDeclarationSyntax
            || (m is MethodDeclarationSyntax { ParameterList.Parameters: [{ } first, ..] } && first.Modifiers.Any(SyntaxKind.ThisKeyword)));

    [GeneratedRegex(@"\bnamespace\b|\(\s*this\s|\bextension\s*[<(]")]
    private static partial Regex MayBe();
}

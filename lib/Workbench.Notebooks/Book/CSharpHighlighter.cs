using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks.Book;

/// <summary>
/// Colours C# by its syntax alone: each token becomes a <c>span</c> whose class names its role. The compiler's own parser reads it,
/// so that whatever a cell may hold (interpolated and raw strings, directives, half-written code) comes out with its text unchanged.
/// </summary>
internal static class CSharpHighlighter
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>Renders source as HTML.</summary>
    /// <param name="source">C# script.</param>
    /// <returns>Escaped text with spans; line ends as they were.</returns>
    public static string ToHtml(string source)
    {
        var html = new StringBuilder(source.Length * 3);
        SyntaxNode root = CSharpSyntaxTree.ParseText(source, Script).GetRoot();
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            AppendTrivia(html, token.LeadingTrivia);
            Append(html, token.Text, RoleOf(token));
            AppendTrivia(html, token.TrailingTrivia);
        }

        return html.ToString();
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (SyntaxTrivia trivia in list)
        {
            string? role = trivia.IsDirective ? "directive"
                : trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia ? null
                : trivia.IsKind(SyntaxKind.SkippedTokensTrivia) ? null
                : "comment";
            Append(html, trivia.ToFullString(), role);
        }
    }

    private static void Append(StringBuilder html, string text, string? role)
    {
        if (text.Length == 0)
        {
            return;
        }

        string escaped = WebUtility.HtmlEncode(text);
        html.Append(role is null ? escaped : $"<span class=\"c-{role}\">{escaped}</span>");
    }

    private static string? RoleOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "number",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringEndToken => "string",
        SyntaxKind.IdentifierToken => RoleOfName(token),
        _ => token.IsKeyword() || token.IsContextualKeyword() ? "keyword" : null,
    };

    private static string? RoleOfName(SyntaxToken token) => token.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } => "keyword",
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax or ConstructorDeclarationSyntax => "type",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "method",
        SimpleNameSyntax name when IsCalled(name) => "method",
        GenericNameSyntax => "type",
        SimpleNameSyntax name when IsType(name) => "type",
        _ => null,
    };

    private static bool IsCalled(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax call => call.Expression == name,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access => access.Name == name && call.Expression == access,
        _ => false,
    };

    private static bool IsType(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified => qualified.Right == name && qualified.Parent is not (UsingDirectiveSyntax or QualifiedNameSyntax),
        VariableDeclarationSyntax declaration => declaration.Type == name,
        ObjectCreationExpressionSyntax creation => creation.Type == name,
        CastExpressionSyntax cast => cast.Type == name,
        ParameterSyntax parameter => parameter.Type == name,
        PropertyDeclarationSyntax property => property.Type == name,
        MethodDeclarationSyntax method => method.ReturnType == name,
        LocalFunctionStatementSyntax function => function.ReturnType == name,
        ForEachStatementSyntax loop => loop.Type == name,
        DeclarationPatternSyntax pattern => pattern.Type == name,
        TypeArgumentListSyntax or BaseTypeSyntax or ArrayTypeSyntax or NullableTypeSyntax or TypeOfExpressionSyntax
            or CatchDeclarationSyntax or TupleElementSyntax => true,
        _ => false,
    };
}

using System.Collections.Immutable;
using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks;

/// <summary>Says what the name at a place of a cell means: its declaration, and what its XML docs say.</summary>
internal static class Inspector
{
    private static readonly SymbolDisplayFormat Declaration = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut)
        .AddKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>What stands at a position, as plain text and HTML; null when there is nothing to say.</summary>
    public static MimeBundle? Inspect(CodeDraft draft, int position)
    {
        ImmutableArray<ISymbol> symbols = Find(draft, position);
        if (symbols.IsEmpty)
        {
            return null;
        }

        ISymbol first = symbols[0];
        string title = first.ToDisplayString(Declaration);
        string place = first.ContainingType is { } type && !type.IsScriptClass ? $"in {type.ToDisplayString()}"
            : first.ContainingNamespace is { IsGlobalNamespace: false } space ? $"in {space.ToDisplayString()}"
            : "";
        string more = symbols.Length > 1 ? string.Join('\n', symbols.Skip(1).Select(s => s.ToDisplayString(Declaration)).Prepend("Also:")) : "";
        string docs = Documentation.Of(first, draft.Compilation);
        string[] paragraphs = [place, docs, more];
        return new MimeBundle(
            ("text/plain", string.Join("\n\n", paragraphs.Prepend(title).Where(p => p.Length > 0))),
            ("text/html", $"<pre>{WebUtility.HtmlEncode(title)}</pre>" + string.Concat(
                paragraphs.Where(p => p.Length > 0).Select(p => $"<p style=\"white-space: pre-wrap\">{WebUtility.HtmlEncode(p)}</p>"))));
    }

    /// <summary>The symbol, or all those a name may mean before the arguments are written.</summary>
    private static ImmutableArray<ISymbol> Find(CodeDraft draft, int position)
    {
        SyntaxToken token = draft.TokenBefore(position);
        if (!token.IsKind(SyntaxKind.IdentifierToken) && draft.Tree.GetRoot().FindToken(position) is var next && next.SpanStart == position
            && next.IsKind(SyntaxKind.IdentifierToken))
        {
            token = next; // the cursor stands before the name
        }

        // Between the brackets of a call, the call is what the reader wonders about.
        SyntaxNode? node = token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is PredefinedTypeSyntax
            ? token.Parent
            : token.Parent?.AncestorsAndSelf().FirstOrDefault(n => n is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);
        if (node is null)
        {
            return [];
        }

        SymbolInfo info = draft.Model.GetSymbolInfo(node);
        ISymbol? symbol = info.Symbol ?? draft.Model.GetDeclaredSymbol(node);
        return symbol is not null ? [symbol]
            : !info.CandidateSymbols.IsEmpty ? info.CandidateSymbols
            : node is IdentifierNameSyntax name ? draft.Model.GetMemberGroup(name)
            : [];
    }
}

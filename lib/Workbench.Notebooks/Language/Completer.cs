using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbench.Notebooks;

/// <summary>Finds the names that could stand at a place of a cell: what the compiler would find there under each name.</summary>
internal static class Completer
{
    private const int Most = 500;

    private static readonly CodeCompletion[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Concat([SyntaxKind.VarKeyword, SyntaxKind.AwaitKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.RecordKeyword])
            .Select(kind => new CodeCompletion(SyntaxFacts.GetText(kind), "keyword")),
    ];

    /// <summary>The choices at a position, by name. They begin with what is already written of the word, in capitals or not.</summary>
    public static CodeCompletions Complete(CodeDraft draft, int position)
    {
        int start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(draft.Text[start - 1]))
        {
            start--;
        }

        string word = draft.Text[start..position];
        if ((word.Length > 0 && char.IsAsciiDigit(word[0])) || IsText(draft, position))
        {
            return new CodeCompletions(position, position, []);
        }

        IEnumerable<CodeCompletion> choices = Choices(draft, start, word)
            .Where(choice => choice.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(choice => choice.Text)
            .OrderBy(choice => choice.Text, StringComparer.OrdinalIgnoreCase)
            .Take(Most);
        return new CodeCompletions(start, position, [.. choices]);
    }

    private static IEnumerable<CodeCompletion> Choices(CodeDraft draft, int start, string word)
    {
        SyntaxToken before = draft.TokenBefore(start);
        IEnumerable<ISymbol> symbols;
        IEnumerable<CodeCompletion> others = [];
        if (before.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken)
        {
            symbols = Container(before) is { } container ? Members(draft, container, start) : [];
        }
        else if (start > 0 && draft.Text[start - 1] == '.')
        {
            symbols = []; // the point of a number
        }
        else
        {
            symbols = draft.Model.LookupSymbols(start).Concat(Initialized(draft, before, start));
            others = Keywords.Concat(ParameterNames(draft, before));
        }

        return symbols
            .Where(s => s.CanBeReferencedByName && s.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && !IsHidden(s))
            .Select(s => new CodeCompletion(s.Name, Kind(s)))
            .Concat(others);
    }

    /// <summary>What stands before the point.</summary>
    private static ExpressionSyntax? Container(SyntaxToken point) => point.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        QualifiedNameSyntax name => name.Left,
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    };

    private static IEnumerable<ISymbol> Members(CodeDraft draft, ExpressionSyntax container, int position)
    {
        ISymbol? named = draft.Model.GetSymbolInfo(container).Symbol;
        ITypeSymbol? type = draft.Model.GetTypeInfo(container).Type;
        if (named is null && type is null or IErrorTypeSymbol)
        {
            // `list.` above a line that begins with a name looks like the type of a declaration.
            ExpressionSyntax again = SyntaxFactory.ParseExpression(container.ToString());
            named = draft.Model.GetSpeculativeSymbolInfo(container.SpanStart, again, SpeculativeBindingOption.BindAsExpression).Symbol;
            type = draft.Model.GetSpeculativeTypeInfo(container.SpanStart, again, SpeculativeBindingOption.BindAsExpression).Type;
        }

        return named switch
        {
            INamespaceSymbol space => draft.Model.LookupNamespacesAndTypes(position, space),
            ITypeSymbol itself => draft.Model.LookupStaticMembers(position, itself),
            _ => Instance(draft, type, position),
        };
    }

    private static IEnumerable<ISymbol> Instance(CodeDraft draft, ITypeSymbol? type, int position) => type is null or IErrorTypeSymbol
        ? []
        : draft.Model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(s => !s.IsStatic && s is not ITypeSymbol);

    /// <summary>What can be set between the braces after <c>new</c>.</summary>
    private static IEnumerable<ISymbol> Initialized(CodeDraft draft, SyntaxToken before, int position) =>
        before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken
        && before.Parent is InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax created }
            ? Instance(draft, draft.Model.GetTypeInfo(created).Type, position).Where(s => s is IFieldSymbol or IPropertySymbol { SetMethod: not null })
            : [];

    /// <summary>The names of the parameters, within the brackets of a call.</summary>
    private static IEnumerable<CodeCompletion> ParameterNames(CodeDraft draft, SyntaxToken before)
    {
        if (before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken) || before.Parent is not ArgumentListSyntax { Parent: { } call })
        {
            return [];
        }

        SymbolInfo called = draft.Model.GetSymbolInfo(call);
        ImmutableArray<ISymbol> methods = called.Symbol is { } only ? [only] : called.CandidateSymbols;
        return methods.OfType<IMethodSymbol>().SelectMany(m => m.Parameters).Select(p => new CodeCompletion(p.Name + ":", "param"));
    }

    /// <summary>Whether the place is in a comment or in a text, where words are just words.</summary>
    private static bool IsText(CodeDraft draft, int position)
    {
        SyntaxTrivia trivia = draft.Tree.GetRoot().FindTrivia(Math.Max(0, position - 1));
        SyntaxToken token = draft.TokenBefore(position);
        bool inComment = trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia && trivia.SpanStart < position;
        bool inLiteral = token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken;
        return inComment || (inLiteral && (position < token.Span.End || token.ContainsDiagnostics || token.IsKind(SyntaxKind.InterpolatedStringTextToken)));
    }

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(a =>
        a.AttributeClass?.Name == "EditorBrowsableAttribute" && a.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    private static string Kind(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "namespace",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        INamedTypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        ITypeSymbol => "class",
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IFieldSymbol { IsConst: true } => "constant",
        IFieldSymbol => "field",
        IEventSymbol => "event",
        _ => "variable",
    };
}

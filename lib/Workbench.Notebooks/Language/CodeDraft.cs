using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks;

/// <summary>A cell that is being written: compiled as far as it goes, after the cells executed so far, and never run.</summary>
internal sealed class CodeDraft
{
    public CodeDraft(CSharpCompilation compilation)
    {
        Compilation = compilation;
        Tree = compilation.SyntaxTrees[^1];
        Model = compilation.GetSemanticModel(Tree);
        Text = Tree.ToString();
    }

    public CSharpCompilation Compilation { get; }

    public SyntaxTree Tree { get; }

    public SemanticModel Model { get; }

    public string Text { get; }

    /// <summary>The token that ends at a position or covers the character before it.</summary>
    public SyntaxToken TokenBefore(int position)
    {
        SyntaxToken token = Tree.GetRoot().FindToken(Math.Max(0, position - 1));
        return token.SpanStart >= position ? token.GetPreviousToken() : token;
    }
}

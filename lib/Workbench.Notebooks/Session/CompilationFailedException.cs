using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>The compiler refuses a cell.</summary>
internal sealed class CompilationFailedException(ImmutableArray<Diagnostic> errors) : Exception("The cell does not compile.")
{
    public ImmutableArray<Diagnostic> Errors { get; } = errors;
}

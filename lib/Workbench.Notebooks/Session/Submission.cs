using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks;

/// <summary>A compiled cell, ready to run.</summary>
/// <param name="Compilation">What the compiler knows of it.</param>
/// <param name="Run">Runs it on the states of all submissions so far; its own joins them. Null when there is nothing to run.</param>
internal sealed record Submission(CSharpCompilation Compilation, Func<object?[], Task<object?>>? Run);

using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>A library that a cell declared.</summary>
/// <param name="Types">The types it declares outside of other types, by their full names.</param>
/// <param name="GlobalExtensions">
/// Its static classes outside of any namespace. A script looks for extension methods only in what it has usings for, so it gets one for each.
/// </param>
/// <param name="Reference">How the compiler refers to it.</param>
internal sealed record CellLibrary(IReadOnlySet<string> Types, IReadOnlyList<string> GlobalExtensions, MetadataReference Reference)
{
    public CellLibrary(Compilation compilation)
        : this(
            TypesIn(compilation.Assembly.GlobalNamespace).ToHashSet(StringComparer.Ordinal),
            [.. compilation.Assembly.GlobalNamespace.GetTypeMembers().Where(t => t.IsStatic).Select(t => t.Name)],
            compilation.ToMetadataReference())
    {
    }

    /// <summary>Whether <paramref name="earlier"/> declares one of this library's types, so that both together would be ambiguous.</summary>
    public bool Replaces(CellLibrary earlier) => Types.Overlaps(earlier.Types);

    private static IEnumerable<string> TypesIn(INamespaceSymbol space) =>
        space.GetTypeMembers().Select(t => t.ToDisplayString()).Concat(space.GetNamespaceMembers().SelectMany(TypesIn));
}

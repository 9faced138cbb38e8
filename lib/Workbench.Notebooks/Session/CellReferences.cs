using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>
/// Answers what the compiler asks about assemblies: what <c>#r "…"</c> means, and where the assemblies lie that those mention.
/// Each file is opened once, so that the compiler can share what it knows of it between cells.
/// </summary>
internal sealed class CellReferences(string folder, CellLoadContext context) : MetadataReferenceResolver
{
    /// <summary>The runtime's files, opened once for all sessions of the process.</summary>
    private static readonly Lazy<PortableExecutableReference[]> Runtime =
        new(() => [.. HostAssemblies.Runtime.Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly Dictionary<string, PortableExecutableReference> opened = Runtime.Value.ToDictionary(r => r.FilePath!);
    private readonly Lock opening = new();

    public override bool ResolveMissingAssemblies => true;

    /// <summary>What every cell refers to: the .NET runtime, and what gives it <c>display</c>.</summary>
    public IEnumerable<MetadataReference> Always =>
    [
        .. Runtime.Value,
        .. new[] { typeof(CellFunctions), typeof(Microsoft.DotNet.Interactive.Formatting.Formatter) }.Select(t => Open(t.Assembly.Location)),
    ];

    /// <summary>Makes a library known to the compiler and to the runtime.</summary>
    public PortableExecutableReference Add(string path)
    {
        if (HostAssemblies.InsteadOf(path) is { } own)
        {
            return Open(own);
        }

        context.Add(path);
        return Open(path);
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        string from = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : folder;
        string path = Path.GetFullPath(reference, from);
        try
        {
            return File.Exists(path) ? [Add(path)]
                : HostAssemblies.Find(reference) is { } own ? [Open(own)] // such as #r "System.Xml.Linq"
                : [];
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return []; // The compiler says that the file could not be found or read, with line and column.
        }
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        string? beside = definition is PortableExecutableReference { FilePath: { } path }
            ? Path.Combine(Path.GetDirectoryName(path)!, referenceIdentity.Name + ".dll")
            : null;
        return context.FindFile(referenceIdentity.Name) is { } known ? Add(known)
            : HostAssemblies.Find(referenceIdentity.Name) is { } own ? Open(own)
            : File.Exists(beside) ? Add(beside)
            : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    private PortableExecutableReference Open(string path)
    {
        lock (opening)
        {
            if (!opened.TryGetValue(path, out PortableExecutableReference? reference))
            {
                opened[path] = reference = MetadataReference.CreateFromFile(path);
            }

            return reference;
        }
    }
}

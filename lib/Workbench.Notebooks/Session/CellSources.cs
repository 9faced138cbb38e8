using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>Finds the files of <c>#load</c>: beside the file that loads them, or in the notebook's folder.</summary>
internal sealed class CellSources(string folder) : SourceReferenceResolver
{
    public override string? ResolveReference(string path, string? baseFilePath)
    {
        string from = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : folder;
        string full = Path.GetFullPath(path, from);
        return File.Exists(full) ? full : null;
    }

    public override Stream OpenRead(string resolvedPath) => File.OpenRead(resolvedPath);

    /// <summary>What stack traces call the file: cells by their name, files by their path from the notebook.</summary>
    public override string NormalizePath(string path, string? baseFilePath) =>
        Path.IsPathRooted(path) ? Path.GetRelativePath(folder, path) : path;

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);
}

namespace Workbench.Datasets.Sources;

/// <summary>The files below a folder. Links are not followed, so that nothing outside is read.</summary>
internal sealed class FolderSource(string path) : FileSource(path)
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    private protected override IEnumerable<(string Path, long Length)> List() =>
        new DirectoryInfo(Location).EnumerateFiles("*", Below).Select(file => (Path.GetRelativePath(Location, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.Length));

    private protected override byte[] ReadBytes(string path) => File.ReadAllBytes(Path.Combine(Location, path));
}

using System.IO.Compression;

namespace Workbench.Datasets.Sources;

/// <summary>The files of a .zip. An entry that unpacks to more than it says is refused.</summary>
internal sealed class ZipSource(string path) : FileSource(path)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
    private ZipArchive? archive;

    private protected override IEnumerable<(string Path, long Length)> List()
    {
        archive = ZipFile.OpenRead(Location);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            entries[entry.FullName] = entry;
            yield return (entry.FullName, entry.Length);
        }
    }

    private protected override byte[] ReadBytes(string path)
    {
        // A ZipArchive moves one position in one file: one reader at a time. Decoding, the slow part, runs outside.
        lock (gate)
        {
            ZipArchiveEntry entry = entries[path];
            byte[] bytes = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 ? bytes : throw new InvalidDataException($"it unpacks to more than the {entry.Length:N0} bytes it says");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            archive?.Dispose();
        }

        base.Dispose(disposing);
    }
}

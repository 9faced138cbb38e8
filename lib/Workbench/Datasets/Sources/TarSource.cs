using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Workbench.Datasets.Sources;

/// <summary>
/// The files of a .tar, found once and read where they lie. A .tar.gz has no places to jump to: it is unpacked once into a
/// temporary file, which goes with the source. Links and devices in it are refused.
/// </summary>
internal sealed class TarSource(string path, bool compressed) : FileSource(path)
{
    /// <summary>How large a .tar.gz may become: 200 times its own length, and always 1 GiB. Pictures hardly shrink at all.</summary>
    private const long MostGrowth = 200;

    private readonly Dictionary<string, (long Start, long Length)> places = new(StringComparer.Ordinal);
    private FileStream? tar;

    private protected override IEnumerable<(string Path, long Length)> List()
    {
        tar = compressed ? Unpacked() : new(Location, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        using TarReader reader = new(tar, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes:
                    continue;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                    places[name] = (entry.DataOffset, entry.Length);
                    yield return (name, entry.Length);
                    break;
                default:
                    throw new DatasetException($"{Location}: '{entry.Name}' is a {entry.EntryType}; only files and folders are allowed.");
            }
        }

        // A whole archive ends with blocks of zeros. One that was cut off between two files would pass for a shorter one.
        Span<byte> end = stackalloc byte[512];
        if (tar.Length < end.Length || RandomAccess.Read(tar.SafeFileHandle, end, tar.Length - end.Length) < end.Length || end.ContainsAnyExcept((byte)0))
        {
            throw new DatasetException($"{Location} is cut off: what marks the end of an archive is missing. Copy or download it again.");
        }
    }

    private protected override byte[] ReadBytes(string path)
    {
        (long start, long length) = places[path];
        byte[] bytes = new byte[length];
        SafeFileHandle handle = tar!.SafeFileHandle;
        for (int read = 0; read < bytes.Length;)
        {
            int more = RandomAccess.Read(handle, bytes.AsSpan(read), start + read);
            read += more > 0 ? more : throw new EndOfStreamException("the archive ends in the middle of it");
        }

        return bytes;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            tar?.Dispose();
        }

        base.Dispose(disposing);
    }

    private FileStream Unpacked()
    {
        using FileStream packed = File.OpenRead(Location);
        using GZipStream gzip = new(packed, CompressionMode.Decompress);
        long most = Math.Max(64L << 20, packed.Length * MostGrowth);
        string place = Path.GetTempFileName();
        FileStream file = new(place, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(place); // an open file needs no name, and one without leaves nothing behind when the process is killed
        }

        try
        {
            byte[] buffer = new byte[1 << 20];
            for (int count; (count = gzip.Read(buffer)) > 0;)
            {
                file.Write(buffer, 0, count);
                if (file.Length > most)
                {
                    throw new DatasetException($"{Location} unpacks to more than {most:N0} bytes, which no archive of {packed.Length:N0} bytes of pictures does.");
                }
            }

            file.Flush();
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

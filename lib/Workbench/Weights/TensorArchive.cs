using System.IO.Compression;

namespace Workbench.Weights;

/// <summary>A zip file of tensors, read with care: no entry twice, no entry larger than the file can back.</summary>
internal sealed class TensorArchive : IDisposable
{
    /// <summary>NumPy's compressed archives of real arrays stay well under this; a zip bomb starts far above it.</summary>
    private const int LargestExpansion = 64;

    private const long SmallFile = 1 << 20;

    private readonly ZipArchive zip;
    private readonly OrderedDictionary<string, ZipArchiveEntry> entries = [];
    private long budget;

    /// <exception cref="InvalidDataException">It is no zip, or one with an entry twice.</exception>
    public TensorArchive(Stream file)
    {
        budget = LargestExpansion * Math.Max(file.Length, SmallFile);
        zip = Guarded(() => new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
        foreach (ZipArchiveEntry entry in Guarded(() => zip.Entries))
        {
            if (!entries.TryAdd(entry.FullName, entry))
            {
                throw new InvalidDataException($"entry {entry.FullName} stands twice in it");
            }
        }
    }

    public IEnumerable<string> Names => entries.Keys;

    /// <summary>An entry that is stored as it is; PyTorch never compresses.</summary>
    public Stream OpenStored(string name, out long length)
    {
        ZipArchiveEntry entry = entries.GetValueOrDefault(name) ?? throw new InvalidDataException($"entry {name} is missing");
        if (entry.Length != entry.CompressedLength)
        {
            throw new InvalidDataException($"entry {name} is compressed, which torch.save never does");
        }

        length = entry.Length;
        return Guarded(entry.Open);
    }

    /// <summary>A whole stored entry of at most <paramref name="most"/> bytes.</summary>
    public byte[] ReadStored(string name, long most)
    {
        using Stream stream = OpenStored(name, out long length);
        if (length > most)
        {
            throw new InvalidDataException($"entry {name} claims {length} bytes, more than the {most} there can be");
        }

        byte[] bytes = new byte[length];
        Guarded(() =>
        {
            stream.ReadExactly(bytes);
            return bytes;
        });
        return bytes;
    }

    /// <summary>An entry that may be compressed; all that are opened together may expand to 64 times the file.</summary>
    public Stream OpenCompressed(string name, out long length)
    {
        ZipArchiveEntry entry = entries[name];
        length = entry.Length;
        budget -= length;
        return budget >= 0
            ? Guarded(entry.Open)
            : throw new InvalidDataException($"it expands to more than {LargestExpansion} times its size, as a zip bomb does; save it uncompressed");
    }

    public void Dispose() => zip.Dispose();

    /// <summary>A broken zip surfaces as one of several exceptions; here it is always one.</summary>
    private static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or OverflowException or IndexOutOfRangeException or EndOfStreamException)
        {
            throw new InvalidDataException($"it is a broken zip ({error.Message.TrimEnd('.')})", error);
        }
    }
}

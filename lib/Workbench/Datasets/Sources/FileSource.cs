namespace Workbench.Datasets.Sources;

/// <summary>The files of a data set, wherever they lie: in a folder, a .zip, a .tar or a .tar.gz, which are read in place.</summary>
public abstract class FileSource : IDisposable
{
    /// <summary>The most files a source may hold, so that a hostile archive cannot fill the memory with names: ten million.</summary>
    public const int MostFiles = 10_000_000;

    /// <summary>The largest file that is read: 1 GiB.</summary>
    public const long LargestFile = 1L << 30;

    private static readonly string[] ArchiveExtensions = [".zip", ".tar", ".tar.gz", ".tgz"];

    private SortedDictionary<string, long> files = new(StringComparer.Ordinal);

    private protected FileSource(string path) => Location = path;

    /// <summary>The folder or archive.</summary>
    public string Location { get; }

    /// <summary>Paths of the files, with <c>/</c>, in the order of their bytes. A single folder around everything is left out.</summary>
    public IReadOnlyList<string> Paths { get; private set; } = [];

    /// <summary>Bytes of all files together.</summary>
    public long TotalBytes => files.Values.Sum();

    private string Around { get; set; } = "";

    /// <summary>Opens a folder or archive.</summary>
    /// <param name="path">A folder, or a file whose name ends in .zip, .tar, .tar.gz or .tgz.</param>
    /// <returns>The source; dispose it to close the archive.</returns>
    /// <exception cref="DatasetException">There is no such folder or archive, it is damaged, or a path in it is not allowed.</exception>
    public static FileSource Open(string path)
    {
        FileSource source = path switch
        {
            _ when Directory.Exists(path) => new FolderSource(path),
            _ when !File.Exists(path) => throw new DatasetException($"{path}: there is no such folder or archive."),
            _ when path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) => new ZipSource(path),
            _ when path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) => new TarSource(path, compressed: false),
            _ when path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) => new TarSource(path, compressed: true),
            _ => throw new DatasetException($"{path}: data sets are folders or .zip, .tar, .tar.gz archives."),
        };
        try
        {
            source.Index();
            return source;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            source.Dispose();
            throw error as DatasetException ?? new DatasetException($"{path}: cannot be read; it may be cut off or damaged ({error.Message})", error);
        }
    }

    /// <summary>Whether a name is one of an archive that can be read in place.</summary>
    /// <param name="path">A file's name.</param>
    /// <returns>True for .zip, .tar, .tar.gz and .tgz.</returns>
    public static bool IsArchive(string path) => Array.Exists(ArchiveExtensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>The bytes of one file. May be called from several threads at once.</summary>
    /// <param name="path">One of <see cref="Paths"/>.</param>
    /// <returns>All of it.</returns>
    /// <exception cref="DatasetException">There is no such file, it is larger than <see cref="LargestFile"/>, or it is damaged.</exception>
    public byte[] Read(string path)
    {
        if (!files.TryGetValue(path, out long length))
        {
            throw new DatasetException($"{Location} holds no '{path}'.");
        }

        if (length > LargestFile)
        {
            throw new DatasetException($"{Location}: '{path}' has {length:N0} bytes; the most read at once is {LargestFile:N0}.");
        }

        try
        {
            return ReadBytes(Around + path);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{Location}: '{path}' cannot be read ({error.Message})", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>All files with their lengths, as the source names them.</summary>
    private protected abstract IEnumerable<(string Path, long Length)> List();

    private protected abstract byte[] ReadBytes(string path);

    /// <summary>Closes what is open.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    private void Index()
    {
        foreach ((string path, long length) in List())
        {
            string[] parts = path.Split('/');
            if (path.Length == 0 || path.Contains('\\') || path.Contains('\0') || Path.IsPathRooted(path) || parts.Any(part => part is "" or "." or ".."))
            {
                throw new DatasetException($"{Location}: the path '{path}' in it is not allowed; paths lie below the top and use '/'.");
            }

            // What systems leave behind is no part of a data set.
            if (parts.Any(part => part is "__MACOSX" or ".DS_Store" or "Thumbs.db" || part.StartsWith("._", StringComparison.Ordinal)))
            {
                continue;
            }

            if (!files.TryAdd(path, length))
            {
                throw new DatasetException($"{Location}: '{path}' is in it twice.");
            }

            if (files.Count > MostFiles)
            {
                throw new DatasetException($"{Location} holds more than {MostFiles:N0} files.");
            }
        }

        while (files.Count > 0 && files.Keys.First() is string first && first.IndexOf('/', StringComparison.Ordinal) is > 0 and int end
            && files.Keys.All(path => path.StartsWith(first[..(end + 1)], StringComparison.Ordinal)) && !IsMeaningful(first[..end]))
        {
            Around += first[..(end + 1)];
            files = new(files.ToDictionary(file => file.Key[(end + 1)..], file => file.Value), StringComparer.Ordinal);
        }

        Paths = [.. files.Keys];
    }

    /// <summary>Names that say something about the data: a folder <c>train</c> around everything must not be left out.</summary>
    private static bool IsMeaningful(string folder) =>
        folder.StartsWith("train", StringComparison.OrdinalIgnoreCase) || folder.StartsWith("val", StringComparison.OrdinalIgnoreCase) || folder.StartsWith("test", StringComparison.OrdinalIgnoreCase);
}

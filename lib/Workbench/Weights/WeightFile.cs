namespace Workbench.Weights;

/// <summary>What all weight files share: how they are opened, how they fail, how they are replaced.</summary>
public static class WeightFile
{
    /// <summary>Runs a read or write of <paramref name="path"/>; the file system's own errors become a <see cref="WeightFileException"/>.</summary>
    internal static T Guarded<T>(string path, Func<T> work)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return work();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WeightFileException(path, $"there is no such file (looked in {Path.GetDirectoryName(Path.GetFullPath(path))})", error);
        }
        catch (EndOfStreamException error)
        {
            throw new WeightFileException(path, "it ends before its last tensor does", error);
        }
        catch (Exception error) when (error is IOException and not WeightFileException or UnauthorizedAccessException)
        {
            throw new WeightFileException(path, error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>Writes to a file beside <paramref name="path"/> and renames it when it is complete and on disk.</summary>
    internal static void WriteBeside(string path, Action<Stream> write)
    {
        string beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = File.Create(beside, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}

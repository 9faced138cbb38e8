namespace Workbench.Weights;

/// <summary>Reads a weight file of any format known here, and holds what all of them share.</summary>
public static class WeightFile
{
    /// <summary>
    /// Reads every tensor of a <c>.safetensors</c>, <c>.pth</c> (also <c>.pt</c>, <c>.bin</c>, <c>.ckpt</c>), <c>.npy</c> or <c>.npz</c> file onto the
    /// CPU. The format is told by the content, not by the name.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>Tensors by name, in the file's order. The caller owns them.</returns>
    /// <exception cref="WeightFileException">The file is missing, broken or of another format; the message says which.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        byte[] start = Guarded(path, () =>
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[9];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        });
        return start switch
        {
            [(byte)'P', (byte)'K', ..] when Path.GetExtension(path) == ".npz" => NumpyFile.Read(path),
            [(byte)'P', (byte)'K', ..] or [0x80, _, 0x8A, 10, ..] => PyTorchFile.Read(path),
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => NumpyFile.Read(path),
            [_, _, _, _, _, _, _, _, (byte)'{'] => Safetensors.Read(path),
            _ => throw new WeightFileException(path, "it is none of .safetensors, .pth (zip or older), .npy and .npz"),
        };
    }

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

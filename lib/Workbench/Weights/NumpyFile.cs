namespace Workbench.Weights;

/// <summary>Reads NumPy's files: one array (<c>.npy</c>) or several by name (<c>.npz</c>, compressed or not).</summary>
public static class NumpyFile
{
    /// <summary>Reads every array of a file onto the CPU.</summary>
    /// <param name="path">A <c>.npy</c> or <c>.npz</c> file.</param>
    /// <returns>Tensors by name, row-major; the one of a <c>.npy</c> file is named for the file. The caller owns them.</returns>
    /// <exception cref="WeightFileException">The file is missing or broken, or holds Python objects or big-endian numbers.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path) => WeightFile.Guarded(path, () =>
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return NumpyArray.Begins(file)
                ? new OrderedDictionary<string, Tensor> { [Path.GetFileNameWithoutExtension(path)] = NumpyArray.Read(file, file.Length) }
                : ReadArchive(file);
        }
        catch (InvalidDataException error)
        {
            throw new WeightFileException(path, error.Message.TrimEnd('.'), error);
        }
    });

    private static OrderedDictionary<string, Tensor> ReadArchive(Stream file)
    {
        using TensorArchive archive = new(file);
        using DisposeScope scope = torch.NewDisposeScope();
        OrderedDictionary<string, Tensor> tensors = [];
        foreach (string entry in archive.Names)
        {
            using Stream stream = archive.OpenCompressed(entry, out long length);
            string name = Path.ChangeExtension(entry, null);
            if (Path.GetExtension(entry) != ".npy" || !tensors.TryAdd(name, NumpyArray.Read(stream, length)))
            {
                throw new InvalidDataException($"entry {entry} is no .npy array, or stands twice");
            }
        }

        foreach (Tensor tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return tensors;
    }
}

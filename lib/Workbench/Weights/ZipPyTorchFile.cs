namespace Workbench.Weights;

/// <summary>
/// PyTorch's format since 1.6: an uncompressed zip with the pickle in <c>data.pkl</c> and each storage's numbers in <c>data/KEY</c>, all
/// under one folder.
/// </summary>
internal static class ZipPyTorchFile
{
    private const string Pickle = "data.pkl";

    /// <exception cref="InvalidDataException">The file breaks the format or holds more than tensors.</exception>
    public static OrderedDictionary<string, Tensor> Read(Stream file)
    {
        using TensorArchive archive = new(file);
        string folder = archive.Names.FirstOrDefault(name => name == Pickle || name.EndsWith($"/{Pickle}", StringComparison.Ordinal))?[..^Pickle.Length]
            ?? throw new InvalidDataException($"it is a zip without {Pickle}, so torch.save did not write it");
        if (archive.Names.Contains($"{folder}constants.pkl"))
        {
            throw new InvalidDataException("it is a compiled TorchScript program; save the state_dict() of the network instead");
        }

        if (archive.Names.Contains($"{folder}byteorder") && System.Text.Encoding.ASCII.GetString(archive.ReadStored($"{folder}byteorder", 16)) is var order and not "little")
        {
            throw new InvalidDataException($"its numbers are {order}-endian; load and save it once on a little-endian machine");
        }

        byte[] pickle = archive.ReadStored($"{folder}{Pickle}", file.Length);
        object? value = new PickleReader(new MemoryStream(pickle), PyTorchFile.StorageOf).Read();
        long budget = file.Length;
        return PyTorchFile.Build(PickledNames.Find(value, pickle.Length), storage =>
        {
            string name = $"{folder}data/{storage.Key}";
            long bytes = storage.Elements * storage.Type.Bytes;
            using Stream numbers = archive.OpenStored(name, out long length);
            if (length != bytes)
            {
                throw new InvalidDataException($"{name} has {length} bytes, and {storage.Elements} numbers of {storage.Type.Torch} take {bytes}");
            }

            // Zip entries can overlap; PyTorch's do not, so all of them together are no larger than the file.
            budget -= bytes;
            return budget >= 0 ? TensorBytes.Read(numbers, [storage.Elements], storage.Type.Torch) : throw new InvalidDataException("its entries overlap: together they are larger than the file");
        });
    }
}

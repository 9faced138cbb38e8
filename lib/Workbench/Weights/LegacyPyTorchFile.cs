using System.Buffers.Binary;
using System.Numerics;

namespace Workbench.Weights;

/// <summary>
/// The format of PyTorch before 1.6: pickles of a magic number, the version, the machine's facts, the object and the storages' keys, then
/// each storage as its length (8 bytes) and its numbers.
/// </summary>
internal static class LegacyPyTorchFile
{
    private const long Version = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber);

    /// <summary>Whether the file opens with a pickle of a ten-byte number, as only this format does. The stream stays at 0.</summary>
    public static bool Begins(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 4 && start is [0x80, _, 0x8A, 10];
    }

    /// <exception cref="InvalidDataException">The file breaks the format or holds more than tensors.</exception>
    public static OrderedDictionary<string, Tensor> Read(Stream file)
    {
        if (Pickle(file) is not BigInteger magic || magic != Magic)
        {
            throw new InvalidDataException("it starts with another number than PyTorch's");
        }

        if (Pickle(file) is not Version)
        {
            throw new InvalidDataException($"it is of another version than {Version}, the only one before the zip format");
        }

        if (Pickle(file) is not PickledDictionary machine || !machine.Items.Contains(new("little_endian", true)))
        {
            throw new InvalidDataException("it was written on a big-endian machine; load and save it once on a little-endian one");
        }

        long start = file.Position;
        object? value = Pickle(file);
        OrderedDictionary<string, PickledTensor> named = PickledNames.Find(value, file.Position - start);
        if (Pickle(file) is not List<object?> keys)
        {
            throw new InvalidDataException("it lacks the list of its storages");
        }

        Dictionary<string, long> places = Places(file, keys, named);
        return PyTorchFile.Build(named, storage => places.TryGetValue(storage.Key, out long place)
            ? ReadAt(file, place, storage)
            : throw new InvalidDataException($"storage '{storage.Key}' is missing"));
    }

    /// <summary>Where the numbers of each storage begin. One that no tensor uses has no known width, and nothing can follow it.</summary>
    private static Dictionary<string, long> Places(Stream file, List<object?> keys, OrderedDictionary<string, PickledTensor> named)
    {
        Dictionary<string, PickledStorage> storages = [];
        foreach (PickledTensor tensor in named.Values)
        {
            storages.TryAdd(tensor.Storage.Key, tensor.Storage);
        }

        Dictionary<string, long> places = [];
        byte[] prefix = new byte[8];
        foreach (object? key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out PickledStorage? storage) || places.ContainsKey(name))
            {
                throw new InvalidDataException($"its list of storages has '{key}', which no tensor uses or which stands twice");
            }

            file.ReadExactly(prefix);
            long elements = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            if (elements != storage.Elements)
            {
                throw new InvalidDataException($"storage '{name}' has {elements} numbers, and its tensors expect {storage.Elements}");
            }

            places.Add(name, file.Position);
            long bytes = elements * storage.Type.Bytes;
            if (bytes > file.Length - file.Position)
            {
                throw new InvalidDataException($"it is cut off: storage '{name}' takes {bytes} bytes and {file.Length - file.Position} follow");
            }

            file.Position += bytes;
        }

        return places;
    }

    private static Tensor ReadAt(Stream file, long place, PickledStorage storage)
    {
        file.Position = place;
        return TensorBytes.Read(file, [storage.Elements], storage.Type.Torch);
    }

    private static object? Pickle(Stream file) => new PickleReader(file, PyTorchFile.StorageOf).Read();
}

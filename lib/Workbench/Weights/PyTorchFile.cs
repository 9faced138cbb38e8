namespace Workbench.Weights;

/// <summary>
/// Reads what <c>torch.save</c> writes (<c>.pth</c>, <c>.pt</c>, <c>.bin</c>, <c>.ckpt</c>): the zip format of PyTorch 1.6 and newer,
/// and the older one that starts with a magic number.
/// </summary>
/// <remarks>
/// The pickle inside is never run: <see cref="PickleAllowList"/> names all that it may build. Tensors come back as PyTorch would
/// load them, strides and shared storages included. Nested dictionaries are flattened: the entry <c>conv1.weight</c> under
/// <c>state_dict</c> is <c>state_dict.conv1.weight</c>; map the prefix away to load it.
/// </remarks>
public static class PyTorchFile
{
    /// <summary>Reads every tensor of a file, in the file's order, onto the CPU.</summary>
    /// <param name="path">A file written by <c>torch.save</c>.</param>
    /// <returns>Tensors by name. The caller owns them; two may share memory, as they did when saved.</returns>
    /// <exception cref="WeightFileException">The file is missing, broken, or holds more than tensors; the message names what.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path) => WeightFile.Guarded(path, () =>
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return LegacyPyTorchFile.Begins(file) ? LegacyPyTorchFile.Read(file) : ZipPyTorchFile.Read(file);
        }
        catch (InvalidDataException error)
        {
            throw new WeightFileException(path, error.Message.TrimEnd('.'), error);
        }
    });

    /// <summary>Turns pickled views into tensors; <paramref name="load"/> gives each storage once, as a tensor of one dimension.</summary>
    internal static OrderedDictionary<string, Tensor> Build(
        OrderedDictionary<string, PickledTensor> named, Func<PickledStorage, Tensor> load)
    {
        if (named.Count == 0)
        {
            throw new InvalidDataException("it holds no tensors");
        }

        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, (PickledStorage Storage, Tensor Numbers)> storages = [];
        OrderedDictionary<string, Tensor> tensors = [];
        foreach ((string name, PickledTensor view) in named)
        {
            if (!storages.TryGetValue(view.Storage.Key, out (PickledStorage Storage, Tensor Numbers) known))
            {
                known = (view.Storage, load(view.Storage));
                storages.Add(view.Storage.Key, known);
            }

            if (known.Storage != view.Storage)
            {
                throw new InvalidDataException($"storage '{view.Storage.Key}' is described in two ways");
            }

            tensors.Add(name, known.Numbers.as_strided(view.Shape, view.Strides, view.Offset));
        }

        foreach (Tensor tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return tensors;
    }

    /// <summary>The storage behind a persistent id: <c>('storage', class, key, device, elements)</c>, and in older files a view of it.</summary>
    internal static PickledStorage StorageOf(object? persistentId) => persistentId switch
    {
        object?[] and ["storage", PickledGlobal type, string key, string, long elements, .. object?[] rest]
            when PickleAllowList.StorageType(type) is { } elementType && elements >= 0 && rest is [] or [null]
            => TensorBytes.Count([elements], elementType.Bytes) is null
                ? throw new InvalidDataException($"storage '{key}' of {elements} numbers is larger than any file")
                : new(key, elementType, elements),
        _ => throw new InvalidDataException("its pickle refers to a storage in a way that PyTorch does not write"),
    };
}

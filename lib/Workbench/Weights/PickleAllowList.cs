namespace Workbench.Weights;

/// <summary>
/// The names a pickle may use, and what each stands for. This is the whole of it: a name that is not here is refused, so that reading a
/// weight file can only ever build numbers, texts, lists, dictionaries and tensors.
/// </summary>
internal static class PickleAllowList
{
    private static readonly HashSet<string> Functions =
    [
        "collections.OrderedDict", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter",
        "torch.Size", "torch.device",
    ];

    /// <summary>Types as values, such as an entry <c>dtype: torch.float32</c> in a checkpoint's options.</summary>
    private static readonly HashSet<string> TypeNames =
    [
        "float16", "float32", "float64", "bfloat16", "uint8", "int8", "int16", "int32", "int64", "bool", "complex64", "complex128",
    ];

    /// <summary>The element type where a name is one of PyTorch's storage classes, such as <c>torch.FloatStorage</c>.</summary>
    public static ElementType? StorageType(PickledGlobal global) =>
        global.Module == "torch" ? ElementType.All.FirstOrDefault(type => type.Storage == global.Name) : null;

    /// <exception cref="InvalidDataException">The name is not on the list.</exception>
    public static PickledGlobal Admit(string module, string name)
    {
        PickledGlobal global = new(module, name);
        return Functions.Contains(global.ToString()) || StorageType(global) is not null || (module == "torch" && TypeNames.Contains(name))
            ? global
            : throw new InvalidDataException(
                $"its pickle names {global}, which tensors do not need; it was not run. Save the network's state_dict() alone, or convert it to .safetensors where you trust the file");
    }

    /// <summary>What calling an admitted name gives.</summary>
    /// <exception cref="InvalidDataException">The arguments are not what PyTorch writes.</exception>
    public static object? Call(PickledGlobal function, object?[] arguments) => (function.ToString(), arguments) switch
    {
        ("collections.OrderedDict", []) => new PickledDictionary(),
        ("collections.OrderedDict", [List<object?> pairs]) => Dictionary(pairs),
        ("torch._utils._rebuild_tensor_v2", [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]) => View(storage, offset, shape, strides),
        ("torch._utils._rebuild_tensor", [PickledStorage storage, long offset, object?[] shape, object?[] strides]) => View(storage, offset, shape, strides),
        ("torch._utils._rebuild_parameter", [PickledTensor tensor, ..]) => tensor,
        ("torch.Size", [object?[] sizes]) => sizes,
        ("torch.device", [string device, ..]) => device,
        _ => throw new InvalidDataException($"its pickle calls {function} with {arguments.Length} arguments that PyTorch does not write"),
    };

    private static PickledTensor View(PickledStorage storage, long offset, object?[] shape, object?[] strides)
    {
        PickledTensor tensor = new(storage, offset, Numbers(shape), Numbers(strides));
        tensor.Check();
        return tensor;
    }

    private static PickledDictionary Dictionary(List<object?> pairs)
    {
        PickledDictionary dictionary = new();
        foreach (object? pair in pairs)
        {
            dictionary.Items.Add(pair switch
            {
                object?[] and [object key, object value] => new(key, value),
                List<object?> and [object key, object value] => new(key, value),
                _ => throw new InvalidDataException("its pickle builds a dictionary of something that is not pairs"),
            });
        }

        return dictionary;
    }

    private static long[] Numbers(object?[] values) =>
        [.. values.Select(value => value is long number ? number : throw new InvalidDataException("a tensor's sizes and strides must be whole numbers"))];
}

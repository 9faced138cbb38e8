namespace Workbench.Weights;

/// <summary>A type of number that a tensor can hold, under the names the file formats give it.</summary>
/// <param name="Torch">TorchSharp's name.</param>
/// <param name="Bytes">Bytes of one number.</param>
/// <param name="Safetensors">The <c>dtype</c> in a safetensors header.</param>
/// <param name="Storage">PyTorch's storage class in a pickle.</param>
/// <param name="Numpy">The letter and size in a <c>.npy</c> header, without byte order; null where NumPy lacks the type.</param>
internal sealed record ElementType(torch.ScalarType Torch, int Bytes, string Safetensors, string Storage, string? Numpy)
{
    /// <summary>Every type that TorchSharp, and so this workbench, can hold.</summary>
    public static IReadOnlyList<ElementType> All { get; } =
    [
        new(torch.ScalarType.Float32, 4, "F32", "FloatStorage", "f4"),
        new(torch.ScalarType.Float64, 8, "F64", "DoubleStorage", "f8"),
        new(torch.ScalarType.Float16, 2, "F16", "HalfStorage", "f2"),
        new(torch.ScalarType.BFloat16, 2, "BF16", "BFloat16Storage", null),
        new(torch.ScalarType.Int64, 8, "I64", "LongStorage", "i8"),
        new(torch.ScalarType.Int32, 4, "I32", "IntStorage", "i4"),
        new(torch.ScalarType.Int16, 2, "I16", "ShortStorage", "i2"),
        new(torch.ScalarType.Int8, 1, "I8", "CharStorage", "i1"),
        new(torch.ScalarType.Byte, 1, "U8", "ByteStorage", "u1"),
        new(torch.ScalarType.Bool, 1, "BOOL", "BoolStorage", "b1"),
        new(torch.ScalarType.ComplexFloat32, 8, "C64", "ComplexFloatStorage", "c8"),
        new(torch.ScalarType.ComplexFloat64, 16, "C128", "ComplexDoubleStorage", "c16"),
    ];

    /// <summary>The entry of a tensor's own type; null for quantised ones, which no file here holds.</summary>
    public static ElementType? Of(torch.ScalarType type) => All.FirstOrDefault(t => t.Torch == type);
}

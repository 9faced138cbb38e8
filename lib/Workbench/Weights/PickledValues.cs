namespace Workbench.Weights;

/// <summary>A class or function that a pickle names: only a name here, never code.</summary>
internal sealed record PickledGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A dictionary of a pickle, in its order; attributes that Python hangs on it are dropped.</summary>
internal sealed class PickledDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}

/// <summary>A run of numbers that lies elsewhere in the file; tensors are views of it.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">What the numbers are.</param>
/// <param name="Elements">How many there are.</param>
internal sealed record PickledStorage(string Key, ElementType Type, long Elements);

/// <summary>A tensor as a view of a storage: element (i, j, …) is number Offset + i·Strides[0] + j·Strides[1] + ….</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    private const int LargestRank = 64;

    /// <summary>Checks that every element lies in the storage, and that there are no more of them than the storage holds.</summary>
    /// <exception cref="InvalidDataException">The message says which bound is broken.</exception>
    public void Check()
    {
        if (Shape.Length != Strides.Length || Shape.Length > LargestRank)
        {
            throw new InvalidDataException($"a tensor has {Shape.Length} sizes and {Strides.Length} strides (at most {LargestRank}, as many of each)");
        }

        long elements = TensorBytes.Count(Shape, 1) ?? throw Outside();
        long last = Offset;
        for (int i = 0; i < Shape.Length && elements > 0; i++)
        {
            long steps = Shape[i] - 1;
            if (Strides[i] < 0 || (Strides[i] > 0 && steps > (long.MaxValue - Math.Max(last, 0)) / Strides[i]))
            {
                throw Outside();
            }

            last += steps * Strides[i];
        }

        if (Offset < 0 || (elements > 0 && last >= Storage.Elements) || Offset > Storage.Elements)
        {
            throw Outside();
        }

        // Only a view that repeats numbers, such as one made by expand(), has more. Kept, a few bytes of file could ask for any memory.
        if (elements > Storage.Elements)
        {
            throw new InvalidDataException($"{this} repeats the numbers of its storage; make it contiguous before it is saved");
        }
    }

    public override string ToString() =>
        $"a tensor [{string.Join(", ", Shape)}] with strides [{string.Join(", ", Strides)}] at {Offset} of storage '{Storage.Key}' ({Storage.Elements} numbers)";

    private InvalidDataException Outside() => new($"{this} reaches outside the storage");
}

using System.Globalization;

namespace Workbench.Weights;

/// <summary>Finds the tensors in what a pickle holds, and names each by the way to it: <c>state_dict.conv1.weight</c>.</summary>
/// <remarks>
/// Numbers and texts (an epoch, an option) are passed over. A few bytes of pickle can hold a list twice, that list twice again and
/// so on, or itself; so the depth, and the length of all names together, are bounded by the pickle's length.
/// </remarks>
internal sealed class PickledNames
{
    private const int LargestDepth = 32;

    private readonly OrderedDictionary<string, PickledTensor> found = [];
    private long budget;

    private PickledNames(long pickleLength) => budget = 4096 + (4 * pickleLength);

    /// <exception cref="InvalidDataException">Two tensors share a name, or the nesting is out of all proportion.</exception>
    public static OrderedDictionary<string, PickledTensor> Find(object? value, long pickleLength)
    {
        PickledNames names = new(pickleLength);
        names.Visit(value is PickledTensor ? "tensor" : string.Empty, value, 0);
        return names.found;
    }

    private void Visit(string name, object? value, int depth)
    {
        budget -= 1 + name.Length;
        if (depth > LargestDepth || budget < 0)
        {
            throw new InvalidDataException("its pickle holds itself, or the same values over and over");
        }

        switch (value)
        {
            case PickledTensor tensor:
                if (!found.TryAdd(name, tensor))
                {
                    throw new InvalidDataException($"two of its tensors are named '{name}'");
                }

                break;
            case PickledDictionary dictionary:
                foreach ((object? key, object? item) in dictionary.Items)
                {
                    Visit(Join(name, key), item, depth + 1);
                }

                break;
            case IReadOnlyList<object?> items:
                for (int i = 0; i < items.Count; i++)
                {
                    Visit(Join(name, (long)i), items[i], depth + 1);
                }

                break;
        }
    }

    private static string Join(string name, object? key)
    {
        string last = key switch
        {
            string text => text,
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => key?.ToString() ?? "None",
        };
        return name.Length == 0 ? last : $"{name}.{last}";
    }
}

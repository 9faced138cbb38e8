using System.Text;

namespace Workbench.Weights;

/// <summary>What of a weight file went into a network, and what did not.</summary>
/// <param name="Loaded">Keys that were copied, in the network's order.</param>
/// <param name="Missing">Keys of the network that the file lacks.</param>
/// <param name="Unexpected">Keys of the file, after renaming, that the network lacks.</param>
/// <param name="WrongShapes">Keys on both sides with different shapes, with both shapes.</param>
/// <param name="WrongTypes">Keys on both sides with different element types, with both types.</param>
public sealed record StateDictReport(
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected,
    IReadOnlyList<string> WrongShapes,
    IReadOnlyList<string> WrongTypes)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new($"{Loaded.Count} tensors match");
        Append(text, "missing from the file", Missing);
        Append(text, "unexpected in the file", Unexpected);
        Append(text, "of another shape", WrongShapes);
        Append(text, "of another type", WrongTypes);
        return text.ToString();
    }

    internal bool IsAcceptable(StateDictOptions options) =>
        WrongShapes.Count == 0 && WrongTypes.Count == 0 && (!options.Strict || (Missing.Count == 0 && Unexpected.Count == 0));

    private static void Append(StringBuilder text, string fault, IReadOnlyList<string> keys)
    {
        if (keys.Count > 0)
        {
            text.Append('\n').Append(keys.Count).Append(' ').Append(fault).Append(": ").AppendJoin(", ", keys);
        }
    }
}

namespace Workbench.Evaluation;

/// <summary>One layer of a network, as seen while it ran.</summary>
/// <param name="Name">Its path in the network, as in the state dict: <c>features.0</c>.</param>
/// <param name="Kind">Its type: <c>Conv2d</c>.</param>
/// <param name="Description">Its type with kernel, channels, stride and the like: <c>Conv2d 3×3, 3 → 64, padding 1</c>.</param>
/// <param name="Output">The shape of what it gave, batch first; null if it was not called.</param>
/// <param name="Parameters">Its learned numbers.</param>
/// <param name="MultiplyAdds">Multiplications of a weight and an input, each with its addition, over all calls and the whole batch. Convolutions
/// and fully connected layers have them; what normalisation and activation cost is not counted, as is usual.</param>
/// <param name="ReceptiveField">The side, in pixels of the network's input, of the square that one number of its output sees; null where no
/// picture goes in. Padding counts as picture, normalisation over the whole picture does not count.</param>
public sealed record TracedLayer(
    string Name, string Kind, string Description, IReadOnlyList<long>? Output, long Parameters, long MultiplyAdds, long? ReceptiveField);

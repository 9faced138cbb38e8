using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>Runs a network once and notes what each of its innermost layers does.</summary>
/// <remarks>
/// Layers report through forward hooks, so a network must use <c>call</c>, as all of this library do. What lies between two layers (a skip
/// connection's concatenation, a functional ReLU or pooling) has no hook: its result is taken to see what the layer called last does, which
/// lies on the longest path in every network here; where it is smaller or larger, it counts as pooled or repeated.
/// </remarks>
public sealed class LayerTrace
{
    private readonly Dictionary<nn.Module, (long[] Output, long MultiplyAdds, ReceptiveField Field)> seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, ReceptiveField> fields = new(ReferenceEqualityComparer.Instance);
    private readonly List<nn.Module> order = [];
    private readonly List<Action> removals = [];
    private ReceptiveField last;

    private LayerTrace()
    {
    }

    /// <summary>Runs a network in evaluation mode without gradients; its mode is then as it was.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The picture whose pixels receptive fields are counted in; one of what <paramref name="run"/> passes.</param>
    /// <param name="run">Calls the network.</param>
    /// <returns>The layers that were called, in the order of their first call, then those that were not.</returns>
    public static IReadOnlyList<TracedLayer> Of(nn.Module network, Tensor input, Action run)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(run);
        (string Name, nn.Module Layer)[] leaves = [.. network.named_modules().Where(named => !named.module.children().Any())];
        LayerTrace trace = new() { last = ReceptiveField.OfInput(input) };
        trace.fields[input] = trace.last;
        trace.Watch(network, leaves.Select(leaf => leaf.Layer), run);
        bool isPicture = input.dim() == 4 && input.shape[2] > 1;
        Dictionary<nn.Module, string> names = new(ReferenceEqualityComparer.Instance);
        foreach ((string name, nn.Module layer) in leaves)
        {
            names.TryAdd(layer, name);
        }

        return [.. trace.order.Concat(names.Keys.Except(trace.order)).Select(layer => trace.Row(names[layer], layer, isPicture))];
    }

    private TracedLayer Row(string name, nn.Module layer, bool isPicture)
    {
        long parameters = layer.parameters(recurse: false).Sum(parameter => parameter.numel());
        (string kind, string description) = (LayerKind.NameOf(layer), LayerKind.Of(layer));
        return seen.TryGetValue(layer, out (long[] Output, long MultiplyAdds, ReceptiveField Field) row)
            ? new(name, kind, description, row.Output, parameters, row.MultiplyAdds, isPicture ? (long)Math.Ceiling(row.Field.Size) : null)
            : new(name, kind, description, null, parameters, 0, null);
    }

    private void Watch(nn.Module network, IEnumerable<nn.Module> leaves, Action run)
    {
        using EvaluationMode mode = new(network);
        try
        {
            HashSet<nn.Module> innermost = new(leaves, ReferenceEqualityComparer.Instance);
            foreach (nn.Module<Tensor, Tensor> layer in network.named_modules().Select(named => named.module).OfType<nn.Module<Tensor, Tensor>>().Distinct())
            {
                var hook = innermost.Contains(layer) ? layer.register_forward_hook(Note) : layer.register_forward_hook(NoteBlock);
                removals.Add(hook.remove);
            }

            using (no_grad())
            using (NewDisposeScope())
            {
                run();
            }
        }
        finally
        {
            removals.ForEach(remove => remove());
        }
    }

    /// <summary>
    /// What a block of layers gives sees what its last layer does, even where a functional ReLU follows that; or more, where branches of the
    /// block that see more end in maps of the same size.
    /// </summary>
    private Tensor NoteBlock(nn.Module<Tensor, Tensor> block, Tensor input, Tensor output)
    {
        ReceptiveField widest = block.modules().Where(seen.ContainsKey).Select(layer => seen[layer].Field).Where(field => field.Side == last.Side).Append(last).MaxBy(field => field.Size);
        fields.TryAdd(output, widest);
        return output;
    }

    private Tensor Note(nn.Module<Tensor, Tensor> layer, Tensor input, Tensor output)
    {
        last = (fields.TryGetValue(input, out ReceptiveField known) ? known : last.Resized(input)).Through(layer, input, output);
        fields[output] = last;
        long before = seen.TryGetValue(layer, out (long[] Output, long MultiplyAdds, ReceptiveField Field) earlier) ? earlier.MultiplyAdds : 0;
        if (seen.TryAdd(layer, (output.shape, MultiplyAdds(layer, input, output), last)))
        {
            order.Add(layer);
        }
        else
        {
            seen[layer] = earlier with { MultiplyAdds = before + MultiplyAdds(layer, input, output) };
        }

        return output;
    }

    private static long MultiplyAdds(nn.Module layer, Tensor input, Tensor output) => layer switch
    {
        // Each number that goes in meets every weight of its group of filters once.
        Convolution { transposed: true } up => input.numel() * up.out_channels / up.groups * Product(up.kernel_size),
        // Each number that comes out is a sum over its filter.
        Convolution conv => output.numel() * conv.in_channels / conv.groups * Product(conv.kernel_size),
        Linear linear => output.numel() * linear.in_features,
        _ => 0,
    };

    private static long Product(long[]? sizes) => (sizes ?? []).Aggregate(1L, (product, size) => product * size);
}

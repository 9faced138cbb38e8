namespace Workbench.Weights;

/// <summary>Puts the tensors of a weight file into a network, key by key.</summary>
public static class StateDict
{
    private const string BatchCounter = "num_batches_tracked";

    /// <summary>
    /// Copies <paramref name="tensors"/> into the parameters and buffers of <paramref name="module"/> that have the same keys.
    /// Everything is checked first: where anything is wrong, all of it is named in one error and the network keeps its weights.
    /// </summary>
    /// <param name="module">The network.</param>
    /// <param name="tensors">Tensors by key, as the readers of this namespace return them.</param>
    /// <param name="options">What to tolerate; null accepts only an exact match.</param>
    /// <returns>What was copied and what was not.</returns>
    /// <exception cref="StateDictException">Keys are missing, unexpected, wrongly shaped or of another type.</exception>
    /// <remarks>
    /// Files from before PyTorch 0.4.1 (torchvision's VGG with batch norm is one) lack <c>num_batches_tracked</c>. As in PyTorch, that
    /// is no error: the counter starts at 0.
    /// </remarks>
    public static StateDictReport Load(torch.nn.Module module, IReadOnlyDictionary<string, Tensor> tensors, StateDictOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensors);
        options ??= new();
        Dictionary<string, Tensor> targets = module.state_dict();
        OrderedDictionary<string, Tensor> sources = Rename(tensors, options.Map);
        List<string> counters = [.. targets.Keys.Where(key => !sources.ContainsKey(key) && IsCounterOfAnOldFile(key, sources))];
        StateDictReport report = Compare(targets, sources, counters, options);
        if (!report.IsAcceptable(options))
        {
            throw new StateDictException(module.GetType().Name, report);
        }

        using (torch.no_grad())
        {
            foreach (string key in report.Loaded)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                targets[key].copy_(sources[key]);
            }

            foreach (string key in counters)
            {
                targets[key].zero_();
            }
        }

        return report;
    }

    private static StateDictReport Compare(
        Dictionary<string, Tensor> targets, OrderedDictionary<string, Tensor> sources, List<string> counters, StateDictOptions options)
    {
        List<string> loaded = [];
        List<string> wrongShapes = [];
        List<string> wrongTypes = [];
        foreach ((string key, Tensor target) in targets)
        {
            if (!sources.TryGetValue(key, out Tensor? source))
            {
                continue;
            }

            if (!source.shape.AsSpan().SequenceEqual(target.shape))
            {
                wrongShapes.Add($"{key} (file {Shape(source)}, network {Shape(target)})");
            }
            else if (source.dtype != target.dtype && !options.ConvertTypes)
            {
                wrongTypes.Add($"{key} (file {source.dtype}, network {target.dtype})");
            }
            else
            {
                loaded.Add(key);
            }
        }

        return new(
            loaded,
            [.. targets.Keys.Where(key => !sources.ContainsKey(key)).Except(counters)],
            [.. sources.Keys.Where(key => !targets.ContainsKey(key))],
            wrongShapes,
            wrongTypes);
    }

    /// <summary>The same tensors under other names: the first of <paramref name="map"/> that fits a key is applied to it.</summary>
    /// <param name="tensors">Tensors by key.</param>
    /// <param name="map">What to rename.</param>
    /// <returns>The tensors in their order.</returns>
    /// <exception cref="ArgumentException">Two keys become one.</exception>
    public static OrderedDictionary<string, Tensor> Rename(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyList<PrefixRename> map)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(map);
        OrderedDictionary<string, Tensor> renamed = [];
        foreach ((string key, Tensor tensor) in tensors)
        {
            PrefixRename? rename = map.FirstOrDefault(rename => key.StartsWith(rename.From, StringComparison.Ordinal));
            string name = rename is null ? key : rename.To + key[rename.From.Length..];
            if (!renamed.TryAdd(name, tensor))
            {
                throw new ArgumentException($"Renaming {rename} gives two tensors the key '{name}'.", nameof(map));
            }
        }

        return renamed;
    }

    /// <summary>What a training checkpoint holds under one entry, such as its network beside its optimizer, without the entry's name.</summary>
    /// <param name="tensors">Tensors by key, as <see cref="PyTorchFile.Read"/> names them.</param>
    /// <param name="entry">The entry: <c>state_dict</c>.</param>
    /// <returns>The tensors in their order: <c>state_dict.conv1.weight</c> as <c>conv1.weight</c>.</returns>
    /// <exception cref="ArgumentException">Nothing is under it; the message lists the entries there are.</exception>
    public static OrderedDictionary<string, Tensor> Under(IReadOnlyDictionary<string, Tensor> tensors, string entry)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(entry);
        string prefix = $"{entry.TrimEnd('.')}.";
        OrderedDictionary<string, Tensor> under = [];
        foreach ((string key, Tensor tensor) in tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            under.Add(key[prefix.Length..], tensor);
        }

        return under.Count > 0
            ? under
            : throw new ArgumentException($"Nothing is under '{entry}'; there are {string.Join(", ", tensors.Keys.Select(key => key.Split('.')[0]).Distinct())}.", nameof(entry));
    }

    private static bool IsCounterOfAnOldFile(string key, OrderedDictionary<string, Tensor> sources) =>
        key.EndsWith($".{BatchCounter}", StringComparison.Ordinal)
        && sources.ContainsKey($"{key[..^BatchCounter.Length]}running_var");

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}

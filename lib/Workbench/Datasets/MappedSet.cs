namespace Workbench.Datasets;

/// <summary>A data set whose items are made of another's, one of one, such as pairs whose halves have changed places.</summary>
/// <typeparam name="TFrom">What the other holds.</typeparam>
/// <typeparam name="TTo">What this one holds.</typeparam>
/// <param name="set">The other; disposed with this one where it can be.</param>
/// <param name="change">From its item to this one's; must follow from the item alone.</param>
/// <param name="how">What was done, in a word or two, for messages.</param>
internal sealed class MappedSet<TFrom, TTo>(IDataset<TFrom> set, Func<TFrom, TTo> change, string how) : IDataset<TTo>, IDisposable
    where TFrom : Sample
    where TTo : Sample
{
    public string Name => set.Name;

    public long Count => set.Count;

    public IReadOnlyList<string> ClassNames => set.ClassNames;

    public string ItemName(long index) => set.ItemName(index);

    public TTo Item(long index)
    {
        TFrom item = set.Item(index);
        TTo made = change(item);
        foreach (Tensor tensor in item.Tensors.Except(made.Tensors, ReferenceEqualityComparer.Instance).Cast<Tensor>())
        {
            tensor.Dispose();
        }

        return made;
    }

    Sample IDataset.Item(long index) => Item(index);

    public void Dispose() => (set as IDisposable)?.Dispose();

    public override string ToString() => $"{set}, {how}";
}

namespace Workbench.Datasets;

/// <summary>Pairs whose halves have changed places.</summary>
internal sealed class ReversedPairs(IDataset<ImagePair> pairs) : IDataset<ImagePair>
{
    public string Name => pairs.Name;

    public long Count => pairs.Count;

    public IReadOnlyList<string> ClassNames => pairs.ClassNames;

    public string ItemName(long index) => pairs.ItemName(index);

    public ImagePair Item(long index) => pairs.Item(index).Reversed();

    Sample IDataset.Item(long index) => Item(index);

    public override string ToString() => $"{pairs}, B to A";
}

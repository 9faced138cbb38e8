namespace Workbench.Datasets;

/// <summary>The pictures to be made (B) of a set of pairs, where single pictures are wanted.</summary>
internal sealed class PairPictures(IDataset<ImagePair> pairs) : IDataset<ImageSample>, IDisposable
{
    public string Name => pairs.Name;

    public long Count => pairs.Count;

    public IReadOnlyList<string> ClassNames => [];

    public string ItemName(long index) => pairs.ItemName(index);

    public ImageSample Item(long index)
    {
        ImagePair pair = pairs.Item(index);
        pair.A.Dispose();
        return new(pair.B);
    }

    Sample IDataset.Item(long index) => Item(index);

    public void Dispose() => (pairs as IDisposable)?.Dispose();

    public override string ToString() => $"{pairs}, B alone";
}

using Workbench.Datasets.Sources;
using Workbench.Imaging;

namespace Workbench.Datasets.Readers;

/// <summary>A data set read from files: what all layouts share.</summary>
/// <typeparam name="T">What an item holds.</typeparam>
/// <param name="source">The files; disposed with the set.</param>
/// <param name="name">What to call it.</param>
/// <param name="options">What of it is wanted.</param>
internal abstract class FileDataset<T>(FileSource source, string name, DatasetOptions options) : IDataset<T>, IDisposable
    where T : Sample
{
    private static readonly ImageLoadOptions AnyName = new() { AnyExtension = true };

    public string Name => name;

    public long Count => Math.Min(options.Count ?? long.MaxValue, Items);

    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>The side that pictures are brought to; null to leave them.</summary>
    protected int? Size => options.Size;

    protected FileSource Source => source;

    /// <summary>How many items the split has.</summary>
    protected abstract int Items { get; }

    public string ItemName(long index)
    {
        Require(index);
        return NameOf((int)index);
    }

    public T Item(long index)
    {
        Require(index);
        try
        {
            return Read((int)index);
        }
        catch (Exception error) when (error is (IOException or ArgumentException) and not (ArgumentOutOfRangeException or DatasetException { File: not null }))
        {
            string item = NameOf((int)index);
            string reason = error is ImageFileException image ? image.Reason : error.Message;
            throw new DatasetException($"{name}: {(reason.Contains(item, StringComparison.Ordinal) ? "" : item + ": ")}{reason.TrimEnd('.')}.", error);
        }
    }

    Sample IDataset.Item(long index) => Item(index);

    public void Dispose() => source.Dispose();

    public override string ToString() => $"{name}, {options.Split.ToString().ToLowerInvariant()}, {Count} items from {Path.GetFileName(source.Location.TrimEnd('/'))}";

    protected abstract string NameOf(int item);

    protected abstract T Read(int item);

    /// <summary>Decodes a picture: float32 <c>[3, H, W]</c>, RGB in 0..1.</summary>
    protected Tensor Picture(string path) => ImageFile.Decode(source.Read(path), path, AnyName);

    /// <summary>A picture cut to a square around its middle and brought to <see cref="Size"/>.</summary>
    protected Tensor Squared(Tensor image, Interpolation interpolation = Interpolation.Area)
    {
        if (Size is not { } size)
        {
            return image;
        }

        int side = (int)Math.Min(image.shape[^1], image.shape[^2]);
        using Tensor square = ImageTransform.CenterCrop(image, side, side);
        return ImageTransform.Resize(square, size, size, interpolation);
    }

    private void Require(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"{name} has items 0 to {Count - 1}.");
        }
    }
}

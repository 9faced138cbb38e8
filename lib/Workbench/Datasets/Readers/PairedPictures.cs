using Workbench.Datasets.Sources;
using Workbench.Imaging;

namespace Workbench.Datasets.Readers;

/// <summary>Pictures whose left half is A and whose right half is B, as pix2pix's data sets come. Both halves are brought to the size asked for.</summary>
internal sealed class PairedPictures(FileSource source, string name, DatasetOptions options) : FileDataset<ImagePair>(source, name, options)
{
    private readonly IReadOnlyList<string> pictures = PictureFiles.Of(source, options.Split);
    private readonly bool reversed = options.Reversed;

    protected override int Items => pictures.Count;

    protected override string NameOf(int item) => pictures[item];

    protected override ImagePair Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        Tensor both = Picture(pictures[item]);
        long width = both.shape[2];
        if (width % 2 != 0)
        {
            throw new DatasetException($"is {width} pixels wide; a pair lies side by side on an even width");
        }

        (Tensor left, Tensor right) = (Half(both.narrow(2, 0, width / 2)), Half(both.narrow(2, width / 2, width / 2)));
        return reversed ? new(right, left) : new(left, right);
    }

    private Tensor Half(Tensor half) =>
        (Size is { } size ? ImageTransform.Resize(half, size, size, Interpolation.Area) : half.clone()).MoveToOuterDisposeScope();
}

using Workbench.Datasets.Sources;

namespace Workbench.Datasets.Readers;

/// <summary>Photographs in any folders, cut to squares around their middles where a size is asked for.</summary>
internal sealed class Photographs(FileSource source, string name, DatasetOptions options) : FileDataset<ImageSample>(source, name, options)
{
    private readonly IReadOnlyList<string> pictures = PictureFiles.Of(source, options.Split);

    protected override int Items => pictures.Count;

    protected override string NameOf(int item) => pictures[item];

    protected override ImageSample Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        return new(Squared(Picture(pictures[item])).MoveToOuterDisposeScope());
    }
}

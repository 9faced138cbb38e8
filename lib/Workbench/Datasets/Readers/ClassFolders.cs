using Workbench.Datasets.Sources;

namespace Workbench.Datasets.Readers;

/// <summary>A folder of pictures for each class, as Places and ImageNet come; classes are numbered in the order of their names.</summary>
internal sealed class ClassFolders : FileDataset<LabelledImage>
{
    private readonly IReadOnlyList<string> pictures;
    private readonly string[] classes;

    public ClassFolders(FileSource source, string name, DatasetOptions options)
        : base(source, name, options)
    {
        // Every split knows all classes, so that a class that one lacks does not move the numbers of the others.
        classes = [.. PictureFiles.Of(source).Select(ClassOf).Distinct().Order(StringComparer.Ordinal)];
        pictures = PictureFiles.Of(source, options.Split);
    }

    public override IReadOnlyList<string> ClassNames => classes;

    protected override int Items => pictures.Count;

    /// <summary>The class of a picture: the folder it lies in, below any folder of a split.</summary>
    public static string ClassOf(string path) => string.Join('/', path.Split('/').SkipLast(1).Where(folder => Splits.OfFolder(folder) is null));

    protected override string NameOf(int item) => pictures[item];

    protected override LabelledImage Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        long label = Array.BinarySearch(classes, ClassOf(pictures[item]), StringComparer.Ordinal);
        return new(Squared(Picture(pictures[item])).MoveToOuterDisposeScope(), torch.tensor(label).MoveToOuterDisposeScope());
    }
}

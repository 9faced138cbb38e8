using Workbench.Datasets.Sources;
using Workbench.Imaging;

namespace Workbench.Datasets.Readers;

/// <summary>
/// Pictures with label maps of the same names: CamVid's <c>train/</c> beside <c>trainannot/</c>, or <c>image/</c> beside <c>label/</c>
/// within each split. Pictures without a label map are left out.
/// </summary>
internal sealed class LabelMaps : FileDataset<SegmentedImage>
{
    private readonly (string Picture, string Map)[] items;
    private readonly LabelTable table;

    public LabelMaps(FileSource source, string name, DatasetOptions options)
        : base(source, name, options)
    {
        table = LabelTable.In(source) ?? (source.Paths.Any(path => FolderAbove(path).EndsWith("annot", StringComparison.Ordinal)) ? LabelTable.CamVid : LabelTable.Membranes);
        Dictionary<string, string> maps = PictureFiles.Of(source).Where(path => MapFolder(FolderAbove(path)) is not null).ToDictionary(PictureFiles.Stem);
        string[] labelled = [.. PictureFiles.Of(source).Where(path => MapOf(path, maps) is not null)];
        items = [.. Splits.Files(labelled, options.Split).Select(path => (path, MapOf(path, maps)!))];
        if (items.Length == 0)
        {
            throw new DatasetException($"{source.Location} has no labelled pictures for {options.Split.ToString().ToLowerInvariant()}; label maps lie in trainannot/ beside train/, or in label/ beside image/, under the same names.");
        }
    }

    public override IReadOnlyList<string> ClassNames => table.Names;

    protected override int Items => items.Length;

    /// <summary>The folder of pictures that a folder of label maps belongs to: null where it is none.</summary>
    public static string? MapFolder(string folder) => folder switch
    {
        "label" => "image",
        "labels" => "images",
        _ when folder.EndsWith("annot", StringComparison.Ordinal) => folder[..^"annot".Length],
        _ => null,
    };

    protected override string NameOf(int item) => items[item].Picture;

    protected override SegmentedImage Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        (string path, string mapPath) = items[item];
        (Tensor image, Tensor map) = (Picture(path), Picture(mapPath));
        if (!image.shape.SequenceEqual(map.shape))
        {
            throw new DatasetException($"is {image.shape[2]}×{image.shape[1]}, but its label map {mapPath} is {map.shape[2]}×{map.shape[1]}");
        }

        Tensor labels = table.Labels(Squared(map, Interpolation.Nearest));
        Tensor squared = Squared(image);
        bool grey = table == LabelTable.Membranes;
        return new((grey ? squared.narrow(0, 0, 1).clone() : squared).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    private static string FolderAbove(string path) => Path.GetFileName(PictureFiles.FolderOf(path));

    private static string? MapOf(string picture, Dictionary<string, string> maps)
    {
        string[] parts = PictureFiles.Stem(picture).Split('/');
        if (parts.Length < 2)
        {
            return null;
        }

        foreach (string folder in new[] { parts[^2] + "annot", parts[^2] == "image" ? "label" : "", parts[^2] == "images" ? "labels" : "" })
        {
            if (folder.Length > 0 && maps.TryGetValue(string.Join('/', [.. parts[..^2], folder, parts[^1]]), out string? map))
            {
                return map;
            }
        }

        return null;
    }
}

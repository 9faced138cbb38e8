using Workbench.Datasets.Readers;
using Workbench.Datasets.Sources;
using Workbench.Imaging;

namespace Workbench.Datasets;

/// <summary>Data sets in folders and archives, read where they lie.</summary>
public static class FileDatasets
{
    /// <summary>Opens a folder, .zip, .tar or .tar.gz.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="options">What of it is wanted; the layout is found out by looking if not given.</param>
    /// <param name="name">What to call it; by default the name of the folder or file.</param>
    /// <returns>The set, to be disposed when done.</returns>
    /// <exception cref="DatasetException">There is no such folder or archive, or it does not hold what its layout asks for.</exception>
    public static IDataset Open(string path, DatasetOptions options, string? name = null)
    {
        FileSource source = FileSource.Open(path);
        try
        {
            name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
            return (options.Layout ?? Detect(source)) switch
            {
                DatasetLayout.Paired => new PairedPictures(source, name, options),
                DatasetLayout.Unpaired => new UnpairedPictures(source, name, options),
                DatasetLayout.Photographs => new Photographs(source, name, options),
                DatasetLayout.Classes => new ClassFolders(source, name, options),
                DatasetLayout.LabelMaps => new LabelMaps(source, name, options),
                DatasetLayout.Stacks => new Stacks(source, name, options),
                DatasetLayout.Idx => new Idx(source, name, options),
                DatasetLayout.Cifar => new Cifar(source, name, options),
                var unknown => throw new ArgumentOutOfRangeException(nameof(options), unknown, "There is no such layout."),
            };
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>How the files of a folder or archive are laid out, told by their names and, for pairs, by the shape of the first picture.</summary>
    /// <param name="source">The files.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="DatasetException">It holds nothing that could be a data set.</exception>
    public static DatasetLayout Detect(FileSource source)
    {
        bool HasFile(string start) => source.Paths.Any(path => Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal));
        if (HasFile("train-volume.tif"))
        {
            return DatasetLayout.Stacks;
        }

        if (HasFile("train-images") || HasFile("t10k-images"))
        {
            return DatasetLayout.Idx;
        }

        if (HasFile("data_batch_") || HasFile("test_batch.bin"))
        {
            return DatasetLayout.Cifar;
        }

        IReadOnlyList<string> pictures = PictureFiles.Of(source);
        if (pictures.Count == 0)
        {
            throw new DatasetException($"{source.Location} holds no pictures and none of the files that MNIST, CIFAR-10 or ISBI 2012 come in.");
        }

        HashSet<string> folders = [.. pictures.SelectMany(path => path.Split('/').SkipLast(1))];
        if (folders.Any(folder => UnpairedPictures.IsDomain(folder, 'A')) && folders.Any(folder => UnpairedPictures.IsDomain(folder, 'B')))
        {
            return DatasetLayout.Unpaired;
        }

        if (folders.Any(folder => LabelMaps.MapFolder(folder) is { } images && folders.Contains(images)))
        {
            return DatasetLayout.LabelMaps;
        }

        if (pictures.Select(ClassFolders.ClassOf).Where(name => name.Length > 0).Distinct().Skip(1).Any())
        {
            return DatasetLayout.Classes;
        }

        using Tensor first = ImageFile.Decode(source.Read(pictures[0]), pictures[0], new ImageLoadOptions { AnyExtension = true });
        return first.shape[2] == 2 * first.shape[1] ? DatasetLayout.Paired : DatasetLayout.Photographs;
    }
}

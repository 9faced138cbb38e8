using Workbench.Datasets.Sources;

namespace Workbench.Datasets;

/// <summary>Every data set by one word: a drawn set's name, a manifest's name, or a path.</summary>
public static class DatasetCatalog
{
    /// <summary>
    /// The folder that downloads land in: <c>WORKBENCH_DATA</c> where it is set, else <c>datasets/cache</c> of the checkout that the current
    /// folder lies in, else one of the user's own.
    /// </summary>
    public static string Cache
    {
        get
        {
            if (Environment.GetEnvironmentVariable("WORKBENCH_DATA") is { Length: > 0 } chosen)
            {
                return Path.GetFullPath(chosen);
            }

            for (DirectoryInfo? folder = new(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Workbench.sln")))
                {
                    return Path.Combine(folder.FullName, "datasets", "cache");
                }
            }

            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "workbench", "datasets");
        }
    }

    /// <summary>The public data sets known here, in the order of their names: the library's manifests, and those in <c>datasets/</c> of the current folder.</summary>
    /// <exception cref="DatasetException">One of the manifests is damaged.</exception>
    public static IReadOnlyList<Manifest> Manifests
    {
        get
        {
            SortedDictionary<string, Manifest> found = new(StringComparer.Ordinal);
            foreach (string folder in new[] { Path.Combine(Path.GetDirectoryName(typeof(DatasetCatalog).Assembly.Location) ?? AppContext.BaseDirectory, "datasets"), Path.GetFullPath("datasets") })
            {
                foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
                {
                    Manifest manifest = Manifest.Read(file);
                    found[manifest.Name] = manifest;
                }
            }

            return [.. found.Values];
        }
    }

    /// <summary>Opens a data set.</summary>
    /// <param name="name">Such as <c>scenes</c>, <c>mnist</c>, or the path of a folder or archive. A path that looks like a name is written <c>./name</c>.</param>
    /// <param name="options">What of it is wanted.</param>
    /// <returns>The set. One from files is <see cref="IDisposable"/>.</returns>
    /// <exception cref="DatasetException">Nothing is called so, it was not downloaded yet, or it cannot be read.</exception>
    public static IDataset Open(string name, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options ??= new();
        if (DrawnSets.Find(name) is { } drawn)
        {
            IDataset set = drawn.Create(options.Split, options.Seed, options.Size ?? drawn.UsualSize, options.Count ?? DrawnSets.UsualCount(options.Split));
            return !options.Reversed ? set : set is IDataset<ImagePair> pairs ? new MappedSet<ImagePair, ImagePair>(pairs, pair => pair.Reversed(), "B to A") : throw new DatasetException($"{name} holds no pairs that could change places.");
        }

        if (Manifests.FirstOrDefault(manifest => manifest.Name == name) is { } known)
        {
            string folder = Path.Combine(Cache, name);
            return known.IsComplete(folder)
                ? FileDatasets.Open(Whole(known, folder), options with { Layout = options.Layout ?? known.Layout }, name)
                : throw new DatasetException($"{name} is not here yet: {(known.Files.Count > 0 ? $"get it with `workbench data get {name}`" : $"ask its makers for it{(known.Home is { } home ? $", see {home}," : "")} and give the path")}.");
        }

        if (Path.Exists(name))
        {
            return FileDatasets.Open(name, options);
        }

        throw new DatasetException(
            $"There is no data set '{name}', nor such a folder or archive. Drawn here are {string.Join(", ", DrawnSets.All.Select(entry => entry.Name))}; known are {string.Join(", ", Manifests.Select(manifest => manifest.Name))}.");
    }

    /// <summary>Opens a data set of one kind of samples. Where single pictures are wanted, pairs give those to be made (B).</summary>
    /// <typeparam name="T">What the items must hold.</typeparam>
    /// <param name="name">See <see cref="Open"/>.</param>
    /// <param name="options">What of it is wanted.</param>
    /// <returns>The set.</returns>
    /// <exception cref="DatasetException">As <see cref="Open"/>, or it holds other samples.</exception>
    public static IDataset<T> Open<T>(string name, DatasetOptions? options = null)
        where T : Sample
    {
        IDataset set = Open(name, options);
        if (set is IDataset<T> fitting)
        {
            return fitting;
        }

        if (set is IDataset<ImagePair> pairs && new MappedSet<ImagePair, ImageSample>(pairs, static pair => new(pair.B), "B alone") is IDataset<T> pictures)
        {
            return pictures;
        }

        (set as IDisposable)?.Dispose();
        throw new DatasetException($"{name} holds {KindOf(set)}, and this needs {Plural(typeof(T))}; drawn sets of these are {string.Join(", ", DrawnSets.All.Where(entry => entry.Create(Split.Train, 0, entry.UsualSize, 1) is IDataset<T>).Select(entry => entry.Name))}.");
    }

    /// <summary>What the items of a set hold, such as <c>image pairs</c>.</summary>
    /// <param name="set">The set.</param>
    /// <returns>In words.</returns>
    public static string KindOf(IDataset set) => Plural(
        set.GetType().GetInterfaces().First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDataset<>)).GetGenericArguments()[0]);

    /// <summary>A set of a single archive is that archive; a set of several files is their folder.</summary>
    private static string Whole(Manifest known, string folder) =>
        known.Files is [var only] && FileSource.IsArchive(Path.Combine(folder, only.FileName)) ? Path.Combine(folder, only.FileName) : folder;

    private static string Plural(Type sample) => sample.Name switch
    {
        nameof(ImageSample) => "images",
        nameof(LabelledImage) => "labelled images",
        nameof(SegmentedImage) => "images with label maps",
        nameof(ImagePair) => "image pairs",
        nameof(UnpairedImages) => "unpaired images",
        nameof(PointSample) => "points",
        nameof(LabTarget) => "lightness and colour",
        nameof(Scene) => "labelled images with regions",
        var other => other,
    };
}

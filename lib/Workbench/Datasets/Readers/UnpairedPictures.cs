using Workbench.Datasets.Sources;
using Workbench.Imaging;

namespace Workbench.Datasets.Readers;

/// <summary>
/// Two folders of pictures that have nothing to do with each other, as CycleGAN's data sets come. An epoch has as many items as the larger
/// folder; the partner from the other is drawn by the seed.
/// </summary>
internal sealed class UnpairedPictures : FileDataset<UnpairedImages>
{
    private readonly DatasetOptions options;
    private readonly IReadOnlyList<string> a;
    private readonly IReadOnlyList<string> b;

    public UnpairedPictures(FileSource source, string name, DatasetOptions options)
        : base(source, name, options)
    {
        this.options = options;
        (a, b) = (Domain('A'), Domain('B'));
        if (options.Reversed)
        {
            (a, b) = (b, a);
        }
    }

    protected override int Items => Math.Max(a.Count, b.Count);

    /// <summary>Whether a folder holds a domain, such as <c>trainA</c>.</summary>
    public static bool IsDomain(string folder, char domain) => folder.EndsWith(domain) && Splits.OfFolder(folder) is not null;

    protected override string NameOf(int item)
    {
        (int first, int second) = Pair(item);
        return $"{a[first]} and {b[second]}";
    }

    protected override UnpairedImages Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        (int first, int second) = Pair(item);
        return new(Squared(Named(a[first])).MoveToOuterDisposeScope(), Squared(Named(b[second])).MoveToOuterDisposeScope());
    }

    /// <summary>A picture; a broken one is named alone, since it comes with many partners.</summary>
    private Tensor Named(string path)
    {
        try
        {
            return Picture(path);
        }
        catch (ImageFileException error)
        {
            throw new DatasetException($"{Name}: {path}: {error.Reason.TrimEnd('.')}.", error, path);
        }
    }

    private IReadOnlyList<string> Domain(char domain)
    {
        string[] pictures = [.. PictureFiles.Of(Source).Where(path => path.Split('/').SkipLast(1).Any(folder => IsDomain(folder, domain)))];
        IReadOnlyList<string> files = Splits.Files(pictures, options.Split);
        return files.Count > 0
            ? files
            : throw new DatasetException($"{Source.Location} has no pictures of domain {domain} for {options.Split.ToString().ToLowerInvariant()}: {Splits.PlaceOf(options.Split, $"{domain}")}.");
    }

    private (int A, int B) Pair(int item)
    {
        int other = (int)(new ItemRandom(options.Seed, options.Split, item).Uniform() * Math.Min(a.Count, b.Count));
        return a.Count >= b.Count ? (item, other) : (other, item);
    }
}

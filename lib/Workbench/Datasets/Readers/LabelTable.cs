using System.Globalization;
using System.Text;
using Workbench.Datasets.Sources;

namespace Workbench.Datasets.Readers;

/// <summary>Which colours of a label map stand for which classes.</summary>
/// <param name="classes">The classes.</param>
/// <param name="nearest">Whether a colour that is no class's stands for the class of the nearest one, as in label maps that were compressed as JPEG.</param>
internal sealed class LabelTable(IReadOnlyList<LabelClass> classes, bool nearest = false)
{
    /// <summary>The file beside the pictures that a table may be written in.</summary>
    public const string FileName = "classes.txt";

    /// <summary>CamVid's eleven classes and the unlabelled rest, numbered as in the widespread form of Badrinarayanan et al. (SegNet).</summary>
    public static LabelTable CamVid { get; } = new(
        [.. new[] { "Sky", "Building", "Pole", "Road", "Pavement", "Tree", "SignSymbol", "Fence", "Car", "Pedestrian", "Bicyclist", "Unlabelled" }
            .Select((name, level) => LabelClass.Grey(name, (byte)level, ignored: name == "Unlabelled"))]);

    /// <summary>ISBI 2012: black membranes around white cells.</summary>
    public static LabelTable Membranes { get; } = new([LabelClass.Grey("membrane", 0), LabelClass.Grey("cell", 255)]);

    /// <summary>The classes that count, in the order of their labels.</summary>
    public IReadOnlyList<string> Names { get; } = [.. classes.Where(one => !one.Ignored).Select(one => one.Name)];

    /// <summary>
    /// Reads a table from <c>classes.txt</c>: a line a class, <c>NAME LEVEL</c> or <c>NAME RED GREEN BLUE</c>, and <c>ignore</c> at its end
    /// for what counts for nothing; a line <c>nearest</c> for maps whose colours are not exact. Null where there is no such file.
    /// </summary>
    public static LabelTable? In(FileSource source)
    {
        if (source.Paths.FirstOrDefault(path => Path.GetFileName(path) == FileName) is not { } path)
        {
            return null;
        }

        List<LabelClass> classes = [];
        bool nearest = false;
        foreach (string line in Encoding.UTF8.GetString(source.Read(path)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line == "nearest")
            {
                nearest = true;
                continue;
            }

            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            bool ignored = words[^1] == "ignore";
            byte[] levels = [.. words.Skip(1).SkipLast(ignored ? 1 : 0).Select(word => byte.TryParse(word, CultureInfo.InvariantCulture, out byte level) ? level : throw Wrong(line))];
            classes.Add(levels switch
            {
                [byte level] => LabelClass.Grey(words[0], level, ignored),
                [byte red, byte green, byte blue] => new(words[0], red, green, blue, ignored),
                _ => throw Wrong(line),
            });
        }

        return new(classes, nearest);

        DatasetException Wrong(string line) => new($"{source.Location}: '{line}' in {path} is no class; write NAME LEVEL or NAME RED GREEN BLUE, levels 0 to 255, and 'ignore' at the end if it counts for nothing.");
    }

    /// <summary>The labels of a label map.</summary>
    /// <param name="map">float32 <c>[3, H, W]</c>, RGB in 0..1.</param>
    /// <returns>int64 <c>[H, W]</c>: positions in <see cref="Names"/>, or <see cref="SegmentedImage.Ignored"/>.</returns>
    /// <exception cref="DatasetException">A colour is no class's; the message names it.</exception>
    public Tensor Labels(Tensor map)
    {
        using var scope = torch.NewDisposeScope();
        Tensor levels = (map * 255).round().to(torch.int64);
        Tensor labels = torch.full_like(levels[0], -1), distances = torch.full_like(levels[0], int.MaxValue); // squared, to the nearest class so far
        int label = 0;
        foreach (LabelClass one in classes)
        {
            Tensor distance = (levels - torch.tensor(new long[] { one.Red, one.Green, one.Blue }).view(3, 1, 1)).square().sum(dim: 0);
            labels = torch.where(distance.lt(distances), torch.tensor(one.Ignored ? SegmentedImage.Ignored : label), labels);
            distances = torch.minimum(distances, distance);
            label += one.Ignored ? 0 : 1;
        }

        Tensor unknown = distances.gt(0);
        if (!nearest && unknown.any().item<bool>())
        {
            Tensor several = levels.masked_select(unknown).view(3, -1);
            throw new DatasetException(
                $"has {several.shape[1]:N0} pixels of no class, such as ({several[0, 0].item<long>()}, {several[1, 0].item<long>()}, {several[2, 0].item<long>()}); the classes are {string.Join(", ", classes.Select(one => $"{one.Name} ({one.Red}, {one.Green}, {one.Blue})"))}. Name them in {FileName}, or add a line 'nearest' where the maps were compressed and colours are not exact");
        }

        return labels.MoveToOuterDisposeScope();
    }
}

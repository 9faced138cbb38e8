using System.Globalization;
using System.Text;
using Workbench.Datasets.Sources;

namespace Workbench.Datasets.Readers;

/// <summary>Which colours of a label map stand for which classes.</summary>
internal sealed class LabelTable(IReadOnlyList<LabelClass> classes)
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
    /// for what counts for nothing; null where there is no such file.
    /// </summary>
    public static LabelTable? In(FileSource source)
    {
        if (source.Paths.FirstOrDefault(path => Path.GetFileName(path) == FileName) is not { } path)
        {
            return null;
        }

        List<LabelClass> classes = [];
        foreach (string line in Encoding.UTF8.GetString(source.Read(path)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
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

        return new(classes);

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
        Tensor codes = (levels[0] * 65536) + (levels[1] * 256) + levels[2];
        Tensor labels = torch.full_like(codes, -1);
        int label = 0;
        foreach (LabelClass one in classes)
        {
            labels.masked_fill_(codes.eq((one.Red << 16) + (one.Green << 8) + one.Blue), one.Ignored ? SegmentedImage.Ignored : label);
            label += one.Ignored ? 0 : 1;
        }

        Tensor unknown = codes[labels.eq(-1)];
        if (unknown.numel() > 0)
        {
            long code = unknown[0].item<long>();
            throw new DatasetException(
                $"has {unknown.numel():N0} pixels of no class, such as ({code >> 16}, {(code >> 8) & 255}, {code & 255}); the classes are {string.Join(", ", classes.Select(one => $"{one.Name} ({one.Red}, {one.Green}, {one.Blue})"))}. Name them in {FileName}");
        }

        return labels.MoveToOuterDisposeScope();
    }
}

using System.Text;

namespace Workbench.Datasets.Readers;

/// <summary>
/// Which files belong to which split. A folder named train, val or test decides. A split without a folder of its own is a tenth of the training
/// files (of all files, where no folder decides), chosen by their names alone, and training then goes without it: splits stay disjoint.
/// </summary>
internal static class Splits
{
    // What may follow the split in a folder's name: the domain of an unpaired set, or what the files are.
    private static readonly string[] Endings = ["a", "b", "annot", "_labels", "_images"];

    /// <summary>The split that a folder's name stands for, such as <c>train</c>, <c>trainA</c>, <c>valannot</c>; null for any other name, such as <c>valley</c>.</summary>
    public static Split? OfFolder(string folder)
    {
        string name = folder.ToLowerInvariant();
        string ending = Array.Find(Endings, name.EndsWith) ?? "";
        return OfWord(name) ?? OfWord(name[..^ending.Length]);

        static Split? OfWord(string word) => word switch
        {
            "train" or "training" => Split.Train,
            "val" or "valid" or "validation" => Split.Validation,
            "test" or "testing" => Split.Test,
            _ => null,
        };
    }

    /// <summary>The files of one split, in their order.</summary>
    public static IReadOnlyList<string> Files(IReadOnlyList<string> paths, Split split)
    {
        ILookup<Split?, string> byFolder = paths.ToLookup(OfPath);
        string[] training = [.. byFolder[byFolder.Contains(Split.Train) ? Split.Train : null]];
        if (byFolder.Contains(split) && split != Split.Train)
        {
            return [.. byFolder[split]];
        }

        return [.. training.Where(path => Carved(path) is var carved && (carved == split || (split == Split.Train && byFolder.Contains(carved))))];
    }

    /// <summary>Where the files of a split come from, for a message that says there are none.</summary>
    /// <param name="split">The split.</param>
    /// <param name="ending">What follows the split in a folder's name: a domain.</param>
    public static string PlaceOf(Split split, string ending = "") => split switch
    {
        Split.Train => $"they lie in train{ending}",
        _ => $"they lie in {(split == Split.Test ? "test" : "val")}{ending}, or else are a tenth of those in train{ending}, told by their names: of a few perhaps none",
    };

    /// <summary>The numbered items of one split, where training and test items are or are not told apart by the files.</summary>
    /// <param name="training">How many training items there are.</param>
    /// <param name="test">How many test items there are.</param>
    /// <param name="split">The split.</param>
    /// <returns>Positions in the training items, then the test items.</returns>
    public static IReadOnlyList<int> Numbers(int training, int test, Split split)
    {
        if (split == Split.Test && training > 0 && test > 0)
        {
            return [.. Enumerable.Range(training, test)];
        }

        // Only test items are here, as in a part of a set: all three splits come from them.
        IEnumerable<int> pool = training > 0 ? Enumerable.Range(0, training) : Enumerable.Range(0, test);
        bool testHasItsOwn = training > 0 && test > 0;
        return [.. pool.Where(number => Carved($"{number}") is var carved && (carved == split || (split == Split.Train && carved == Split.Test && testHasItsOwn)))];
    }

    private static Split? OfPath(string path) => path.Split('/').SkipLast(1).Select(OfFolder).FirstOrDefault(split => split is not null);

    /// <summary>Where a file goes that no folder places: one in ten to validation, one in ten to test.</summary>
    private static Split Carved(string path)
    {
        uint hash = 2166136261;
        foreach (byte letter in Encoding.UTF8.GetBytes(path))
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        // The last steps of a mixing function: names that differ in one digit end up far apart.
        hash = unchecked((hash ^ (hash >> 16)) * 0x85EBCA6B);
        return ((hash ^ (hash >> 13)) % 10) switch { 8 => Split.Validation, 9 => Split.Test, _ => Split.Train };
    }
}

using Workbench.Datasets.Sources;

namespace Workbench.Datasets.Readers;

/// <summary>Which files are pictures, told by their names.</summary>
internal static class PictureFiles
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp"];

    public static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    public static IReadOnlyList<string> Of(FileSource source) => [.. source.Paths.Where(IsPicture)];

    /// <summary>The pictures of one split; there must be some.</summary>
    public static IReadOnlyList<string> Of(FileSource source, Split split)
    {
        IReadOnlyList<string> pictures = Splits.Files(Of(source), split);
        return pictures.Count > 0
            ? pictures
            : throw new DatasetException($"{source.Location} has no pictures for {split.ToString().ToLowerInvariant()}: {Splits.PlaceOf(split)}. Pictures are {string.Join(", ", Extensions)} files.");
    }

    public static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and int end ? path[..end] : "";

    /// <summary>A path without its last extension.</summary>
    public static string Stem(string path) => Path.ChangeExtension(path, null);
}

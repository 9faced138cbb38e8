using System.Security.Cryptography;
using Workbench.Imaging;

namespace Workbench.Evaluation.Studies;

/// <summary>The pictures of one folder by their paths in it, without extension.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Files">The file of each name, ordered by name.</param>
public sealed record PictureFolder(string Folder, SortedDictionary<string, string> Files)
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];

    /// <summary>Finds the pictures of a folder and the folders in it.</summary>
    /// <param name="folder">A folder.</param>
    /// <returns>Its pictures.</returns>
    /// <exception cref="StudyException">There is no such folder, no picture in it, or two of one name.</exception>
    public static PictureFolder Open(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new StudyException($"{folder}: there is no such folder.");
        }

        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            {
                continue;
            }

            string name = Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/');
            if (!files.TryAdd(name, file))
            {
                throw new StudyException($"{folder}: two pictures are called {name}; {Path.GetFileName(files[name])} and {Path.GetFileName(file)}.");
            }
        }

        return files.Count > 0 ? new(folder, files) : throw new StudyException($"{folder}: there is no picture in it ({string.Join(", ", Extensions)}).");
    }

    /// <summary>The names that only one of two folders has.</summary>
    /// <param name="other">The other folder.</param>
    /// <param name="here">What to call this one, such as <c>real</c>.</param>
    /// <param name="there">What to call the other.</param>
    /// <returns>Such as <c>a/x (only real)</c>; none where every picture has its partner.</returns>
    public IReadOnlyList<string> Alone(PictureFolder other, string here, string there) =>
        [.. Files.Keys.Except(other.Files.Keys).Select(name => $"{name} (only {here})"), .. other.Files.Keys.Except(Files.Keys).Select(name => $"{name} (only {there})")];

    /// <summary>The pictures as one batch, each cut to its middle square and brought to one size.</summary>
    /// <param name="size">Side of the squares, in pixels.</param>
    /// <returns><c>[N, 3, size, size]</c> in 0..1, ordered by name.</returns>
    /// <exception cref="ImageFileException">A file is damaged.</exception>
    public Tensor Stack(int size)
    {
        using var scope = torch.NewDisposeScope();
        return torch.stack([.. Files.Values.Select(file => StudyPictures.Square(file, size).expand(3, size, size))]).clamp(0, 1).MoveToOuterDisposeScope();
    }
}

/// <summary>
/// The pictures a study shows: real ones, and those of each method. What a participant gets is only pixels: every picture is decoded,
/// cut to its middle square, brought to one size and written anew, so that neither size nor file format nor metadata tells them apart.
/// </summary>
public sealed class StudyPictures
{
    private const int Tiles = 4;

    private StudyPictures(PictureFolder real, IReadOnlyDictionary<string, PictureFolder> fakes) => (Real, Fakes) = (real, fakes);

    /// <summary>The real pictures.</summary>
    public PictureFolder Real { get; }

    /// <summary>The pictures of each method.</summary>
    public IReadOnlyDictionary<string, PictureFolder> Fakes { get; }

    /// <summary>Opens the folders of a study and checks that it can be made of them.</summary>
    /// <param name="protocol">What will be asked of them.</param>
    /// <param name="real">Folder of the real pictures.</param>
    /// <param name="fakes">The folder of each method's pictures.</param>
    /// <returns>The pictures, none of them read yet.</returns>
    /// <exception cref="StudyException">No method, an empty folder, too few pictures, or names without a partner.</exception>
    public static StudyPictures Open(StudyProtocol protocol, string real, IReadOnlyDictionary<string, string> fakes)
    {
        if (fakes.Count == 0)
        {
            throw new StudyException("A study needs the generated pictures of at least one method.");
        }

        if (fakes.Keys.FirstOrDefault(string.IsNullOrWhiteSpace) is not null)
        {
            throw new StudyException("A method has a name.");
        }

        StudyPictures pictures = new(PictureFolder.Open(real), fakes.ToDictionary(method => method.Key, method => PictureFolder.Open(method.Value)));
        foreach ((string method, PictureFolder folder) in pictures.Fakes)
        {
            if (protocol.Paired)
            {
                RequirePartners(pictures.Real, method, folder);
            }

            RequireEnough(folder.Files.Count, protocol.Practice + protocol.Trials, $"{folder.Folder} ({method})", protocol);
        }

        RequireEnough(pictures.Real.Files.Count, protocol.AllTrials, $"{real} (real)", protocol);
        return pictures;
    }

    /// <summary>A picture as it is shown.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="size">Side of the square, in pixels.</param>
    /// <returns>A PNG of <paramref name="size"/> × <paramref name="size"/> pixels that holds nothing but pixels.</returns>
    /// <exception cref="ImageFileException">The file is missing or damaged.</exception>
    public static byte[] Prepare(string file, int size)
    {
        using var scope = torch.NewDisposeScope();
        return ImageFile.EncodePng(Square(file, size));
    }

    /// <summary>The same picture cut into 4 × 4 tiles that all lie elsewhere: an attention check.</summary>
    /// <inheritdoc cref="Prepare"/>
    public static byte[] PrepareJumbled(string file, int size)
    {
        using var scope = torch.NewDisposeScope();
        Tensor square = Square(file, size);
        Tensor jumbled = square.clone();
        int tile = size / Tiles;
        for (int i = 0; i < Tiles * Tiles; i++)
        {
            // 5 and 16 have no common divisor, so every tile is used once; 4i + 7 ≡ 0 (mod 16) has no solution, so none stays in its place.
            int from = ((5 * i) + 7) % (Tiles * Tiles);
            Tile(jumbled, i).copy_(Tile(square, from).flip(i % 2 == 0 ? -1 : -2));
        }

        return ImageFile.EncodePng(jumbled);

        Tensor Tile(Tensor image, int at) => image.narrow(-2, at / Tiles * tile, tile).narrow(-1, at % Tiles * tile, tile);
    }

    /// <summary>A digest of the names and contents of all files, to tell whether a study goes on with the pictures it began with.</summary>
    /// <returns>SHA-256 as hexadecimal digits.</returns>
    public string Digest()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string source, PictureFolder folder) in Fakes.OrderBy(method => method.Key, StringComparer.Ordinal).Prepend(new("", Real)))
        {
            foreach ((string name, string file) in folder.Files)
            {
                digest.AppendData(System.Text.Encoding.UTF8.GetBytes($"{source}\n{name}\n"));
                digest.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    internal static Tensor Square(string file, int size)
    {
        Tensor image = ImageFile.Load(file);
        int side = (int)Math.Min(image.shape[^1], image.shape[^2]);
        Tensor middle = ImageTransform.CenterCrop(image, side, side);
        return side == size ? middle : ImageTransform.Resize(middle, size, size, Interpolation.Bicubic);
    }

    private static void RequirePartners(PictureFolder real, string method, PictureFolder folder)
    {
        IReadOnlyList<string> alone = folder.Alone(real, method, "real");
        if (alone.Count > 0)
        {
            throw new StudyException(
                $"{folder.Folder} ({method}): {alone.Count} of the pictures have no partner of the same name: {string.Join(", ", alone.Take(5))}{(alone.Count > 5 ? ", …" : "")}. "
                + "Name them alike, or show them unpaired.");
        }
    }

    private static void RequireEnough(int count, int needed, string folder, StudyProtocol protocol)
    {
        if (count < needed)
        {
            throw new StudyException(
                $"{folder}: {count} pictures, and {needed} are needed so that nobody sees one twice: {protocol.Practice} for practice, {protocol.Trials} scored"
                + (needed > protocol.Practice + protocol.Trials ? $", {protocol.Checks} for attention checks." : ".") + " Add pictures, or ask for fewer trials.");
        }
    }
}

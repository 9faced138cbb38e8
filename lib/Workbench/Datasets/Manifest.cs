using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workbench.Datasets;

/// <summary>What is known of a public data set: <c>datasets/NAME.json</c>.</summary>
public sealed record Manifest
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>What it is called on the command line; the file's name.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>What it holds.</summary>
    public required string What { get; init; }

    /// <summary>The paper to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>Its terms of use, as far as they are known.</summary>
    public required string Licence { get; init; }

    /// <summary>How it is laid out.</summary>
    public required DatasetLayout Layout { get; init; }

    /// <summary>The files to get. None where its makers hand it out only to those who ask.</summary>
    public IReadOnlyList<RemoteFile> Files { get; init; } = [];

    /// <summary>Where to ask for it or read about it.</summary>
    public string? Home { get; init; }

    /// <summary>What is worth knowing before use, such as which half of a pair is which.</summary>
    public string? Note { get; init; }

    /// <summary>Whether a folder holds the set: every file to get, whole. What is half downloaded is called <c>.part</c> and does not count.</summary>
    /// <param name="folder">Where it was downloaded to, or, for a set without files to get, where the user put it.</param>
    /// <returns>True where it can be opened.</returns>
    public bool IsComplete(string folder) => Directory.Exists(folder) && Files.All(file => File.Exists(Path.Combine(folder, file.FileName)));

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">A file such as <c>datasets/mnist.json</c>.</param>
    /// <returns>The manifest, named after the file.</returns>
    /// <exception cref="DatasetException">It is no manifest; the message names the file and the member.</exception>
    public static Manifest Read(string path)
    {
        try
        {
            Manifest manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it is null");
            foreach (RemoteFile file in manifest.Files)
            {
                file.Require();
            }

            return manifest with { Name = Path.GetFileNameWithoutExtension(path) };
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path} is no manifest of a data set: {error.Message}", error);
        }
    }
}

/// <summary>A file to download.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Size">Its bytes; null while nobody has counted them.</param>
/// <param name="Sha256">Its digest in lower-case hexadecimal; null while nobody has computed it.</param>
public sealed record RemoteFile(Uri Url, long? Size = null, string? Sha256 = null)
{
    /// <summary>The last part of the address.</summary>
    [JsonIgnore]
    public string FileName => Uri.UnescapeDataString(Url.Segments[^1]);

    internal void Require()
    {
        if (!Url.IsAbsoluteUri || Url.Scheme is not ("http" or "https") || FileName.Length == 0 || FileName.Contains('/', StringComparison.Ordinal) || FileName is "." or "..")
        {
            throw new JsonException($"'{Url}' is no http address of a file");
        }

        if (Sha256 is { } digest && (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower)))
        {
            throw new JsonException($"'{digest}' is no SHA-256 in 64 lower-case hexadecimal digits");
        }
    }
}

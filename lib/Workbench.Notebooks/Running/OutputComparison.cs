using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Notebooks;

/// <summary>
/// Compares the outputs of an executed cell with those of an earlier execution. Streams and texts: words equal, numbers close, times ignored.
/// Charts and other JSON: number by number. Pictures: decoded, and close on the average. Of several forms of one value, the one with the
/// most data counts.
/// </summary>
internal sealed partial class OutputComparison(ToleranceOptions tolerance)
{
    private static readonly string[] PictureTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"];

    /// <summary>What differs between two lists of outputs.</summary>
    /// <param name="now">The new outputs.</param>
    /// <param name="before">The stored ones.</param>
    /// <returns>One sentence a difference.</returns>
    public IEnumerable<string> Compare(IReadOnlyList<CellOutput> now, IReadOnlyList<CellOutput> before)
    {
        // Whether two streams interleave the same way is chance; what each of them says is not.
        foreach (string stream in new[] { "stdout", "stderr" })
        {
            if (NumericText.Compare(Text(now, stream), Text(before, stream), tolerance.Relative) is { } difference)
            {
                yield return $"{stream}, {difference}";
            }
        }

        CellOutput[] shown = [.. now.Where(output => output is not StreamOutput)], stored = [.. before.Where(output => output is not StreamOutput)];
        if (shown.Length != stored.Length)
        {
            yield return $"shows {Count(shown)}, the executed copy {Count(stored)}";
            yield break;
        }

        for (int i = 0; i < shown.Length; i++)
        {
            if (Compare(shown[i], stored[i]) is { } difference)
            {
                yield return shown.Length > 1 ? $"output {i + 1}, {difference}" : difference;
            }
        }
    }

    private string? Compare(CellOutput now, CellOutput before) => (now, before) switch
    {
        (ErrorOutput here, ErrorOutput there) => here.Name == there.Name && NumericText.Compare(here.Value, there.Value, tolerance.Relative) is null
            ? null
            : $"error {here.Name}: {here.Value}, where the executed copy has {there.Name}: {there.Value}",
        (ErrorOutput here, _) => $"error {here.Name}: {here.Value}, where the executed copy has a value",
        (_, ErrorOutput there) => $"a value, where the executed copy has the error {there.Name}: {there.Value}",
        _ => Compare(BundleOf(now), BundleOf(before)),
    };

    private string? Compare(MimeBundle now, MimeBundle before)
    {
        string[] types = [.. now.Select(entry => entry.Key).Intersect(before.Select(entry => entry.Key))];
        if (types.Length == 0)
        {
            return $"has {string.Join(", ", now.Select(entry => entry.Key))}, the executed copy {string.Join(", ", before.Select(entry => entry.Key))}";
        }

        string[] data = Array.FindAll(types, MimeBundle.IsJson);
        if (data.Length > 0)
        {
            return data.Select(type => JsonComparison.Compare(now[type], before[type], tolerance.Relative) is { } difference ? $"{type}: {difference}" : null)
                .FirstOrDefault(difference => difference is not null);
        }

        if (Array.Find(types, type => PictureTypes.Contains(type)) is { } picture)
        {
            return ComparePictures(now.Text(picture)!, before.Text(picture)!);
        }

        string text = Array.Find(types, type => type == "text/html") ?? types[0];
        return text == "text/html" ? CompareHtml(now.Text(text)!, before.Text(text)!) : NumericText.Compare(now.Text(text) ?? "", before.Text(text) ?? "", tolerance.Relative);
    }

    private string? CompareHtml(string now, string before)
    {
        MatchCollection pictures = EmbeddedPictures().Matches(now), stored = EmbeddedPictures().Matches(before);
        if (pictures.Count != stored.Count)
        {
            return $"shows {pictures.Count} pictures, the executed copy {stored.Count}";
        }

        string? picture = pictures.Zip(stored, (here, there) => ComparePictures(here.Groups[1].Value, there.Groups[1].Value)).FirstOrDefault(difference => difference is not null);
        return picture ?? NumericText.Compare(Readable(now), Readable(before), tolerance.Relative);
    }

    /// <summary>HTML without its pictures and without ids that are made anew each time.</summary>
    private static string Readable(string html) => RandomNames().Replace(EmbeddedPictures().Replace(html, "picture"), "name");

    private string? ComparePictures(string now, string before)
    {
        if (now == before || tolerance.Decode is null)
        {
            return null;
        }

        Pixels? here = tolerance.Decode(Convert.FromBase64String(now.ReplaceLineEndings(""))), there = tolerance.Decode(Convert.FromBase64String(before.ReplaceLineEndings("")));
        if (here is null || there is null)
        {
            return here is null == there is null ? null : "one picture can be decoded, the other cannot";
        }

        if ((here.Width, here.Height) != (there.Width, there.Height))
        {
            return $"picture of {here.Width}×{here.Height}, in the executed copy {there.Width}×{there.Height}";
        }

        double mean = MeanDifference(here.Samples.Span, there.Samples.Span);
        return mean <= tolerance.Picture ? null : string.Create(CultureInfo.InvariantCulture, $"picture differs by {mean:0.0} of 255 on the average ({tolerance.Picture:0.##} allowed)");
    }

    private static double MeanDifference(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before)
    {
        long sum = 0;
        for (int i = 0; i < now.Length; i++)
        {
            sum += Math.Abs(now[i] - before[i]);
        }

        return now.Length == 0 ? 0 : (double)sum / now.Length;
    }

    private static string Text(IReadOnlyList<CellOutput> outputs, string stream) =>
        string.Concat(outputs.OfType<StreamOutput>().Where(output => output.Name == stream).Select(output => output.Text));

    private static MimeBundle BundleOf(CellOutput output) => output is ResultOutput result ? result.Data : ((DisplayOutput)output).Data;

    private static string Count(CellOutput[] outputs) => outputs.Length == 1 ? "1 output" : $"{outputs.Length} outputs";

    [GeneratedRegex(@"data:image/(?:png|jpeg|webp|gif);base64,([A-Za-z0-9+/=\r\n]+)")]
    private static partial Regex EmbeddedPictures();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\b|\bid=""[^""]*""")]
    private static partial Regex RandomNames();
}

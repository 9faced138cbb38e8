using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Evaluation;
using Workbench.Imaging;

namespace Workbench.Cli;

/// <summary><c>workbench eval images</c>: a folder of generated pictures against a folder of the true ones.</summary>
internal static class EvalImagesCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];

    private static readonly (string Name, string Label, Func<ComparedPicture, double> Figure)[] Figures =
    [
        ("psnr", "PSNR (dB)", picture => picture.Psnr),
        ("ssim", "SSIM (Gaussian window)", picture => picture.Ssim),
        ("deltaE76", "ΔE 1976", picture => picture.DeltaE76),
        ("deltaE2000", "ΔE 2000", picture => picture.DeltaE2000),
        ("colorfulness", "colourfulness, candidate", picture => picture.Colorfulness),
        ("referenceColorfulness", "colourfulness, reference", picture => picture.ReferenceColorfulness),
    ];

    public static Command Create()
    {
        Option<string> reference = new("--reference") { Description = "Folder of the true pictures.", Required = true, HelpName = "DIR" };
        Option<string> candidate = new("--candidate") { Description = "Folder of the generated pictures, under the same names (extensions may differ).", Required = true, HelpName = "DIR" };
        Option<bool> json = new("--json") { Description = "Prints JSON, with the figures of each picture." };
        Command command = new("images", "Compares pictures with the true ones: PSNR, SSIM, colour differences, histograms, colourfulness.") { reference, candidate, json };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            ImageComparison comparison = Compare(parsed.GetValue(reference)!, parsed.GetValue(candidate)!);
            Console.WriteLine(parsed.GetValue(json) ? AsJson(comparison) : AsTable(comparison));
            return ExitCode.Success;
        }));
        return command;
    }

    private static ImageComparison Compare(string reference, string candidate)
    {
        SortedDictionary<string, string> truths = Pictures(reference, "--reference");
        SortedDictionary<string, string> made = Pictures(candidate, "--candidate");
        string[] unmatched = [.. truths.Keys.Except(made.Keys).Select(name => $"{name} (only in the reference)"), .. made.Keys.Except(truths.Keys).Select(name => $"{name} (only in the candidate)")];
        if (unmatched.Length > 0)
        {
            throw new UsageException($"{unmatched.Length} of the pictures have no partner of the same name: {string.Join(", ", unmatched.Take(5))}{(unmatched.Length > 5 ? ", …" : "")}.");
        }

        ImageComparison comparison = new();
        foreach ((string name, string truth) in truths)
        {
            using var scope = torch.NewDisposeScope();
            comparison.Add(name, ImageFile.Load(truth), ImageFile.Load(made[name]));
        }

        return comparison;
    }

    /// <summary>The pictures of a folder by their paths in it, without extension.</summary>
    private static SortedDictionary<string, string> Pictures(string folder, string option)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{option} {folder}: there is no such folder.");
        }

        SortedDictionary<string, string> pictures = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())))
        {
            string name = Path.ChangeExtension(Path.GetRelativePath(folder, file), null);
            if (!pictures.TryAdd(name, file))
            {
                throw new UsageException($"{option} {folder}: two pictures are called {name}; {Path.GetFileName(pictures[name])} and {Path.GetFileName(file)}.");
            }
        }

        return pictures.Count > 0 ? pictures : throw new UsageException($"{option} {folder}: there is no picture in it ({string.Join(", ", Extensions)}).");
    }

    private static string AsTable(ImageComparison comparison)
    {
        (double l, double a, double b) = comparison.HistogramIntersection;
        IEnumerable<(string Label, string Value)> rows =
        [
            .. Figures.Select(figure => (figure.Label, comparison.Mean(figure.Figure).ToString())),
            ("histogram intersection L, a, b", FormattableString.Invariant($"{l:0.000}, {a:0.000}, {b:0.000}")),
            ("area under a*b* error curve", FormattableString.Invariant($"{comparison.ColorErrorArea:0.0000}")),
            ("the same, rebalanced", FormattableString.Invariant($"{comparison.RebalancedColorErrorArea:0.0000}")),
        ];
        return $"{comparison.Pictures.Count} picture{(comparison.Pictures.Count == 1 ? "" : "s")}; means with 95 % bootstrap intervals over pictures\n" + string.Join('\n', rows.Select(row => $"{row.Label,-32}{row.Value}"));
    }

    private static string AsJson(ImageComparison comparison)
    {
        (double l, double a, double b) = comparison.HistogramIntersection;
        return JsonSerializer.Serialize(
            new
            {
                Means = Figures.ToDictionary(figure => figure.Name, figure => comparison.Mean(figure.Figure) is var mean
                    ? new { mean.Value, Low = mean.Interval?.Low, High = mean.Interval?.High }
                    : null),
                HistogramIntersection = new { L = l, A = a, B = b },
                comparison.ColorErrorArea,
                comparison.RebalancedColorErrorArea,
                comparison.Pictures,
            },
            Json);
    }
}

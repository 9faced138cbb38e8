using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Evaluation;
using Workbench.Evaluation.Studies;
using Workbench.Imaging;

namespace Workbench.Cli;

/// <summary><c>workbench eval images</c>: folders of generated pictures against a folder of the true ones, and against each other.</summary>
internal static class EvalImagesCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly (string Name, string Label, Func<ComparedPicture, double> Figure)[] Known =
    [
        ("psnr", "PSNR (dB)", picture => picture.Psnr),
        ("ssim", "SSIM (Gaussian window)", picture => picture.Ssim),
        ("multiScaleSsim", "MS-SSIM", picture => picture.MultiScaleSsim ?? double.NaN),
        ("lpips", "LPIPS (VGG16)", picture => picture.Lpips ?? double.NaN),
        ("deltaE76", "ΔE 1976", picture => picture.DeltaE76),
        ("deltaE2000", "ΔE 2000", picture => picture.DeltaE2000),
        ("colorfulness", "colourfulness, candidate", picture => picture.Colorfulness),
        ("referenceColorfulness", "colourfulness, reference", picture => picture.ReferenceColorfulness),
    ];

    public static Command Create()
    {
        Option<string> reference = new("--reference") { Description = "Folder of the true pictures.", Required = true, HelpName = "DIR" };
        Option<string[]> candidate = new("--candidate") { Description = "Folder of generated pictures, under the same names (extensions may differ); once for each method.", Required = true, HelpName = "[METHOD=]DIR" };
        Option<string?> vgg = new("--vgg") { Description = "A trained VGG16 for the Fréchet distance: a run of `train classification`, or a weight file with torchvision's keys. Default: an untrained one.", HelpName = "RUN|FILE" };
        Option<string?> inception = new("--inception") { Description = "Weights of Inception-v3 with torchvision's keys for the Fréchet distance: pt_inception-2015-12-05 makes it the FID.", HelpName = "FILE" };
        Option<string?> heads = new("--lpips") { Description = "LPIPS's linear heads over the network of --vgg, version 0.1: lin0.model.1.weight and so on.", HelpName = "FILE" };
        Option<bool> json = new("--json") { Description = "Prints JSON, with the figures of each picture." };
        Command command = new("images", "Compares pictures with the true ones: PSNR, SSIM, colour differences, histograms, colourfulness, Fréchet distance; several methods with each other, picture by picture.") { reference, candidate, vgg, inception, heads, json };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            using EvalImagesFeatures network = EvalImagesFeatures.Open(parsed.GetValue(vgg), parsed.GetValue(heads), parsed.GetValue(inception));
            PictureFolder truths = Open(parsed.GetValue(reference)!, "--reference");
            OrderedDictionary<string, ImageComparison> methods = new(StudyServeCommand.Methods(parsed.GetValue(candidate)!, "--candidate").Select(method =>
                KeyValuePair.Create(method.Key, Compare(truths, Open(method.Value, "--candidate"), network))));
            Console.WriteLine(parsed.GetValue(json) ? AsJson(methods, network.Name) : AsTable(methods, network.Name));
            return ExitCode.Success;
        }));
        return command;
    }

    private static PictureFolder Open(string folder, string option)
    {
        try
        {
            return PictureFolder.Open(folder);
        }
        catch (StudyException error)
        {
            throw new UsageException($"{option} {error.Message}");
        }
    }

    private static ImageComparison Compare(PictureFolder truths, PictureFolder made, EvalImagesFeatures network)
    {
        if (truths.Alone(made, "in the reference", "in the candidate") is { Count: > 0 } alone)
        {
            throw new UsageException($"{made.Folder}: {alone.Count} of the pictures have no partner of the same name: {string.Join(", ", alone.Take(5))}{(alone.Count > 5 ? ", …" : "")}.");
        }

        ImageComparison? comparison = null;
        foreach ((string name, string truth) in truths.Files)
        {
            using var scope = torch.NewDisposeScope();
            (Tensor reference, Tensor candidate) = (ImageFile.Load(truth), ImageFile.Load(made.Files[name]));
            comparison ??= new(network.Lpips, Math.Min(reference.shape[^1], reference.shape[^2]) >= 32 ? network.Features : null);
            comparison.Add(name, reference, candidate);
        }

        return comparison!;
    }

    /// <summary>The figures that every picture of all methods has: several scales need large pictures, LPIPS its weights.</summary>
    private static IEnumerable<(string Name, string Label, Func<ComparedPicture, double> Figure)> Figures(OrderedDictionary<string, ImageComparison> methods) =>
        Known.Where(figure => !methods.Values.Any(comparison => comparison.Pictures.Any(picture => double.IsNaN(figure.Figure(picture)))));

    private static IEnumerable<(string First, string Second, Func<Func<ComparedPicture, double>, Measurement> Difference)> Pairs(OrderedDictionary<string, ImageComparison> methods) =>
        methods.SelectMany((first, i) => methods.Skip(i + 1).Select(second => (first.Key, second.Key, (Func<Func<ComparedPicture, double>, Measurement>)(figure => first.Value.Difference(second.Value, figure)))));

    private static string AsTable(OrderedDictionary<string, ImageComparison> methods, string network)
    {
        int pictures = methods.GetAt(0).Value.Pictures.Count;
        StringBuilder text = new($"{pictures} picture{(pictures == 1 ? "" : "s")}; means and set figures with 95 % bootstrap intervals over pictures\n");
        List<(string Label, string[] Values)> rows = [.. Figures(methods).Select(figure => Row(figure.Label, comparison => comparison.Mean(figure.Figure)))];
        rows.Add(Row("histogram intersection L", comparison => comparison.MeasureHistogramIntersection().L));
        rows.Add(Row("histogram intersection a", comparison => comparison.MeasureHistogramIntersection().A));
        rows.Add(Row("histogram intersection b", comparison => comparison.MeasureHistogramIntersection().B));
        rows.Add(Row("area under a*b* error curve", comparison => comparison.MeasureColorErrorAreas().Plain));
        rows.Add(Row("the same, rebalanced", comparison => comparison.MeasureColorErrorAreas().Rebalanced));
        if (methods.Values.All(comparison => comparison.Frechet.IsKnown))
        {
            rows.Add(Row($"Fréchet distance ({network})", comparison => comparison.Frechet));
        }

        TextTable.Append(text, markdown: false, ["", .. methods.Count > 1 ? methods.Keys : Enumerable.Repeat("", 1)], rows.Select(row => (string[])[row.Label, .. row.Values]));
        foreach ((string first, string second, var difference) in Pairs(methods))
        {
            text.AppendLine().AppendLine($"{first} − {second}, picture by picture; an interval without 0 tells the two apart");
            TextTable.Append(text, markdown: false, ["", ""], Figures(methods).Where(figure => figure.Name != "referenceColorfulness").Select(figure => (string[])[figure.Label, difference(figure.Figure).ToString()]));
        }

        return text.ToString().TrimEnd();

        (string Label, string[] Values) Row(string label, Func<ImageComparison, Measurement> figure) => (label, [.. methods.Values.Select(comparison => figure(comparison).ToString())]);
    }

    private static string AsJson(OrderedDictionary<string, ImageComparison> methods, string network)
    {
        object[] all = [.. methods.Select(method => AsObject(method.Key, method.Value))];
        return JsonSerializer.Serialize(
            all.Length == 1 ? all[0] : new
            {
                Methods = all,
                Differences = Pairs(methods).Select(pair => new { pair.First, pair.Second, Means = Figures(methods).ToDictionary(figure => figure.Name, figure => Ends(pair.Difference(figure.Figure))) }),
            },
            Json);

        object AsObject(string name, ImageComparison comparison)
        {
            (Measurement l, Measurement a, Measurement b) = comparison.MeasureHistogramIntersection();
            (Measurement plain, Measurement rebalanced) = comparison.MeasureColorErrorAreas();
            return new
            {
                Method = name,
                Means = Figures(methods).ToDictionary(figure => figure.Name, figure => Ends(comparison.Mean(figure.Figure))),
                HistogramIntersection = new { L = Ends(l), A = Ends(a), B = Ends(b) },
                ColorErrorArea = Ends(plain),
                RebalancedColorErrorArea = Ends(rebalanced),
                Frechet = comparison.Frechet.IsKnown ? new { comparison.Frechet.Value, Features = network } : null,
                comparison.Pictures,
            };
        }
    }

    private static object Ends(Measurement measured) => new { measured.Value, Low = measured.Interval?.Low, High = measured.Interval?.High };
}

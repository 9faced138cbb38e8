using System.Text.Json;
using Workbench.Models;

namespace Workbench.Tests.Models;

/// <summary>Which of our networks a reference implementation is, and how its constructor arguments and keys are called here.</summary>
internal static class Reference
{
    // Facts of a case that follow from other arguments, or constants.
    private static readonly string[] Derived =
        ["feature_widths", "classifier", "encoder_widths", "full_size_parameters", "l_cent", "l_norm", "ab_norm", "output_upsampled_to_input"];

    private static readonly Dictionary<string, string> Names = new()
    {
        ["vgg16"] = "vgg16",
        ["vgg16_bn"] = "vgg16-bn",
        ["UNet"] = "unet",
        ["UnetGenerator"] = "unet-generator",
        ["EncoderDecoder"] = "encoder-decoder-generator",
        ["ResnetGenerator"] = "resnet-generator",
        ["NLayerDiscriminator"] = "patch-discriminator",
        ["PixelDiscriminator"] = "patch-discriminator",
        ["ECCVGenerator"] = "colorful-colorizer",
        ["SIGGRAPHGenerator"] = "interactive-colorizer",
        ["Iizuka"] = "global-local-colorizer",
        ["ColNet"] = "global-local-colorizer",
    };

    public static CatalogModel Build(string model, IReadOnlyDictionary<string, string> config)
    {
        Dictionary<string, string> settings = config.Where(pair => !Derived.Contains(pair.Key)).ToDictionary();
        if (settings.Remove("bilinear", out string? bilinear))
        {
            settings["up_sampling"] = bool.Parse(bilinear) ? "bilinear" : "transposed";
        }

        if (model.StartsWith("vgg16", StringComparison.Ordinal))
        {
            settings.Remove("batch_norm");
            settings["dropout"] = "0"; // the reference was run without, so that train mode can be compared
            if (config.TryGetValue("classifier", out string? classifier))
            {
                settings["classifier_width"] = $"{JsonSerializer.Deserialize<int[][]>(classifier)![0][1]}";
            }
        }

        return ModelCatalog.Find(Names[model]).Create(settings);
    }

    public static Keys KeysOf(string model) => model == "ColNet" ? ColNet : Same;

    private static Keys Same { get; } = new([]);

    // A third-party version of Iizuka et al.'s network with names of its own.
    private static Keys ColNet { get; } = new(
    [
        ("low.conv1.", "low.0.conv."), ("low.conv2.", "low.1.conv."), ("low.conv3.", "low.2.conv."), ("low.conv4.", "low.3.conv."),
        ("low.conv5.", "low.4.conv."), ("low.conv6.", "low.5.conv."), ("mid.conv7.", "mid.0.conv."), ("mid.conv8.", "mid.1.conv."),
        ("glob.conv1.", "glob.0.conv."), ("glob.conv2.", "glob.1.conv."), ("glob.conv3.", "glob.2.conv."), ("glob.conv4.", "glob.3.conv."),
        ("glob.fc1.", "fc1.fc."), ("glob.fc2.", "fc2.fc."), ("glob.fc3.", "fc3.fc."), ("conv_fuse.", "fuse.conv."),
        ("col.conv9.", "color1.conv."), ("col.conv10.", "color2.conv."), ("col.conv11.", "color3.conv."), ("col.conv12.", "color4.conv."),
        ("col.conv13.", "output."), ("classifier.fc1.", "class1.fc."), ("classifier.fc2.", "class2."),
    ]);
}

/// <summary>A reference's key prefixes and ours; empty where they are the same.</summary>
internal sealed class Keys((string Reference, string Own)[] prefixes)
{
    public bool AreTheSame => prefixes.Length == 0;

    public string OwnKey(string reference) => Replaced(reference, prefixes.Select(p => (p.Reference, p.Own)));

    public string ReferenceKey(string own) => Replaced(own, prefixes.Select(p => (p.Own, p.Reference)));

    private static string Replaced(string key, IEnumerable<(string From, string To)> prefixes)
    {
        foreach ((string from, string to) in prefixes)
        {
            if (key.StartsWith(from, StringComparison.Ordinal))
            {
                return to + key[from.Length..];
            }
        }

        return key;
    }
}

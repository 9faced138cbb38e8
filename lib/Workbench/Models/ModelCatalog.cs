using static Workbench.Models.ModelOptionKind;

namespace Workbench.Models;

/// <summary>Every network of the workbench by name, with its options: what the command line and recipes build networks from.</summary>
public static class ModelCatalog
{
    private static readonly string[] Norms = ["batch", "instance", "none"];

    /// <summary>All entries.</summary>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(
            "mlp", "the talk", "a multilayer perceptron: each neuron weighs everything the layer before gives",
            [
                Option("inputs", 2, "numbers that one example consists of"),
                Option("hidden", 8, "neurons of each hidden layer"),
                Option("hidden_layers", 1, "hidden layers"),
                Option("outputs", 1, "numbers that it answers with"),
                Option("activation", "relu", "what a hidden neuron does to its sum", [.. Enum.GetNames<MlpActivation>().Select(name => name.ToLowerInvariant())]),
                Seed(),
            ],
            (set, _) => CatalogBuild.Of(
                new Mlp(
                    set.Whole("inputs"), [.. Enumerable.Repeat(set.Whole("hidden"), set.Whole("hidden_layers"))], set.Whole("outputs"),
                    set.Choice<MlpActivation>("activation"), set.Whole("seed")),
                "input", [1, set.Whole("inputs")], -1, 1)),
        new(
            "letter-cnn", "the talk", "tells X from O",
            [Option("filters", 8, "filters of the first convolution"), Option("letters", 2, "letters to tell apart"), Seed()],
            (set, size) => CatalogBuild.Of(
                new LetterCnn(set.Whole("filters"), set.Whole("letters"), set.Whole("seed")), "input", Square(1, size ?? 9), 0, 1)),
        Vgg("vgg16", batchNorm: false),
        Vgg("vgg16-bn", batchNorm: true),
        new(
            "inception-v3", "Szegedy et al., CVPR 2016", "names what a photograph shows; its features measure generated pictures (FID)",
            [
                Option("num_classes", 1000, "classes; 1008 in the FID's weights"),
                Option("auxiliary", true, "a second classifier in the middle, for training; not in the FID's weights"),
                Option("variant", "torchvision", "how modules pool", "torchvision", "fid"),
                Option("base_width", 32, "channels of the first layer"),
                Option("dropout", 0.5, "probability of dropout in front of the classifier"),
                Seed(),
            ],
            BuildInception),
        new(
            "unet", "Ronneberger et al., MICCAI 2015", "segments a picture: a class for each pixel",
            [
                Option("n_channels", 3, "channels of the input"),
                Option("n_classes", 2, "classes"),
                Option("up_sampling", "transposed", "how maps grow on the way up", "transposed", "bilinear", "nearest", "dilated"),
                Option("valid", false, "convolutions without padding, as published: 572 → 388"),
                Option("batch_norm", true, "batch normalisation, which the published network lacks"),
                Option("base_width", 64, "channels of the first level"),
                Option("dropout", 0.0, "probability of dropout at the end of the contracting path"),
                Seed(),
            ],
            (set, size) => CatalogBuild.Of(
                new UNet(
                    set.Whole("n_channels"), set.Whole("n_classes"), set.Choice<UpSampling>("up_sampling"), set.Flag("valid"),
                    set.Flag("batch_norm"), set.Whole("base_width"), set.Number("dropout"), set.Whole("seed")),
                "input", Square(set.Whole("n_channels"), size ?? (set.Flag("valid") ? 572 : 256)), 0, 1)),
        new(
            "dcgan-generator", "Radford et al., ICLR 2016", "draws a picture from noise",
            [
                Option("nz", 100, "length of the noise"),
                Option("nc", 3, "channels of the picture"),
                Option("ngf", 128, "channels of the last hidden map"),
                Option("image_size", 64, "side of the picture, a power of two"),
                Seed(),
            ],
            (set, _) => CatalogBuild.Of(
                new DcganGenerator(set.Whole("nz"), set.Whole("nc"), set.Whole("ngf"), set.Whole("image_size"), set.Whole("seed")),
                "input", [1, set.Whole("nz")], -1, 1)),
        new(
            "dcgan-discriminator", "Radford et al., ICLR 2016", "tells real pictures from drawn ones",
            [
                Option("nc", 3, "channels of the picture"),
                Option("ndf", 128, "channels of the first map"),
                Option("image_size", 64, "side of the picture, a power of two"),
                Seed(),
            ],
            (set, _) => CatalogBuild.Of(
                new DcganDiscriminator(set.Whole("nc"), set.Whole("ndf"), set.Whole("image_size"), set.Whole("seed")),
                "input", [1, set.Whole("nc"), set.Whole("image_size"), set.Whole("image_size")], -1, 1)),
        new(
            "unet-generator", "Isola et al., CVPR 2017", "translates a picture, with skip connections (pix2pix)",
            [.. Translator(norm: "batch", dropout: true), Halvings(), Growth()],
            (set, size) => CatalogBuild.Of(
                new UNetGenerator(
                    set.Whole("input_nc"), set.Whole("output_nc"), set.Whole("num_downs"), set.Whole("ngf"), set.Choice<Normalization>("norm"),
                    set.Flag("use_dropout"), set.Whole("seed"), set.Choice<UpSampling>("up_sampling")),
                "input", Square(set.Whole("input_nc"), size ?? 256), -1, 1)),
        new(
            "encoder-decoder-generator", "Isola et al., CVPR 2017", "translates a picture through a 1×1 bottleneck, without skip connections",
            [.. Translator(norm: "batch", dropout: true), Halvings(), Growth()],
            (set, size) => CatalogBuild.Of(
                new EncoderDecoderGenerator(
                    set.Whole("input_nc"), set.Whole("output_nc"), set.Whole("num_downs"), set.Whole("ngf"), set.Choice<Normalization>("norm"),
                    set.Flag("use_dropout"), set.Whole("seed"), set.Choice<UpSampling>("up_sampling")),
                "input", Square(set.Whole("input_nc"), size ?? 256), -1, 1)),
        new(
            "resnet-generator", "Zhu et al., ICCV 2017", "translates a picture through residual blocks (CycleGAN)",
            [
                .. Translator(norm: "instance", dropout: false),
                Option("n_blocks", 9, "residual blocks: 6 for 128×128, 9 for 256×256"),
                Option("padding_type", "reflect", "how residual blocks pad", "reflect", "replicate", "zero"),
            ],
            (set, size) => CatalogBuild.Of(
                new ResnetGenerator(
                    set.Whole("input_nc"), set.Whole("output_nc"), set.Whole("n_blocks"), set.Whole("ngf"), set.Choice<Normalization>("norm"),
                    set.Flag("use_dropout"), set.Choice<BlockPadding>("padding_type"), set.Whole("seed")),
                "input", Square(set.Whole("input_nc"), size ?? 256), -1, 1)),
        new(
            "patch-discriminator", "Isola et al., CVPR 2017", "judges each patch of a picture (PatchGAN)",
            [
                Option("input_nc", 6, "channels of condition and picture together"),
                Option("receptive_field", 70, "side of the patch: 1, 16, 34, 70, 142, 286 or 574"),
                new("n_layers", Whole, "", "the same as the number of strided layers, 0 to 6; set one or the other", []),
                Option("ndf", 64, "channels of the first map"),
                Option("norm", "batch", "normalisation", Norms),
                Seed(),
            ],
            (set, size) => CatalogBuild.Of(
                new PatchDiscriminator(
                    set.Whole("input_nc"),
                    set.WholeIfSet("n_layers") is int strided ? PatchDiscriminator.ReceptiveField(strided) : set.Whole("receptive_field"),
                    set.Whole("ndf"), set.Choice<Normalization>("norm"), set.Whole("seed")),
                "input", Square(set.Whole("input_nc"), size ?? 256), -1, 1)),
        new(
            "colorful-colorizer", "Zhang et al., ECCV 2016", "colours a photograph by classifying each pixel's a*b*",
            [
                Option("base_width", 64, "channels of the first group"),
                Option("bins", ColorfulColorizer.InGamutBins, "colour bins"),
                Option("temperature", 1.0, "temperature of the annealed mean; 0.38 in the paper, 1 in the authors' PyTorch version"),
                Seed(),
            ],
            (set, size) => CatalogBuild.Of(
                new ColorfulColorizer(set.Whole("base_width"), set.Whole("bins"), set.Number("temperature"), set.Whole("seed")),
                "input_l", Square(1, size ?? 256), 0, 100)),
        new(
            "interactive-colorizer", "Zhang et al., SIGGRAPH 2017", "colours a photograph, following hints where there are any",
            [Option("base_width", 64, "channels of the first group"), Option("classes", 529, "colour bins of the second task"), Seed()],
            BuildInteractive),
        new(
            "global-local-colorizer", "Iizuka et al., SIGGRAPH 2016", "colours a photograph from local and global features and names its scene",
            [
                Option("num_classes", 205, "scenes to tell apart"),
                Option("batch_norm", true, "batch normalisation before every ReLU"),
                Option("base_width", 64, "channels of the first layer"),
                Option("global_features", true, "whether there is a global branch"),
                Option("global_size", GlobalLocalColorizer.PaperGlobalSize, "side at which the global branch sees the picture"),
                Seed(),
            ],
            BuildGlobalLocal),
    ];

    /// <summary>The entry with a name.</summary>
    /// <param name="name">A name such as <c>unet-generator</c>.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">There is none; the message lists all.</exception>
    public static CatalogEntry Find(string name) =>
        Entries.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"No network is called '{name}'. There are {string.Join(", ", Entries.Select(entry => entry.Name))}.", nameof(name));

    private static CatalogEntry Vgg(string name, bool batchNorm) => new(
        name, "Simonyan & Zisserman, ICLR 2015", $"names what a photograph shows{(batchNorm ? ", with batch normalisation" : "")}",
        [
            Option("num_classes", 1000, "classes"),
            Option("base_width", 64, "channels of the first stage"),
            new("classifier_width", Whole, "", "width of the hidden fully connected layers; by default 64 × base_width", []),
            Option("dropout", 0.5, "probability of dropout in the classifier"),
            Seed(),
        ],
        (set, size) => CatalogBuild.Of(
            new Vgg16(
                set.Whole("num_classes"), batchNorm, set.Whole("base_width"), set.WholeIfSet("classifier_width"), set.Number("dropout"),
                set.Whole("seed")),
            "input", Square(3, size ?? 224), -2, 2));

    private static CatalogBuild BuildInception(ModelSettings set, int? size)
    {
        var network = new InceptionV3(
            set.Whole("num_classes"), set.Flag("auxiliary"), set.Choice<InceptionVariant>("variant"), set.Whole("base_width"), set.Number("dropout"),
            set.Whole("seed"));
        return new(
            network,
            [new("input", Square(3, size ?? InceptionV3.PaperSize), -1, 1)],
            inputs =>
            {
                (Tensor scores, Tensor? auxiliary) = network.call(inputs["input"]);
                var outputs = new Dictionary<string, Tensor> { ["output"] = scores };
                if (auxiliary is not null)
                {
                    outputs["output1"] = auxiliary;
                }

                return outputs;
            });
    }

    private static CatalogBuild BuildInteractive(ModelSettings set, int? size)
    {
        int side = size ?? 256;
        var network = new InteractiveColorizer(set.Whole("base_width"), set.Whole("classes"), set.Whole("seed"));
        return new(
            network,
            [
                new("input_l", [1, 1, side, side], 0, 100),
                new("hint_ab", [1, 2, side, side], -110, 110, Required: false),
                new("hint_mask", [1, 1, side, side], 0, 1, Required: false),
            ],
            inputs => new Dictionary<string, Tensor>
            {
                ["output"] = network.call(inputs["input_l"], inputs.GetValueOrDefault("hint_ab"), inputs.GetValueOrDefault("hint_mask")),
            });
    }

    private static CatalogBuild BuildGlobalLocal(ModelSettings set, int? size)
    {
        int side = size ?? 224, globalSide = set.Whole("global_size");
        var network = new GlobalLocalColorizer(
            set.Whole("num_classes"), set.Flag("batch_norm"), set.Whole("base_width"), set.Flag("global_features"), set.Whole("global_size"),
            set.Whole("seed"));
        return new(
            network,
            [new("local", [1, 1, side, side], 0, 1), new("global224", [1, 1, globalSide, globalSide], 0, 1, Required: false)],
            inputs =>
            {
                (Tensor ab, Tensor? classes) = inputs.TryGetValue("global224", out Tensor? global)
                    ? network.call(inputs["local"], global)
                    : network.call(inputs["local"]);
                var outputs = new Dictionary<string, Tensor> { ["output"] = ab };
                if (classes is not null)
                {
                    outputs["output1"] = classes;
                }

                return outputs;
            });
    }

    private static long[] Square(int channels, int side) => [1, channels, side, side];

    private static ModelOption[] Translator(string norm, bool dropout) =>
    [
        Option("input_nc", 3, "channels of the input"),
        Option("output_nc", 3, "channels of the output"),
        Option("ngf", 64, "channels of the first map"),
        Option("norm", norm, "normalisation", Norms),
        Option("use_dropout", dropout, "dropout of 0.5, the generator's only noise"),
        Seed(),
    ];

    private static ModelOption Growth() => Option("up_sampling", "transposed", "how maps grow on the way up", "transposed", "nearest");

    private static ModelOption Halvings() => Option("num_downs", 8, "how often the picture is halved: 8 for 256×256, 7 for 128×128");

    private static ModelOption Seed() => Option("seed", 0, "seed of the first weights");

    private static ModelOption Option(string name, int value, string meaning) => new(name, Whole, $"{value}", meaning, []);

    private static ModelOption Option(string name, double value, string meaning) => new(name, Number, FormattableString.Invariant($"{value}"), meaning, []);

    private static ModelOption Option(string name, bool value, string meaning) => new(name, Flag, value ? "true" : "false", meaning, []);

    private static ModelOption Option(string name, string value, string meaning, params string[] choices) => new(name, Choice, value, meaning, choices);
}

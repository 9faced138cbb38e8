using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;

namespace Workbench.Training;

/// <summary>Which network tells classes apart.</summary>
public enum ClassifierKind
{
    /// <summary>Simonyan and Zisserman's, of any width.</summary>
    Vgg16,

    /// <summary>The talk's small one, for grey pictures.</summary>
    LetterCnn,
}

/// <summary>What a picture shows, by cross entropy: Simonyan and Zisserman 2015, and the talk's X and O.</summary>
public sealed record ClassificationRecipe : Recipe<LabelledImage>
{
    /// <summary>
    /// Simonyan and Zisserman 2015, section 3.1, for configuration D at one scale (S = 256): batches of 256, momentum 0.9, weight decay
    /// 5·10⁻⁴, dropout 0.5, a rate of 10⁻² cut to a tenth when the validation error stops to fall, 74 epochs, random mirrored crops of 224.
    /// First weights are torchvision's, which need no shallower network trained before.
    /// </summary>
    [JsonIgnore]
    public static ClassificationRecipe Paper => new()
    {
        Preset = "paper",
        Data = "imagenet",
        Size = 224,
        LoadSize = 256,
        Epochs = 74,
        BatchSize = 256,
        Optimizer = OptimizerKind.Sgd,
        LearningRate = 1e-2,
        Beta1 = 0.9,
        WeightDecay = 5e-4,
        Schedule = ScheduleKind.Plateau,
        DecayEvery = 3,
        ValidationItems = 50_000,
        Width = 64,
    };

    /// <summary>A VGG16 of an eighth of the width, with batch normalisation, on 64×64: ten kinds of scenes in about a minute on two cores.</summary>
    [JsonIgnore]
    public static ClassificationRecipe Quick => new()
    {
        Preset = "quick",
        Data = "scenes",
        Size = 64,
        LoadSize = 64,
        Items = 4000,
        Epochs = 5,
        BatchSize = 32,
        LearningRate = 2e-3,
        Schedule = ScheduleKind.Cosine,
        ValidationItems = 384,
        Width = 8,
        Dropout = 0.2, // so narrow a network cannot do without half of its last features
        BatchNorm = true,
    };

    /// <summary>The talk's X and O on 9×9 pixels: seconds.</summary>
    [JsonIgnore]
    public static ClassificationRecipe Letters => new()
    {
        Preset = "letters",
        Data = "letters",
        Network = ClassifierKind.LetterCnn,
        Size = 9,
        LoadSize = 9,
        Mirror = false,
        Items = 2048,
        Epochs = 4,
        BatchSize = 32,
        LearningRate = 1e-2,
        Schedule = ScheduleKind.Cosine,
        ValidationItems = 384,
        Width = 8,
    };

    /// <summary>
    /// CIFAR-10 with a VGG16 of half the width and batch normalisation: by its number of operations about an hour on two cores.
    /// Rate, decay and cosine are those usual for this set, not the paper's.
    /// </summary>
    [JsonIgnore]
    public static ClassificationRecipe Real => new()
    {
        Preset = "real",
        Data = "cifar10",
        Size = 32,
        LoadSize = 36,
        Epochs = 15,
        BatchSize = 128,
        Optimizer = OptimizerKind.Sgd,
        LearningRate = 0.05,
        Beta1 = 0.9,
        WeightDecay = 5e-4,
        Schedule = ScheduleKind.Cosine,
        ValidationItems = 2048,
        Width = 32,
        BatchNorm = true,
    };

    /// <inheritdoc/>
    public override string Task => "classification";

    /// <summary>The network.</summary>
    [Setting("the network")]
    public ClassifierKind Network { get; init; }

    /// <summary>Channels of VGG16's first stage, 64 in the paper, or of the small network's first convolution.</summary>
    [Setting("channels of the first convolution; 64 in VGG16's paper", 1)]
    public int Width { get; init; } = 64;

    /// <summary>Batch normalisation after each of VGG16's convolutions, which the paper has not.</summary>
    [Setting("batch normalisation (vgg16)")]
    public bool BatchNorm { get; init; }

    /// <summary>Width of VGG16's two hidden fully connected layers; 0 for 64 times <see cref="Width"/>, 4096 in the paper.</summary>
    [Setting("width of the hidden fully connected layers, 0 for 64 times width (vgg16)", 0)]
    public int Hidden { get; init; }

    /// <summary>Probability of dropping a unit of these.</summary>
    [Setting("dropout in the fully connected layers (vgg16)", 0, 0.99)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>Side to which pictures are brought before a random <see cref="Recipe.Size"/> part of them is cut out; the same as the size for none.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <summary>Whether half of the pictures are mirrored.</summary>
    [Setting("whether half of the pictures are mirrored")]
    public bool Mirror { get; init; } = true;

    /// <inheritdoc/>
    public override ITransform<LabelledImage>? Transform => Mirror || LoadSize > Size ? new RandomCrop<LabelledImage>(LoadSize, Size, Mirror) : null;

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (LoadSize < Size)
        {
            throw new RecipeException($"loadSize ({LoadSize}) is at least size ({Size}).");
        }

        int smallest = Network == ClassifierKind.Vgg16 ? 32 : 9;
        if (Size < smallest)
        {
            throw new RecipeException($"size of this network's pictures is at least {smallest}, not {Size}.");
        }
    }

    /// <inheritdoc/>
    public override ClassificationTask CreateTask(IDataset<LabelledImage> data)
    {
        if (data.ClassNames.Count < 2)
        {
            throw new RecipeException($"{data.Name} has {data.ClassNames.Count} classes, and there must be two to tell apart.");
        }

        using Tensor image = data.Item(0).Image;
        if (Network == ClassifierKind.LetterCnn && image.shape[0] != 1)
        {
            throw new RecipeException($"network letterCnn takes grey pictures, and those of {data.Name} have colours: choose network=vgg16.");
        }

        return new(this, data.ClassNames);
    }
}

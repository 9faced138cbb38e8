using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;

namespace Workbench.Training;

/// <summary>Pictures out of noise by convolutions, Radford et al. 2016.</summary>
public sealed record DcganRecipe : AdversarialRecipe<ImageSample>
{
    /// <summary>
    /// Radford et al. 2016, section 4 and Figure 1: 64×64, batches of 128, Adam with 2·10⁻⁴ and β₁ = 0.5, noise of 100 numbers evenly from
    /// −1..1, no change of the pictures. The paper's sets are LSUN bedrooms (3 million pictures, 5 epochs), faces and ImageNet; it does not say
    /// how wide the discriminator is: here its first map has as many channels as the generator's last.
    /// </summary>
    [JsonIgnore]
    public static DcganRecipe Paper => new()
    {
        Preset = "paper",
        Data = "imagenet",
        Size = 64,
        LoadSize = 64,
        Mirror = false,
        Noise = NoiseKind.Uniform,
        BatchSize = 128,
        Epochs = 5,
        Beta1 = 0.5,
        Ngf = 128,
        Ndf = 128,
        ValidationItems = 10_000,
    };

    /// <summary>Shoes on 32×32 pixels from narrow networks: shapes and colours in about a minute on two cores.</summary>
    [JsonIgnore]
    public static DcganRecipe Quick => new()
    {
        Preset = "quick",
        Data = "edges2shoes",
        Size = 32,
        LoadSize = 32,
        Items = 3200,
        Epochs = 12,
        BatchSize = 32,
        LearningRate = 1e-3,
        Beta1 = 0.5,
        Schedule = ScheduleKind.Linear,
        DecayEpochs = 6,
        AverageDecay = 0.99,
        NoiseLength = 32,
        Ngf = 16,
        Ndf = 16,
        ValidationItems = 256,
    };

    /// <summary>Photographs of scenes on 64×64 pixels: about an hour on two cores.</summary>
    [JsonIgnore]
    public static DcganRecipe Real => new()
    {
        Preset = "real",
        Data = "intel_scenes",
        Size = 64,
        LoadSize = 72,
        Epochs = 100,
        BatchSize = 32,
        Beta1 = 0.5,
        Ngf = 32,
        Ndf = 32,
        AverageDecay = 0.999,
        ValidationItems = 256,
    };

    /// <inheritdoc/>
    public override string Task => "dcgan";

    /// <summary>Channels of the generator's last hidden map.</summary>
    [Setting("channels of the generator's last hidden map", 1)]
    public int Ngf { get; init; } = 128;

    /// <summary>Channels of the discriminator's first map.</summary>
    [Setting("channels of the discriminator's first map", 1)]
    public int Ndf { get; init; } = 128;

    /// <summary>Side before the random crop; the same as the size for none.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <summary>Whether half of the pictures are mirrored.</summary>
    [Setting("whether half of the pictures are mirrored")]
    public bool Mirror { get; init; } = true;

    /// <inheritdoc/>
    public override ITransform<ImageSample> Transform => new RandomCrop<ImageSample>(LoadSize, Size, Mirror);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Size < 32 || !int.IsPow2(Size))
        {
            throw new RecipeException($"size of a DCGAN is a power of two and at least 32, not {Size}.");
        }

        if (LoadSize < Size)
        {
            throw new RecipeException($"loadSize ({LoadSize}) is at least size ({Size}).");
        }

        if (ValidationItems == 1)
        {
            throw new RecipeException("validationItems is 0 or at least 2: a Fréchet distance compares sets of pictures.");
        }
    }

    /// <inheritdoc/>
    public override DcganTask CreateTask(IDataset<ImageSample> data) => new(this);
}

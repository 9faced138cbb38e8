using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;

namespace Workbench.Training;

/// <summary>Image-to-image translation from pairs, Isola et al. 2017.</summary>
public sealed record Pix2PixRecipe : TranslationRecipe<ImagePair>
{
    /// <summary>
    /// The authors' settings: junyanz/pytorch-CycleGAN-and-pix2pix, <c>models/pix2pix_model.py</c> and <c>options</c>. The Lua code of the
    /// paper differs in keeping the rate constant for 200 epochs (<c>schedule=constant</c>).
    /// </summary>
    [JsonIgnore]
    public static Pix2PixRecipe Paper => new()
    {
        Preset = "paper",
        Data = "facades",
        Size = 256,
        LoadSize = 286,
        BatchSize = 1,
        Epochs = 200,
        DecayEpochs = 100,
        Schedule = ScheduleKind.Linear,
        Beta1 = 0.5,
        Ngf = 64,
        Ndf = 64,
        Halvings = 8,
        TestNoise = true,
    };

    /// <summary>64×64 and narrow networks: the effect in about a minute on two cores.</summary>
    [JsonIgnore]
    public static Pix2PixRecipe Quick => new()
    {
        Preset = "quick",
        Data = "maps",
        Size = 64,
        LoadSize = 64,
        Items = 1600,
        Epochs = 5,
        BatchSize = 16,
        Beta1 = 0.5,
        LearningRate = 1e-3,
        Schedule = ScheduleKind.Linear,
        DecayEpochs = 2,
        Ngf = 16,
        Ndf = 16,
        Halvings = 6,
        ReceptiveField = 16,
        ValidationItems = 64,
    };

    /// <summary>128×128: about an hour on two cores.</summary>
    [JsonIgnore]
    public static Pix2PixRecipe Real => new()
    {
        Preset = "real",
        Data = "facades",
        Size = 128,
        LoadSize = 143,
        Epochs = 60,
        DecayEpochs = 30,
        BatchSize = 4,
        Beta1 = 0.5,
        Schedule = ScheduleKind.Linear,
        Ngf = 32,
        Ndf = 32,
        Halvings = 7,
        ReceptiveField = 34,
        TestNoise = true,
    };

    /// <inheritdoc/>
    public override string Task => "pix2pix";

    /// <summary>Whether B is given and A is to be made.</summary>
    [Setting("whether B is given and A is to be made")]
    public bool Reversed { get; init; }

    /// <inheritdoc/>
    public override ITransform<ImagePair> Transform => new PairJitter(LoadSize, Size, Mirror);

    /// <inheritdoc/>
    public override Pix2PixTask CreateTask(IDataset<ImagePair> data) => new(this);

    /// <inheritdoc/>
    protected override DatasetOptions DataOptions(Split split) => base.DataOptions(split) with { Reversed = Reversed };
}

using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using Workbench.Models;

namespace Workbench.Training;

/// <summary>
/// Image-to-image translation without pairs, Zhu et al. 2017. <c>lambdaCycle=0</c> switches the cycle off, <c>lambdaIdentity=0</c> the
/// identity loss.
/// </summary>
public sealed record CycleGanRecipe : Recipe<UnpairedImages>
{
    /// <summary>The authors' settings: junyanz/pytorch-CycleGAN-and-pix2pix, <c>models/cycle_gan_model.py</c> and <c>options</c>.</summary>
    [JsonIgnore]
    public static CycleGanRecipe Paper => new()
    {
        Preset = "paper",
        Data = "horse2zebra",
        Size = 256,
        LoadSize = 286,
        BatchSize = 1,
        Epochs = 200,
        DecayEpochs = 100,
        Schedule = ScheduleKind.Linear,
        Beta1 = 0.5,
        Ngf = 64,
        Ndf = 64,
        Blocks = 9,
    };

    /// <summary>64×64 and narrow networks: the effect in about a minute and a half on two cores.</summary>
    [JsonIgnore]
    public static CycleGanRecipe Quick => new()
    {
        Preset = "quick",
        Data = "horse2zebra",
        Size = 64,
        LoadSize = 64,
        Items = 800,
        Epochs = 4,
        DecayEpochs = 2,
        Schedule = ScheduleKind.Linear,
        BatchSize = 8,
        LearningRate = 1e-3,
        Beta1 = 0.5,
        Ngf = 12,
        Ndf = 16,
        Blocks = 3,
        ReceptiveField = 16,
        LambdaIdentity = 0.5,
    };

    /// <summary>
    /// 64×64, narrower networks and twice the authors' rate, without the identity loss, which keeps animals as they are when steps are few:
    /// horse2zebra's thousand pictures of each kind in about an hour and a quarter on one core.
    /// </summary>
    [JsonIgnore]
    public static CycleGanRecipe Real => new()
    {
        Preset = "real",
        Data = "horse2zebra",
        Size = 64,
        LoadSize = 72,
        BatchSize = 1,
        Epochs = 20,
        DecayEpochs = 10,
        Schedule = ScheduleKind.Linear,
        LearningRate = 4e-4,
        Beta1 = 0.5,
        Ngf = 24,
        Ndf = 32,
        Blocks = 6,
        ReceptiveField = 34,
        LambdaIdentity = 0,
    };

    /// <inheritdoc/>
    public override string Task => "cyclegan";

    /// <summary>Side to which pictures are enlarged before a random <see cref="Recipe.Size"/> part of them is cut out; the same as the size for none.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <summary>Channels of the generators' first map.</summary>
    [Setting("channels of the generators' first map", 1)]
    public int Ngf { get; init; } = 64;

    /// <summary>Channels of the discriminators' first map.</summary>
    [Setting("channels of the discriminators' first map", 1)]
    public int Ndf { get; init; } = 64;

    /// <summary>Residual blocks of the generators.</summary>
    [Setting("residual blocks of the generators", 1)]
    public int Blocks { get; init; } = 9;

    /// <summary>Normalisation in all networks.</summary>
    [Setting("normalisation in all networks")]
    public Normalization Norm { get; init; } = Normalization.Instance;

    /// <summary>Side of the patch that one of a discriminator's outputs sees.</summary>
    [Setting("side of the discriminators' patch: 1, 16, 34, 70, 142, 286 or 574", 1)]
    public int ReceptiveField { get; init; } = 70;

    /// <summary>What the networks play for.</summary>
    [Setting("what the networks play for")]
    public GanObjective Objective { get; init; } = GanObjective.LeastSquares;

    /// <summary>Weight of the cycle loss, both ways.</summary>
    [Setting("weight of the cycle loss", 0)]
    public double LambdaCycle { get; init; } = 10;

    /// <summary>Weight of the identity loss, as a part of the cycle's weight; with no cycle, of 10.</summary>
    [Setting("weight of the identity loss, relative to the cycle's", 0)]
    public double LambdaIdentity { get; init; } = 0.5;

    /// <summary>Generated pictures that are kept for the discriminators.</summary>
    [Setting("generated pictures kept for the discriminators, 0 for none", 0)]
    public int PoolSize { get; init; } = 50;

    /// <inheritdoc/>
    public override ITransform<UnpairedImages> Transform => new UnpairedJitter(LoadSize, Size);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (LoadSize < Size)
        {
            throw new RecipeException($"loadSize ({LoadSize}) is at least size ({Size}).");
        }

        if (Size % 4 != 0)
        {
            throw new RecipeException($"size of a ResNet generator is a multiple of 4, not {Size}.");
        }
    }

    /// <inheritdoc/>
    public override CycleGanTask CreateTask(IDataset<UnpairedImages> data) => new(this);
}

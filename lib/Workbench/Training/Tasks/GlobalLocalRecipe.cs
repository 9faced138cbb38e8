using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Colour and class learned together: Iizuka, Simo-Serra and Ishikawa, SIGGRAPH 2016. <c>alpha=0</c> leaves the classes out, <c>globalFeatures=false</c> the whole global branch.</summary>
public sealed record GlobalLocalRecipe : Recipe<LabelledImage>
{
    /// <summary>
    /// The paper's settings (section 5): MSE on a*b* + α · cross entropy, α = 1/300, ADADELTA, batches of 128, 224 of 256 pixels, mirrored;
    /// 200,000 steps on Places are 11 epochs.
    /// </summary>
    [JsonIgnore]
    public static GlobalLocalRecipe Paper => new()
    {
        Preset = "paper",
        Data = "places205",
        Size = 224,
        LoadSize = 256,
        GlobalSize = 224,
        BatchSize = 128,
        Epochs = 11,
        Optimizer = OptimizerKind.Adadelta,
        LearningRate = 1,
        Width = 64,
    };

    /// <summary>64×64 and a quarter of the width: the effect in about a minute and a half on two cores. Adam, because ADADELTA takes long to get going.</summary>
    [JsonIgnore]
    public static GlobalLocalRecipe Quick => new()
    {
        Preset = "quick",
        Data = "scenes",
        Size = 64,
        LoadSize = 64,
        GlobalSize = 64,
        Items = 2400,
        Epochs = 4,
        BatchSize = 16,
        LearningRate = 1e-3,
        Schedule = ScheduleKind.Cosine,
        Width = 16,
    };

    /// <summary>Photographs of 100×100 at 96×96: about half an hour on two cores.</summary>
    [JsonIgnore]
    public static GlobalLocalRecipe Real => new()
    {
        Preset = "real",
        Data = "intel_scenes",
        Size = 96,
        LoadSize = 108,
        GlobalSize = 96,
        BatchSize = 16,
        Epochs = 100,
        LearningRate = 5e-4,
        Schedule = ScheduleKind.Cosine,
        Width = 16,
    };

    /// <inheritdoc/>
    public override string Task => "global-local";

    /// <summary>Weight of the classification loss.</summary>
    [Setting("weight of the classification loss: 1/300 in the paper, 0 for none", 0)]
    public double Alpha { get; init; } = 1.0 / 300;

    /// <summary>Whether there is a global branch.</summary>
    [Setting("whether there is a global branch")]
    public bool GlobalFeatures { get; init; } = true;

    /// <summary>Side at which the global branch sees the picture.</summary>
    [Setting("side at which the global branch sees the picture, a multiple of 32; 224 in the paper", 32, 512)]
    public int GlobalSize { get; init; } = GlobalLocalColorizer.PaperGlobalSize;

    /// <summary>Channels of the first layer.</summary>
    [Setting("channels of the first layer; 64 in the paper", 1)]
    public int Width { get; init; } = 64;

    /// <summary>Side before the random crop.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <inheritdoc/>
    public override ITransform<LabelledImage> Transform => new RandomCrop<LabelledImage>(LoadSize, Size);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Size % 8 != 0 || GlobalSize % 32 != 0)
        {
            throw new RecipeException($"size is a multiple of 8 and globalSize one of 32, not {Size} and {GlobalSize}.");
        }

        if (!GlobalFeatures && Alpha > 0)
        {
            throw new RecipeException("Without globalFeatures there is nothing to classify from: set alpha=0, too.");
        }
    }

    /// <inheritdoc/>
    public override GlobalLocalTask CreateTask(IDataset<LabelledImage> data) => data.ClassNames.Count > 1
        ? new(this, data.ClassNames)
        : throw new RecipeException($"{data.Name} has {data.ClassNames.Count} classes, and the classification needs two.");
}

/// <summary>One step of joint training: the paper's equation 3.</summary>
public sealed class GlobalLocalTask : ColorTask<LabelledImage>
{
    private readonly GlobalLocalRecipe recipe;
    private readonly GlobalLocalColorizer network;
    private readonly WeightUpdate update;

    /// <summary>A network as the recipe describes it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="classNames">The classes' names in the order of their labels.</param>
    public GlobalLocalTask(GlobalLocalRecipe recipe, IReadOnlyList<string> classNames)
        : base(recipe)
    {
        (this.recipe, ClassNames) = (recipe, classNames);
        network = Add(recipe, "C", new GlobalLocalColorizer(classNames.Count, batchNorm: true, recipe.Width, recipe.GlobalFeatures, recipe.GlobalSize, recipe.Seed));
        update = AddUpdate(recipe, "C", "C");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>The network, for its features and for style transfer.</summary>
    public GlobalLocalColorizer Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["C"];

    /// <summary>What pictures show.</summary>
    /// <param name="images">[N, 3, size, size] in 0..1.</param>
    /// <returns>[N, classes]: probabilities.</returns>
    /// <exception cref="InvalidOperationException">There is no global branch.</exception>
    public Tensor Classify(Tensor images)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor l, _) = Split(images);
        Tensor classes = network.call(l / 100).Classes ?? throw new InvalidOperationException("Without global features nothing is classified.");
        return classes.softmax(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Losses Learn(LabelledImage batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        (Tensor l, Tensor ab) = Split(batch.Image);
        (Tensor made, Tensor? classes) = network.call(l / 100);
        Tensor wanted = Resize(((ab / 100) + 1) / 2, made.shape[2], made.shape[3]), loss = nn.functional.mse_loss(made, wanted);
        losses.Note("color", loss);
        if (recipe.Alpha > 0)
        {
            Tensor classification = nn.functional.cross_entropy(classes!, batch.Label);
            losses.Note("classification", classification);
            loss += classification * recipe.Alpha;
        }

        update.Apply(loss);
        return losses.MoveOut();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<LabelledImage> batches)
    {
        long right = 0, count = 0;
        var figures = (Figures)base.Validate(Counted());
        if (recipe.Alpha > 0)
        {
            figures.Add("top1", right / (double)count, () => Evaluation.Proportion.Of(right, (int)count));
        }

        return figures;

        IEnumerable<LabelledImage> Counted()
        {
            foreach (LabelledImage batch in batches)
            {
                if (recipe.Alpha > 0)
                {
                    using Tensor classes = Classify(batch.Image), said = classes.argmax(1), hits = said.eq(batch.Label), sum = hits.sum();
                    right += sum.item<long>();
                    count += hits.shape[0];
                }

                yield return batch;
            }
        }
    }

    /// <inheritdoc/>
    protected override Tensor Predict(Tensor l) => GlobalLocalColorizer.ToAB(network.call(l / 100).AB);

    /// <inheritdoc/>
    protected override string Caption(LabelledImage batch, int item) => ClassNames[(int)batch.Label[item].item<long>()];
}

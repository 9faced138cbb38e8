using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Colour as a class among 313, rare colours counting more: Zhang, Isola and Efros, ECCV 2016.</summary>
public sealed record ColorClassificationRecipe : Recipe<ImageSample>
{
    /// <summary>
    /// The authors' settings (richzhang/colorization, caffe branch, <c>train/solver.prototxt</c> and <c>models/</c>): Adam, 3.16·10⁻⁵ cut to
    /// 0.316 every 215,000 steps, momentum 0.9 / 0.99, weight decay 10⁻³, batches of 40 crops of 176. 10 neighbours as in the code; the
    /// paper says 5. 14 epochs of ImageNet are their 450,000 steps. Their first weights come from k-means and are not to be had.
    /// </summary>
    [JsonIgnore]
    public static ColorClassificationRecipe Paper => new()
    {
        Preset = "paper",
        Data = "imagenet",
        Size = 176,
        LoadSize = 256,
        BatchSize = 40,
        Epochs = 14,
        LearningRate = 3.16e-5,
        Beta2 = 0.99,
        WeightDecay = 1e-3,
        Schedule = ScheduleKind.Iterations,
        DecayEvery = 215_000,
        DecayFactor = 0.316,
        Width = 64,
    };

    /// <summary>
    /// 64×64 and an eighth of the width: the effect in about a minute on two cores. Drawn scenes have few tints, so at λ = ½ the common ones
    /// would hardly count, and lakes turn green.
    /// </summary>
    [JsonIgnore]
    public static ColorClassificationRecipe Quick => new()
    {
        Preset = "quick",
        Data = "scenes",
        Size = 64,
        LoadSize = 64,
        Items = 960,
        Epochs = 6,
        BatchSize = 8,
        LearningRate = 2e-3,
        Beta2 = 0.99,
        Schedule = ScheduleKind.Cosine,
        Width = 8,
        Lambda = 0.9,
    };

    /// <summary>Photographs of 100×100 at 96×96: about half an hour on two cores.</summary>
    [JsonIgnore]
    public static ColorClassificationRecipe Real => new()
    {
        Preset = "real",
        Data = "intel_scenes",
        Size = 96,
        LoadSize = 108,
        BatchSize = 8,
        Epochs = 60,
        LearningRate = 5e-4,
        Schedule = ScheduleKind.Cosine,
        Width = 12,
    };

    /// <inheritdoc/>
    public override string Task => "color-classification";

    /// <summary>Channels of the network's first group.</summary>
    [Setting("channels of the network's first group; 64 in the paper", 1)]
    public int Width { get; init; } = 64;

    /// <summary>Bins over which a true colour is spread.</summary>
    [Setting("bins over which a true colour is spread: 5 in the paper, 10 in the authors' code", 1, 313)]
    public int Neighbours { get; init; } = 10;

    /// <summary>Whether the same network learns two numbers instead of classes: the comparison with L2 in the paper's section 3.1.</summary>
    [Setting("whether the network learns a* and b* as two numbers by L2 instead of classes: the paper's comparison")]
    public bool Regression { get; init; }

    /// <summary>Whether rare colours count more.</summary>
    [Setting("whether rare colours count more")]
    public bool Rebalance { get; init; } = true;

    /// <summary>λ of the rebalancing.</summary>
    [Setting("lambda of the rebalancing: 1 for equal weights", 0.001, 1)]
    public double Lambda { get; init; } = 0.5;

    /// <summary>Temperature of the annealed mean.</summary>
    [Setting("temperature of the annealed mean: 1 for the mean, near 0 for the mode", 0.01, 1)]
    public double Temperature { get; init; } = ColorfulColorizer.PaperTemperature;

    /// <summary>Training items from which the frequencies of colours are taken.</summary>
    [Setting("training items from which the frequencies of colours are taken", 1)]
    public int PriorItems { get; init; } = 64;

    /// <summary>Side before the random crop.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <inheritdoc/>
    public override ITransform<ImageSample> Transform => new RandomCrop<ImageSample>(LoadSize, Size);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Size % 8 != 0)
        {
            throw new RecipeException($"size of this network is a multiple of 8, not {Size}.");
        }
    }

    /// <inheritdoc/>
    public override ColorClassificationTask CreateTask(IDataset<ImageSample> data) => new(this, data);
}

/// <summary>One step of colour classification: the paper's sections 2.1 to 2.3.</summary>
public sealed class ColorClassificationTask : ColorTask<ImageSample>
{
    // The output has a quarter of the picture's side, and the truth is every fourth pixel, as in the authors' code.
    private const int Stride = 4;
    private readonly ColorClassificationRecipe recipe;
    private readonly ColorfulColorizer network;
    private readonly WeightUpdate update;
    private readonly Tensor centres, factors;

    /// <summary>A network as the recipe describes it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The training data, for how often each colour occurs.</param>
    public ColorClassificationTask(ColorClassificationRecipe recipe, IDataset<ImageSample> data)
        : base(recipe)
    {
        this.recipe = recipe;
        network = new(recipe.Width, recipe.Regression ? 2 : ColorfulColorizer.InGamutBins, recipe.Temperature, recipe.Seed);
        Start(network, recipe.Seed);
        centres = ColorBins.Centres().DetachFromDisposeScope();
        if (!recipe.Regression)
        {
            network.UseBinCentres(centres);
        }

        Add(recipe, "C", network);
        update = AddUpdate(recipe, "C", "C");
        Device device = TrainingDevice.Of(recipe);
        centres = centres.to(Number, device).DetachFromDisposeScope();
        factors = (recipe.Rebalance && !recipe.Regression && data.Count > 0 ? Factors(data) : ones(centres.shape[0])).to(Number, device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["C"];

    /// <summary>The network, for its distributions and their temperature.</summary>
    public ColorfulColorizer Network => network;

    private ScalarType Number => recipe.Precision == Precision.Doubled ? float64 : float32;

    /// <inheritdoc/>
    public override Losses Learn(ImageSample batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        (Tensor l, Tensor ab) = Split(batch.Image);
        Tensor truth = ab.slice(2, 0, ab.shape[2], Stride).slice(3, 0, ab.shape[3], Stride);
        if (recipe.Regression)
        {
            Tensor distance = nn.functional.mse_loss(network.Logits(l), truth / Lab.ABNorm);
            update.Apply(distance);
            losses.Note("loss", distance);
            return losses.MoveOut();
        }

        Tensor target = Encode(truth);
        Tensor loss = ColorBins.Loss(network.Logits(l), target, ColorBins.PixelWeights(target, truth, factors));
        update.Apply(loss);
        losses.Note("loss", loss / (truth.shape[2] * truth.shape[3]));
        return losses.MoveOut();
    }

    /// <summary>The distribution over the 313 bins that the network gives each place.</summary>
    /// <param name="images">[N, 3, size, size] in 0..1, sides multiples of 8; colours in them are not looked at.</param>
    /// <returns>Scores before softmax, [N, 313, size/4, size/4]; <see cref="Network"/> decodes them at any temperature.</returns>
    public Tensor Logits(Tensor images)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return network.Logits(Split(images).L).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor Predict(Tensor l) => recipe.Regression ? network.Logits(l) * Lab.ABNorm : network.call(l);

    /// <inheritdoc/>
    protected override void DisposeMore()
    {
        centres.Dispose();
        factors.Dispose();
    }

    // The authors' k-means start gives every layer variance 1, which He's nearly does. The last layer starts small: first an even
    // distribution over the bins, or grey.
    private static void Start(ColorfulColorizer network, long seed)
    {
        Initialization.He(network, seed);
        using IDisposable noGradient = no_grad();
        network.get_parameter("model8.6.weight")!.mul_(0.1);
    }

    // [N, 2, h, w] → [N, bins, h, w]
    private Tensor Encode(Tensor ab)
    {
        Tensor flat = ab.permute(0, 2, 3, 1).reshape(-1, 2);
        return ColorBins.Encode(flat, centres, recipe.Neighbours).reshape(ab.shape[0], ab.shape[2], ab.shape[3], -1).permute(0, 3, 1, 2);
    }

    private Tensor Factors(IDataset<ImageSample> data)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor counts = zeros(ColorfulColorizer.InGamutBins);
        Tensor bins = centres.to(float32).cpu();
        for (long i = 0; i < Math.Min(recipe.PriorItems, data.Count); i++)
        {
            using DisposeScope inner = NewDisposeScope();
            (_, Tensor ab) = Split(data.Item(i).Image.unsqueeze(0));
            counts.add_(ColorBins.Encode(ab.permute(0, 2, 3, 1).reshape(-1, 2), bins, recipe.Neighbours).sum(dim: 0));
        }

        return ColorBins.Rebalance(counts / counts.sum(), recipe.Lambda).MoveToOuterDisposeScope();
    }
}

using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>What the distance between colours is.</summary>
public enum ColorDistance
{
    /// <summary>Mean absolute difference.</summary>
    L1,

    /// <summary>Mean squared difference.</summary>
    L2,
}

/// <summary>Colour as a number to be near to: the a*b* of each pixel from its lightness, by an encoder–decoder or a U-Net.</summary>
public sealed record ColorRegressionRecipe : Recipe<ImageSample>
{
    /// <summary>pix2pix's U-Net with L1 alone on L → a*b*: Isola et al. 2017, section 6.2, and <c>models/colorization_model.py</c> of the authors' PyTorch code.</summary>
    [JsonIgnore]
    public static ColorRegressionRecipe Paper => new()
    {
        Preset = "paper",
        Data = "imagenet",
        Size = 256,
        LoadSize = 256,
        BatchSize = 4,
        Epochs = 6,
        Beta1 = 0.5,
        Ngf = 64,
        Halvings = 8,
    };

    /// <summary>64×64 and a narrow network: the effect in half a minute on two cores.</summary>
    [JsonIgnore]
    public static ColorRegressionRecipe Quick => new()
    {
        Preset = "quick",
        Data = "scenes",
        Size = 64,
        LoadSize = 64,
        Items = 2400,
        Epochs = 4,
        BatchSize = 16,
        LearningRate = 1e-3,
        Schedule = ScheduleKind.Cosine,
        Ngf = 16,
        Halvings = 6,
    };

    /// <summary>Photographs of 100×100 at 96×96: about half an hour on two cores.</summary>
    [JsonIgnore]
    public static ColorRegressionRecipe Real => new()
    {
        Preset = "real",
        Data = "intel_scenes",
        Size = 96,
        LoadSize = 108,
        Epochs = 60,
        BatchSize = 8,
        LearningRate = 5e-4,
        Schedule = ScheduleKind.Cosine,
        Ngf = 16,
        Halvings = 5,
    };

    /// <inheritdoc/>
    public override string Task => "color-regression";

    /// <summary>With or without skip connections.</summary>
    [Setting("the network; resnet is possible, too")]
    public TranslatorKind Generator { get; init; }

    /// <summary>What the distance between colours is.</summary>
    [Setting("what the distance between colours is")]
    public ColorDistance Distance { get; init; }

    /// <summary>Channels of the network's first map.</summary>
    [Setting("channels of the network's first map", 1)]
    public int Ngf { get; init; } = 64;

    /// <summary>How often the network halves the picture.</summary>
    [Setting("halvings of the picture (not resnet)", 5, 9)]
    public int Halvings { get; init; } = 8;

    /// <summary>Side before the random crop.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <inheritdoc/>
    public override ITransform<ImageSample> Transform => new RandomCrop<ImageSample>(LoadSize, Size);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Generator != TranslatorKind.Resnet && Size % (1 << Halvings) != 0)
        {
            throw new RecipeException($"size of this network is a multiple of {1 << Halvings} (halvings {Halvings}), not {Size}.");
        }
    }

    /// <inheritdoc/>
    public override ColorRegressionTask CreateTask(IDataset<ImageSample> data) => new(this);
}

/// <summary>One step of colour regression: L* in, a*b* out, both scaled as the pix2pix code does.</summary>
public sealed class ColorRegressionTask : ColorTask<ImageSample>
{
    private readonly ColorRegressionRecipe recipe;
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly WeightUpdate update;

    /// <summary>A network as the recipe describes it.</summary>
    /// <param name="recipe">The recipe.</param>
    public ColorRegressionTask(ColorRegressionRecipe recipe)
        : base(recipe)
    {
        this.recipe = recipe;
        network = Add<nn.Module<Tensor, Tensor>>(recipe, "G", recipe.Generator switch
        {
            TranslatorKind.UNet => new UNetGenerator(1, 2, recipe.Halvings, recipe.Ngf, Normalization.Batch, dropout: false, recipe.Seed),
            TranslatorKind.EncoderDecoder => new EncoderDecoderGenerator(1, 2, recipe.Halvings, recipe.Ngf, Normalization.Batch, dropout: false, recipe.Seed),
            _ => new ResnetGenerator(1, 2, 6, recipe.Ngf, Normalization.Batch, dropout: false, seed: recipe.Seed),
        });
        update = AddUpdate(recipe, "G", "G");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["G"];

    /// <inheritdoc/>
    public override Losses Learn(ImageSample batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        (Tensor l, Tensor ab) = Split(batch.Image);
        Tensor made = network.call(FromLightness(l)), wanted = ab / ColorScale;
        Tensor loss = recipe.Distance == ColorDistance.L1 ? nn.functional.l1_loss(made, wanted) : nn.functional.mse_loss(made, wanted);
        update.Apply(loss);
        losses.Note("loss", loss);
        return losses.MoveOut();
    }

    /// <inheritdoc/>
    protected override Tensor Predict(Tensor l) => network.call(FromLightness(l)) * ColorScale;
}

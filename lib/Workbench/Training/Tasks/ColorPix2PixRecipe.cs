using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using Workbench.Models;

namespace Workbench.Training;

/// <summary>pix2pix that gives grey photographs colours: L* in, a*b* out, by L1, cGAN or both (Isola et al. 2017, section 4.2 and Figure 7).</summary>
public sealed record ColorPix2PixRecipe : TranslationRecipe<ImageSample>
{
    /// <summary>
    /// Isola et al. 2017, section 6.2: ImageNet, 256×256, about 6 epochs in batches of 4, mirrored but not jittered; the rest as in pix2pix.
    /// Inputs and outputs are scaled as in <c>models/colorization_model.py</c> of junyanz/pytorch-CycleGAN-and-pix2pix.
    /// </summary>
    [JsonIgnore]
    public static ColorPix2PixRecipe Paper => new()
    {
        Preset = "paper",
        Data = "imagenet",
        Size = 256,
        LoadSize = 256,
        BatchSize = 4,
        Epochs = 6,
        Beta1 = 0.5,
        TestNoise = true,
    };

    /// <summary>Drawn scenes at 64×64 and narrow networks: about a minute on two cores.</summary>
    [JsonIgnore]
    public static ColorPix2PixRecipe Quick => new()
    {
        Preset = "quick",
        Data = "scenes",
        Size = 64,
        LoadSize = 64,
        Items = 1600,
        Epochs = 5,
        BatchSize = 16,
        LearningRate = 1e-3,
        Beta1 = 0.5,
        Schedule = ScheduleKind.Linear,
        DecayEpochs = 2,
        Ngf = 16,
        Ndf = 16,
        Halvings = 6,
        ReceptiveField = 16,
    };

    /// <summary>Photographs of 100×100 at 96×96: about half an hour on two cores.</summary>
    [JsonIgnore]
    public static ColorPix2PixRecipe Real => new()
    {
        Preset = "real",
        Data = "intel_scenes",
        Size = 96,
        LoadSize = 108,
        Epochs = 60,
        DecayEpochs = 30,
        BatchSize = 8,
        LearningRate = 5e-4,
        Beta1 = 0.5,
        Schedule = ScheduleKind.Linear,
        Ngf = 16,
        Ndf = 32,
        Halvings = 5,
        UpSampling = UpSampling.Nearest, // a transposed convolution paints its own grid, and blots of colour on its nodes
        ReceptiveField = 34,
    };

    /// <inheritdoc/>
    public override string Task => "color-pix2pix";

    /// <inheritdoc/>
    public override ITransform<ImageSample> Transform => new RandomCrop<ImageSample>(LoadSize, Size, Mirror);

    /// <inheritdoc/>
    public override ColorPix2PixTask CreateTask(IDataset<ImageSample> data) => new(this);
}

/// <summary>pix2pix on lightness and colour: L* / 50 − 1 in, a*b* / 110 out.</summary>
public sealed class ColorPix2PixTask : ColorTask<ImageSample>
{
    private readonly TranslationStep<ImageSample> step;

    /// <summary>Networks as the recipe describes them.</summary>
    /// <param name="recipe">The recipe.</param>
    public ColorPix2PixTask(ColorPix2PixRecipe recipe)
        : base(recipe) => step = new(this, recipe, inputs: 1, outputs: 2);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["G"];

    /// <inheritdoc/>
    public override Losses Learn(ImageSample batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor l, Tensor ab) = Split(batch.Image);
        return step.Learn(FromLightness(l), ab / ColorScale).MoveOut();
    }

    /// <inheritdoc/>
    protected override Tensor Predict(Tensor l) => step.Use(FromLightness(l)) * ColorScale;
}

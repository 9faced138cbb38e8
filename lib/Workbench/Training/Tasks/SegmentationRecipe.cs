using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using Workbench.Models;

namespace Workbench.Training;

/// <summary>The class of each pixel, by a U-Net: Ronneberger et al. 2015.</summary>
public sealed record SegmentationRecipe : Recipe<SegmentedImage>
{
    /// <summary>
    /// Ronneberger et al. 2015, section 3: the network as published ('valid' convolutions, no batch normalisation, dropout at the bottom),
    /// one picture a batch, momentum 0.99, border weights w₀ = 10 and σ = 5, elastic deformation of 10 pixels on a 3×3 grid. What lies
    /// beyond the picture is its mirror image, here on all sides of every picture. The paper tells neither learning rate nor number of
    /// steps; those here are chosen, not published.
    /// </summary>
    [JsonIgnore]
    public static SegmentationRecipe Paper => new()
    {
        Preset = "paper",
        Data = "isbi2012",
        Size = 388,
        LoadSize = 512,
        Epochs = 1000,
        BatchSize = 1,
        Optimizer = OptimizerKind.Sgd,
        LearningRate = 1e-3,
        Beta1 = 0.99,
        Width = 64,
        Valid = true,
        BatchNorm = false,
        Dropout = 0.5,
        BorderWeight = 10,
        BorderSigma = 5,
        Elastic = 10,
        ValidationItems = 5,
    };

    /// <summary>
    /// milesial/Pytorch-UNet, <c>train.py</c>: RMSprop with momentum 0.999, rate 10⁻⁵, weight decay 10⁻⁸, gradients clipped at 1, cross
    /// entropy + Dice, cut to a tenth after 5 scores none of which was better, five epochs, one picture a batch. Their score is Dice, taken
    /// five times an epoch; here it is the mean IoU after each epoch. Their pictures keep their shape, at half the size; here they are squares.
    /// </summary>
    [JsonIgnore]
    public static SegmentationRecipe Milesial => new()
    {
        Preset = "milesial",
        Data = "camvid",
        Size = 256,
        LoadSize = 256,
        Mirror = false,
        Epochs = 5,
        BatchSize = 1,
        Optimizer = OptimizerKind.RmsProp,
        LearningRate = 1e-5,
        Beta1 = 0.999,
        WeightDecay = 1e-8,
        ClipNorm = 1,
        Schedule = ScheduleKind.Plateau,
        DecayEvery = 5,
        Width = 64,
        LambdaDice = 1,
    };

    /// <summary>People and bicycles on 64×64 by a narrow U-Net: a minute or two on two cores. Small batches: many steps count for more than exact ones.</summary>
    [JsonIgnore]
    public static SegmentationRecipe Quick => new()
    {
        Preset = "quick",
        Data = "street",
        Size = 64,
        LoadSize = 64,
        Items = 1400,
        Epochs = 6,
        BatchSize = 4,
        LearningRate = 6e-3,
        Schedule = ScheduleKind.Cosine,
        Width = 16,
        UpSampling = UpSampling.Bilinear,
        LambdaDice = 1,
    };

    /// <summary>Cells under the electron microscope as in the paper, drawn: border weights, and fifty pictures only, elastically deformed.</summary>
    [JsonIgnore]
    public static SegmentationRecipe Cells => new()
    {
        Preset = "cells",
        Data = "cells",
        Size = 64,
        LoadSize = 64,
        Items = 48,
        Epochs = 60,
        BatchSize = 16,
        LearningRate = 3e-3,
        Schedule = ScheduleKind.Cosine,
        Width = 8,
        BorderWeight = 10,
        BorderSigma = 2,
        Elastic = 2,
        ValidationItems = 48,
    };

    /// <summary>The slices of the ISBI 2012 challenge at half their resolution, for two cores: by its number of operations about ten minutes.</summary>
    [JsonIgnore]
    public static SegmentationRecipe Membranes => new()
    {
        Preset = "membranes",
        Data = "isbi2012",
        Size = 256,
        LoadSize = 288,
        Epochs = 120,
        BatchSize = 2,
        LearningRate = 3e-3,
        Schedule = ScheduleKind.Cosine,
        Width = 16,
        BorderWeight = 10,
        BorderSigma = 3,
        Elastic = 8,
        ValidationItems = 3,
    };

    /// <summary>
    /// CamVid's eleven classes on 256×256, balanced: at 128×128 and unbalanced, bicyclists and poles are not found at all. By the time that
    /// 46 pictures took, the usual 367 take about two hours on one core.
    /// </summary>
    [JsonIgnore]
    public static SegmentationRecipe Real => new()
    {
        Preset = "real",
        Data = "camvid",
        Size = 256,
        LoadSize = 288,
        Epochs = 50,
        BatchSize = 2,
        LearningRate = 3e-3,
        Schedule = ScheduleKind.Cosine,
        Width = 16,
        LambdaDice = 1,
        Balance = true,
        ValidationItems = 96,
    };

    /// <inheritdoc/>
    public override string Task => "segmentation";

    /// <summary>Channels of the first level, doubled at each of the four below.</summary>
    [Setting("channels of the first level; 64 in the paper", 1)]
    public int Width { get; init; } = 64;

    /// <summary>How maps grow on the way up.</summary>
    [Setting("how maps grow on the way up")]
    public UpSampling UpSampling { get; init; }

    /// <summary>Whether the maps of the way down are joined on the way up; without, the network is a plain encoder and decoder.</summary>
    [Setting("skips from the way down to the way up, as published")]
    public bool Skips { get; init; } = true;

    /// <summary>Whether convolutions use only true pixels, as published; the picture is then mirrored beyond its borders so that all of it is labelled.</summary>
    [Setting("convolutions without padding, as published, over a picture mirrored at its borders")]
    public bool Valid { get; init; }

    /// <summary>Batch normalisation after each convolution, which the paper has not.</summary>
    [Setting("batch normalisation")]
    public bool BatchNorm { get; init; } = true;

    /// <summary>Probability of dropping an activation at the end of the contracting path.</summary>
    [Setting("dropout at the end of the contracting path", 0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>Weight of the soft Dice loss beside the cross entropy's 1.</summary>
    [Setting("weight of the soft Dice loss", 0)]
    public double LambdaDice { get; init; }

    /// <summary>Whether rare classes count more in the cross entropy: <see cref="SegmentationLoss.MedianFrequency"/>.</summary>
    [Setting("whether rare classes count more in the cross entropy, by median frequency")]
    public bool Balance { get; init; }

    /// <summary>w₀ of the paper's border weights, 0 for equal weights. For data of two classes, background and cell.</summary>
    [Setting("w0 of the weights of borders between cells, 0 for none", 0)]
    public double BorderWeight { get; init; }

    /// <summary>σ of the border weights, in pixels.</summary>
    [Setting("sigma of these weights in pixels", 0.1)]
    public double BorderSigma { get; init; } = 5;

    /// <summary>Deviation of the random displacements of an elastic deformation, in pixels.</summary>
    [Setting("deviation of the elastic deformation in pixels, 0 for none", 0)]
    public double Elastic { get; init; }

    /// <summary>Side to which pictures are brought before a random <see cref="Recipe.Size"/> part of them is cut out; the same as the size for none.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <summary>Whether half of the pictures are mirrored.</summary>
    [Setting("whether half of the pictures are mirrored")]
    public bool Mirror { get; init; } = true;

    /// <inheritdoc/>
    public override ITransform<SegmentedImage>? Transform
    {
        get
        {
            List<ITransform<SegmentedImage>> steps = [];
            if (Mirror || LoadSize > Size)
            {
                steps.Add(new RandomCrop<SegmentedImage>(LoadSize, Size, Mirror));
            }

            if (Elastic > 0)
            {
                steps.Add(new ElasticDeformation(Elastic));
            }

            if (BorderWeight > 0)
            {
                steps.Add(new BorderWeights(BorderWeight, BorderSigma));
            }

            return steps.Count > 0 ? new Compose<SegmentedImage>(steps) : null;
        }
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (LoadSize < Size)
        {
            throw new RecipeException($"loadSize ({LoadSize}) is at least size ({Size}).");
        }

        if (Valid && (Size < 100 || Size % 16 != 4))
        {
            throw new RecipeException($"size with 'valid' convolutions is 16 k + 4 and at least 100, such as 388, not {Size}.");
        }

        if (Size < 16)
        {
            throw new RecipeException($"size of a U-Net's pictures is at least 16, not {Size}.");
        }

        if (Width % 2 != 0 && UpSampling is UpSampling.Bilinear or UpSampling.Nearest)
        {
            throw new RecipeException($"width with {RecipeSetting.Of(GetType()).First(setting => setting.Name == "upSampling").Show(this)} up-sampling is even, not {Width}.");
        }
    }

    /// <inheritdoc/>
    public override SegmentationTask CreateTask(IDataset<SegmentedImage> data)
    {
        if (data.ClassNames.Count < 2)
        {
            throw new RecipeException($"{data.Name} has {data.ClassNames.Count} classes, and there must be two to tell apart.");
        }

        if (BorderWeight > 0 && data.ClassNames.Count != 2)
        {
            throw new RecipeException($"borderWeight is for data of two classes, background and cell, and {data.Name} has {data.ClassNames.Count}: {string.Join(", ", data.ClassNames)}.");
        }

        using Tensor image = data.Item(0).Image;
        return new(this, (int)image.shape[0], data);
    }
}

using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Tests.Imaging;
using Workbench.Tests.Models;
using Workbench.Training;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>Every task learns, in seconds and with a seed, to a figure on unseen items; and goes on after a cut with the same bits.</summary>
public sealed class TaskTests : TorchTest
{
    private static readonly Recipe Regression = ColorRegressionRecipe.Quick with { Size = 32, LoadSize = 32, Items = 640, Epochs = 3, Ngf = 8, Halvings = 5, LearningRate = 3e-3 };
    private static readonly Recipe Classes = ColorClassificationRecipe.Quick with { Size = 32, LoadSize = 32, Items = 640, Epochs = 3, Width = 8, LearningRate = 2e-3 };
    private static readonly Recipe GlobalLocal = GlobalLocalRecipe.Quick with { Size = 32, LoadSize = 32, GlobalSize = 32, Items = 640, Epochs = 3, Width = 8, LearningRate = 2e-3 };

    /// <summary>Each task in its smallest form, for what holds for all of them.</summary>
    public static IEnumerable<TheoryDataRow<Recipe>> Tiny() =>
    [
        new(Pix2PixRecipe.Quick with { Size = 32, LoadSize = 36, Items = 12, Epochs = 2, DecayEpochs = 1, BatchSize = 2, Ngf = 2, Ndf = 2, Halvings = 5, ValidationItems = 2 }),
        new(ColorPix2PixRecipe.Quick with { Size = 32, LoadSize = 36, Items = 12, Epochs = 2, DecayEpochs = 1, BatchSize = 2, Ngf = 2, Ndf = 2, Halvings = 5, ValidationItems = 2 }),
        new(DcganRecipe.Quick with { Items = 12, Epochs = 2, DecayEpochs = 1, BatchSize = 4, DiscriminatorSteps = 2, DiscriminatorRate = 2, Ngf = 2, Ndf = 2, ValidationItems = 2 }),
        new(MixtureGanRecipe.Quick with { Items = 12, Epochs = 2, DecayEpochs = 1, BatchSize = 2, Width = 4, ValidationItems = 2 }),
        new((ColorRegressionRecipe)Regression with { Items = 12, Epochs = 2, BatchSize = 2, Ngf = 2, ValidationItems = 2 }),
        new((ColorClassificationRecipe)Classes with { Items = 12, Epochs = 2, BatchSize = 2, Width = 2, ValidationItems = 2, PriorItems = 4 }),
        new((GlobalLocalRecipe)GlobalLocal with { Items = 12, Epochs = 2, BatchSize = 2, Width = 2, ValidationItems = 2, Optimizer = OptimizerKind.Adadelta, LearningRate = 1 }),
        new(ClassificationRecipe.Letters with { Items = 12, Epochs = 2, BatchSize = 2, Width = 2, ValidationItems = 2, Optimizer = OptimizerKind.Sgd }),
        new(SegmentationRecipe.Cells with { Size = 32, LoadSize = 32, Items = 12, Epochs = 2, BatchSize = 2, Width = 2, ValidationItems = 2, Optimizer = OptimizerKind.RmsProp, Accumulate = 2, ClipNorm = 1 }),
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Tiny))]
    public void EveryTaskGoesOnAfterACutWithTheSameBits(Recipe recipe)
    {
        using TemporaryFolder folder = new();
        recipe.Run(new() { Folder = folder.File("whole") }).Dispose();
        using CancellationTokenSource stop = new();
        using (TrainingResult cut = recipe.Run(new() { Folder = folder.File("parts"), ReportEvery = 1 }, new Watcher(report =>
        {
            if (report is StepReport { Step: 2 })
            {
                stop.Cancel();
            }
        }), stop.Token))
        {
            Assert.False(cut.Finished);
        }

        recipe.Run(new() { Folder = folder.File("parts"), Resume = true }).Dispose();
        ResumeTests.AssertSameBits(Safetensors.Read(folder.File("whole/model.safetensors")), Safetensors.Read(folder.File("parts/model.safetensors")));
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Tiny))]
    public void EveryRecipeComesBackFromItsJsonAndKeepsItsHash(Recipe recipe)
    {
        Recipe back = Recipe.FromJson(recipe.Task, recipe.ToJson());
        Assert.Equal(recipe, back);
        Assert.Equal(recipe.Hash, back.Hash);
        Assert.NotEqual(recipe.Hash, recipe.With([new("seed", "77")]).Hash);
    }

    [Fact]
    public void EveryPresetIsSound() => Assert.All(Recipes.All, recipe => recipe.Check());

    [Fact]
    public void ANarrowVggTellsScenesApart()
    {
        using TrainingResult result = (ClassificationRecipe.Quick with { Size = 32, LoadSize = 32, Items = 2560, Epochs = 6, ValidationItems = 192 }).Run();
        Assert.True(result.Validation["top1"] >= 0.65, $"{result.Validation["top1"]:P1} of ten classes"); // 0.1 by guessing; 0.73, or above 0.75, by how a machine rounds
    }

    [Fact]
    public void TheLetterCnnTellsXFromO()
    {
        using TrainingResult result = ClassificationRecipe.Letters.Run();
        Assert.True(result.Validation["top1"] >= 0.98, $"{result.Validation["top1"]:P1}");
    }

    [Fact]
    public void AUNetFindsPeopleAndBicycles()
    {
        using TrainingResult result = (SegmentationRecipe.Quick with { Size = 32, LoadSize = 32, Items = 960, Epochs = 8, Width = 8, ValidationItems = 64 }).Run();
        Assert.True(result.Validation["mean_IoU"] >= 0.42, $"mean IoU {result.Validation["mean_IoU"]:F3}"); // 0.3 for background everywhere
    }

    [Fact]
    public void APix2PixTurnsTownsIntoMaps()
    {
        using TrainingResult result = (Pix2PixRecipe.Quick with { Size = 32, LoadSize = 32, Items = 640, Epochs = 3, DecayEpochs = 1, Ngf = 8, Ndf = 8, Halvings = 5 }).Run();
        Tensor maps = new Maps(Split.Validation, 1, 32).Batch(0, 64).B;
        float blind = (maps - maps.mean([0], keepdim: true)).abs().mean().item<float>(); // what a network reaches that looks at nothing
        Assert.True(result.Validation["L1"] < 0.93 * blind, $"L1 {result.Validation["L1"]:F4}; the mean map has {blind:F4}");
    }

    [Fact]
    public void ColourRegressionIsNearerToTheTruthThanGrey()
    {
        using TrainingResult result = Regression.Run();
        Assert.True(result.Validation["abError"] < 0.75 * result.Validation["greyError"], $"{result.Validation["abError"]:F2} instead of {result.Validation["greyError"]:F2} for grey");
        AssertKeepsLightness((IColorizer)result.Trained);
    }

    [Fact]
    public void AColourPix2PixIsNearerToTheTruthThanGreyAndMoreColourfulWithItsDiscriminator()
    {
        ColorPix2PixRecipe recipe = ColorPix2PixRecipe.Quick with { Size = 32, LoadSize = 32, Items = 960, Epochs = 4, Ngf = 8, Ndf = 8, Halvings = 5 };
        using TrainingResult both = recipe.Run(), l1 = (recipe with { LambdaGan = 0 }).Run();
        Assert.True(l1.Validation["abError"] < 0.75 * l1.Validation["greyError"], $"L1: {l1.Validation["abError"]:F2} instead of {l1.Validation["greyError"]:F2} for grey");
        Assert.True(both.Validation["abError"] < 0.9 * both.Validation["greyError"], $"L1 + cGAN: {both.Validation["abError"]:F2} instead of {both.Validation["greyError"]:F2} for grey");
        Assert.True(both.Validation["colorfulness"] > l1.Validation["colorfulness"], $"{both.Validation["colorfulness"]:F3} with a discriminator, {l1.Validation["colorfulness"]:F3} without, {l1.Validation["realColorfulness"]:F3} real");
        AssertKeepsLightness((IColorizer)both.Trained);
    }

    [Fact]
    public void ColourClassificationIsMoreColourfulThanRegressionWithTheSameNetwork()
    {
        using TrainingResult classes = Classes.Run(), regression = ((ColorClassificationRecipe)Classes with { Regression = true }).Run();
        Assert.True(classes.Validation["colorfulness"] > regression.Validation["colorfulness"], $"{classes.Validation["colorfulness"]:F3} by classes, {regression.Validation["colorfulness"]:F3} by regression");
        Assert.True(regression.Validation["abError"] < 0.8 * regression.Validation["greyError"], $"{regression.Validation["abError"]:F2} by regression instead of {regression.Validation["greyError"]:F2} for grey");
        Assert.True(classes.Validation["abError"] < classes.Validation["greyError"], $"{classes.Validation["abError"]:F2} instead of {classes.Validation["greyError"]:F2} for grey");
    }

    [Fact]
    public void GlobalAndLocalFeaturesColourAndName()
    {
        using TrainingResult result = GlobalLocal.Run();
        Assert.True(result.Validation["abError"] < 0.8 * result.Validation["greyError"], $"{result.Validation["abError"]:F2} instead of {result.Validation["greyError"]:F2} for grey");
        Assert.True(result.Validation["top1"] > 0.3, $"{result.Validation["top1"]:P1} of ten classes");
    }

    private static void AssertKeepsLightness(IColorizer colorizer)
    {
        Tensor grey = (rand(1, 1, 50, 75) * 0.6) + 0.2;
        Tensor coloured = colorizer.Colorize(grey);
        Assert.Equal([1, 3, 50, 75], coloured.shape);
        Tensor before = ColorSpace.RgbToLab(grey.expand(1, 3, 50, 75)).slice(1, 0, 1, 1), after = ColorSpace.RgbToLab(coloured).slice(1, 0, 1, 1);
        Assert.True((before - after).abs().mean().item<float>() < 1, "the lightness stays");
    }
}

using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Imaging;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>One step of a U-Net (Ronneberger et al. 2015, section 3): weighted cross entropy of each pixel's class, and soft Dice if wanted.</summary>
public sealed class SegmentationTask : TrainingTask<SegmentedImage>
{
    private const int LostAtBorder = 92; // pixels that 'valid' convolutions take from each side
    private const long PicturesCounted = 400;

    private readonly SegmentationRecipe recipe;
    private readonly UNet network;
    private readonly WeightUpdate update;
    private readonly Tensor? classWeights; // [classes]

    /// <summary>A network as the recipe describes it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="data">The training data, for its classes and how many pixels each has.</param>
    public SegmentationTask(SegmentationRecipe recipe, int channels, IDataset<SegmentedImage> data)
    {
        this.recipe = recipe;
        ClassNames = data.ClassNames;
        network = Add(recipe, "S", new UNet(
            channels, ClassNames.Count, recipe.UpSampling, recipe.Valid, recipe.BatchNorm, recipe.Width, recipe.Dropout, recipe.Seed, recipe.Skips));
        update = AddUpdate(recipe, "S", "S");
        classWeights = recipe.Balance && data.Count > 0
            ? SegmentationLoss.MedianFrequency(LabelsOf(data), ClassNames.Count).to(network.parameters().First().dtype, TrainingDevice.Of(recipe)).DetachFromDisposeScope()
            : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["S"];

    /// <inheritdoc/>
    public override string Measure => "error";

    /// <summary>The classes of all pixels.</summary>
    /// <param name="images">[N, C, H, W] in 0..1.</param>
    /// <returns>[N, classes, H, W]: probabilities.</returns>
    public Tensor Segment(Tensor images)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Logits(images).softmax(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Losses Learn(SegmentedImage batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Logits(batch.Image);
        Tensor? weights = (batch as WeightedSegmentedImage)?.Weights;
        if (classWeights is not null)
        {
            Tensor balance = classWeights[batch.Labels.clamp_min(0)];
            weights = weights is null ? balance : weights * balance;
        }

        Tensor loss = SegmentationLoss.CrossEntropy(logits, batch.Labels, weights);
        losses.Note("cross_entropy", loss);
        if (recipe.LambdaDice > 0)
        {
            Tensor dice = SegmentationLoss.Dice(logits, batch.Labels) * recipe.LambdaDice;
            losses.Note("dice", dice);
            loss += dice;
        }

        update.Apply(loss);
        return losses.MoveOut();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<SegmentedImage> batches)
    {
        SegmentationScore score = new(ClassNames.Count);
        List<MembraneScore> membranes = [];
        foreach (SegmentedImage batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor probabilities = Segment(batch.Image);
            score.Add(batch.Labels.cpu(), probabilities.argmax(1).cpu());
            if (ClassNames is ["membrane", "cell"])
            {
                membranes.AddRange(Enumerable.Range(0, (int)batch.Image.shape[0]).Select(i => MembraneScore.Of(probabilities[i, 1], batch.Labels[i])));
            }
        }

        Figures figures = [];
        Note("pixel_accuracy", all => all.PixelAccuracy);
        Note("class_accuracy", all => all.ClassAccuracy);
        Note("mean_IoU", all => all.MeanIou);
        Note("error", all => 1 - all.MeanIou);
        foreach ((int label, string name) in ClassNames.Index())
        {
            figures.Detail($"IoU {name}", () => score.Measure(all => all.ClassIou[label]));
        }

        if (membranes.Count > 0)
        {
            figures.Mean("pixel_error", [.. membranes.Select(one => one.PixelError)]);
            figures.Mean("rand_error", [.. membranes.Select(one => one.RandError)]);
            figures.Mean("warping_error", [.. membranes.Select(one => one.WarpingError)]);
        }

        return figures;

        void Note(string name, Func<SegmentationScore, double> figure) => figures.Add(name, figure(score), () => score.Measure(figure));
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Pictures(SegmentedImage batch)
    {
        return new Dictionary<string, Tensor> { ["given"] = batch.Image, ["made"] = Colored(Segment(batch.Image).argmax(1)), ["true"] = Colored(batch.Labels) };

        Tensor Colored(Tensor labels) => stack([.. labels.cpu().unbind().Select(one => DatasetPreview.Colored(one, ClassNames.Count))]);
    }

    /// <inheritdoc/>
    public override ImageGrid Sample(SegmentedImage batch)
    {
        Tensor predicted = Segment(batch.Image).argmax(1).cpu();
        ImageGrid grid = new("picture", "prediction", "truth") { Title = $"{recipe.Task}: {string.Join(", ", ClassNames)}", CellSize = Math.Max(96, recipe.Size) };
        for (int i = 0; i < predicted.shape[0]; i++)
        {
            grid.Row("", batch.Image[i].cpu(), DatasetPreview.Colored(predicted[i], ClassNames.Count), DatasetPreview.Colored(batch.Labels[i].cpu(), ClassNames.Count));
        }

        return grid;
    }

    /// <inheritdoc/>
    protected override void DisposeMore() => classWeights?.Dispose();

    // The labels of a few hundred pictures tell how frequent a class is.
    private static IEnumerable<Tensor> LabelsOf(IDataset<SegmentedImage> data)
    {
        for (long i = 0; i < Math.Min(PicturesCounted, data.Count); i++)
        {
            using DisposeScope scope = NewDisposeScope();
            yield return data.Item(i).Labels;
        }
    }

    private Tensor Logits(Tensor images)
    {
        const int Lost = LostAtBorder;
        return network.call(recipe.Valid ? nn.functional.pad(images, [Lost, Lost, Lost, Lost], PaddingModes.Reflect) : images);
    }
}

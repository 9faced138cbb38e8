using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>One step of a classifier: cross entropy of the true class.</summary>
public sealed class ClassificationTask : TrainingTask<LabelledImage>
{
    // Of ImageNet's channels, which published weights expect.
    private static readonly double[] Mean = [0.485, 0.456, 0.406];
    private static readonly double[] Deviation = [0.229, 0.224, 0.225];

    private readonly ClassificationRecipe recipe;
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly WeightUpdate update;

    /// <summary>A network as the recipe describes it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="classNames">The classes' names in the order of their labels.</param>
    public ClassificationTask(ClassificationRecipe recipe, IReadOnlyList<string> classNames)
    {
        this.recipe = recipe;
        ClassNames = classNames;
        network = Add<nn.Module<Tensor, Tensor>>(recipe, "C", recipe.Network == ClassifierKind.LetterCnn
            ? new LetterCnn(recipe.Width, classNames.Count, recipe.Seed)
            : new Vgg16(classNames.Count, recipe.BatchNorm, recipe.Width, recipe.Hidden > 0 ? recipe.Hidden : null, recipe.Dropout, recipe.Seed));
        update = AddUpdate(recipe, "C", "C");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["C"];

    /// <inheritdoc/>
    public override string Measure => "error";

    /// <summary>What pictures show.</summary>
    /// <param name="images">[N, C, H, W] in 0..1.</param>
    /// <returns>[N, classes]: probabilities.</returns>
    public Tensor Classify(Tensor images)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Logits(images).softmax(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Losses Learn(LabelledImage batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = nn.functional.cross_entropy(Logits(batch.Image), batch.Label);
        update.Apply(loss);
        losses.Note("loss", loss);
        return losses.MoveOut();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<LabelledImage> batches)
    {
        using IDisposable noGradient = no_grad();
        List<double> losses = [];
        long top1 = 0, top5 = 0;
        foreach (LabelledImage batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor logits = Logits(batch.Image), truth = batch.Label.unsqueeze(1);
            losses.AddRange(nn.functional.cross_entropy(logits, batch.Label, reduction: nn.Reduction.None).to(float64).cpu().data<double>());
            Tensor ahead = logits.gt(logits.gather(1, truth)).sum(dim: 1); // classes thought likelier than the true one
            top1 += ahead.lt(1).sum().item<long>();
            top5 += ahead.lt(5).sum().item<long>();
        }

        Figures figures = [];
        Share("top1", top1);
        if (ClassNames.Count > 5)
        {
            Share("top5", top5);
        }

        figures.Mean("loss", losses);
        Share("error", losses.Count - top1);
        return figures;

        void Share(string name, long right) => figures.Add(name, right / (double)losses.Count, () => Evaluation.Proportion.Of(right, losses.Count));
    }

    /// <inheritdoc/>
    public override ImageGrid Sample(LabelledImage batch)
    {
        Tensor probabilities = Classify(batch.Image);
        ImageGrid grid = new() { Title = recipe.Task, CellSize = Math.Max(96, recipe.Size) };
        foreach (int[] row in Enumerable.Range(0, (int)batch.Image.shape[0]).Chunk(6))
        {
            grid.Row("", [.. row.Select(i => ((Tensor?)batch.Image[i].cpu(), Caption(probabilities[i], (int)batch.Label[i].item<long>())))]);
        }

        return grid;
    }

    private string Caption(Tensor probabilities, int truth)
    {
        int said = (int)probabilities.argmax().item<long>();
        string answer = $"{ClassNames[said]} {probabilities[said].to(float32).item<float>():P0}";
        return said == truth ? answer : $"{answer}, is {ClassNames[truth]}";
    }

    private Tensor Logits(Tensor images)
    {
        if (network is not Vgg16)
        {
            return network.call(images);
        }

        // A grey picture becomes three equal channels here.
        Tensor mean = tensor(Mean, images.dtype, images.device).view(1, 3, 1, 1), deviation = tensor(Deviation, images.dtype, images.device).view(1, 3, 1, 1);
        return network.call((images - mean) / deviation);
    }
}

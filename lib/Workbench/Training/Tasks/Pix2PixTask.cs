using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>pix2pix on pairs of pictures: RGB in, RGB out.</summary>
public sealed class Pix2PixTask : TrainingTask<ImagePair>, ITranslator
{
    private readonly Pix2PixRecipe recipe;
    private readonly TranslationStep<ImagePair> step;

    /// <summary>Networks as the recipe describes them.</summary>
    /// <param name="recipe">The recipe.</param>
    public Pix2PixTask(Pix2PixRecipe recipe)
    {
        this.recipe = recipe;
        step = new(this, recipe, inputs: 3, outputs: 3);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["G"];

    /// <inheritdoc/>
    public override string Measure => "L1";

    /// <summary>Translates pictures.</summary>
    /// <param name="input">[N, 3, H, W] in 0..1.</param>
    /// <returns>[N, 3, H, W] in 0..1.</returns>
    public Tensor Translate(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Signed.ToUnit(step.Use(Signed.FromUnit(input))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor TranslateAnySize(Tensor images, bool back = false) => back
        ? throw new ArgumentException("This pix2pix has learned one way only; train another with reversed changed.", nameof(back))
        : Signed.AtSize(images, recipe.Size, Translate);

    /// <inheritdoc/>
    public override Losses Learn(ImagePair batch)
    {
        using DisposeScope scope = NewDisposeScope();
        return step.Learn(Signed.FromUnit(batch.A), Signed.FromUnit(batch.B)).MoveOut();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<ImagePair> batches)
    {
        List<double> l1 = [], psnr = [];
        foreach (ImagePair batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor fake = Translate(batch.A);
            for (int i = 0; i < fake.shape[0]; i++)
            {
                l1.Add((fake[i] - batch.B[i]).abs().mean().to(float64).item<double>());
                psnr.Add(ImageQuality.Psnr(fake[i], batch.B[i]).to(float64).item<double>());
            }
        }

        Figures figures = [];
        figures.Mean("L1", l1);
        figures.Mean("PSNR", psnr);
        return figures;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Pictures(ImagePair batch) =>
        new Dictionary<string, Tensor> { ["given"] = batch.A, ["made"] = Translate(batch.A), ["true"] = batch.B };

    /// <inheritdoc/>
    public override ImageGrid Sample(ImagePair batch)
    {
        Tensor fake = Translate(batch.A);
        ImageGrid grid = new("input", "output", "ground truth") { Title = recipe.Task, CellSize = Math.Max(96, recipe.Size) };
        for (int i = 0; i < fake.shape[0]; i++)
        {
            grid.Row("", batch.A[i].cpu(), fake[i].cpu(), batch.B[i].cpu());
        }

        return grid;
    }
}

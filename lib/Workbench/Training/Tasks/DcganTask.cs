using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Imaging;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>DCGAN's two networks: how they see pictures, and how what they make is measured and shown.</summary>
public sealed class DcganTask : AdversarialTask<ImageSample>
{
    private readonly DcganRecipe recipe;

    /// <summary>Networks as the recipe describes them.</summary>
    /// <param name="recipe">The recipe.</param>
    public DcganTask(DcganRecipe recipe)
        : base(
            recipe,
            new DcganGenerator(recipe.NoiseLength, 3, recipe.Ngf, recipe.Size, recipe.Seed),
            new DcganDiscriminator(3, recipe.Ndf, recipe.Size, recipe.Seed + 1)) => this.recipe = recipe;

    /// <inheritdoc/>
    public override string Measure => "frechet";

    /// <summary>Makes pictures.</summary>
    /// <param name="noise">[N, noise length], such as <see cref="AdversarialTask{T}.Noise"/> gives.</param>
    /// <returns>[N, 3, size, size] in 0..1.</returns>
    public Tensor Generate(Tensor noise)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Signed.ToUnit(Generator.call(noise)).MoveToOuterDisposeScope();
    }

    /// <summary>Compares as many generated pictures with those given.</summary>
    /// <param name="batches">Unseen pictures.</param>
    /// <returns>
    /// <c>frechet</c>: Fréchet distance over <see cref="RandomFeatures"/>; <c>spread</c>: how far generated pictures differ from each other, as a
    /// share of how far real ones do (near 0: all alike); and what the discriminator tells apart, as <c>value</c> and <c>accuracy</c>.
    /// </returns>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<ImageSample> batches)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> real = [], saysReal = [], made = [], saysMade = [];
        long seed = 0;
        foreach (ImageSample batch in batches)
        {
            Tensor fake = Generate(Noise(batch.Image.shape[0], seed++));
            real.Add(batch.Image.clone());
            made.Add(fake);
            saysReal.Add(Discriminator.call(Real(batch)));
            saysMade.Add(Discriminator.call(Signed.FromUnit(fake)));
        }

        Tensor allReal = cat(real), allMade = cat(made);
        (double value, double accuracy) = Judge(cat(saysReal), cat(saysMade));
        return new OrderedDictionary<string, double>
        {
            ["frechet"] = FrechetDistance.Between(RandomFeatures.Of(allReal), RandomFeatures.Of(allMade)),
            ["spread"] = (allMade.std(0).mean() / allReal.std(0).mean()).to(float64).item<double>(),
            ["value"] = value,
            ["accuracy"] = accuracy,
        };
    }

    /// <inheritdoc/>
    public override ImageGrid Sample(ImageSample batch)
    {
        int columns = (int)batch.Image.shape[0];
        ImageGrid grid = new() { Title = recipe.Task, CellSize = Math.Max(64, recipe.Size) };
        Tensor made = Generate(Noise(3 * columns));
        grid.Row("real", [.. Enumerable.Range(0, columns).Select(i => (Tensor?)batch.Image[i].cpu())]);
        for (int row = 0; row < 3; row++)
        {
            grid.Row("generated", [.. Enumerable.Range(row * columns, columns).Select(i => (Tensor?)made[i].cpu())]);
        }

        return grid;
    }

    /// <inheritdoc/>
    protected override Tensor Real(ImageSample batch) => Signed.FromUnit(batch.Image);
}

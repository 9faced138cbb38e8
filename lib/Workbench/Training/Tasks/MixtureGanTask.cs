using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>A GAN whose data has a known density, so that what its generator misses and its discriminator should say can be computed.</summary>
public sealed class MixtureGanTask : AdversarialTask<PointSample>
{
    private const double Edge = 3.5; // the ring of radius 2 and some room around it
    private const int Cells = 28; // of 0.25 in each direction, for the divergence
    private const int Pixels = 96;

    private readonly MixtureGanRecipe recipe;

    /// <summary>Networks as the recipe describes them.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="components">What the data is mixed of.</param>
    public MixtureGanTask(MixtureGanRecipe recipe, IReadOnlyList<MixtureComponent> components)
        : base(
            recipe,
            new Mlp(recipe.NoiseLength, [recipe.Width, recipe.Width], 2, seed: recipe.Seed),
            new Mlp(2, [recipe.Width, recipe.Width], 1, seed: recipe.Seed + 1))
    {
        this.recipe = recipe;
        Distribution = new(Split.Test, recipe.Seed, components);
    }

    /// <summary>What the data comes from.</summary>
    public Mixture Distribution { get; }

    /// <inheritdoc/>
    public override string Measure => "JSD";

    /// <summary>Makes points.</summary>
    /// <param name="noise">[N, noise length].</param>
    /// <returns>[N, 2].</returns>
    public Tensor Generate(Tensor noise)
    {
        using IDisposable noGradient = no_grad();
        return Generator.call(noise);
    }

    /// <summary>What the discriminator says of points.</summary>
    /// <param name="points">[N, 2].</param>
    /// <returns>[N]: D(x), the probability that a point is real; for least squares D's output, which strives for 1 and 0.</returns>
    public Tensor Belief(Tensor points)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor said = Discriminator.call(points).squeeze(-1);
        return (recipe.Objective == GanObjective.LeastSquares ? said.alias() : said.sigmoid()).MoveToOuterDisposeScope();
    }

    /// <summary>What the best discriminator would say, p / (p + q), with the generator's density q estimated from 2,000 points of it.</summary>
    /// <param name="points">[N, 2].</param>
    /// <param name="deviation">Of the estimate's kernels.</param>
    /// <returns>float64 [N], 0..1.</returns>
    public Tensor BestBelief(Tensor points, double deviation = 0.1)
    {
        using DisposeScope scope = NewDisposeScope();
        Mixture generated = new(Split.Test, 0, Mixture.Around(Generate(Noise(2000)), deviation));
        return Distribution.OptimalDiscriminator(points.cpu(), generated).MoveToOuterDisposeScope();
    }

    /// <summary>Compares as many generated points with those given, and with the density that they come from.</summary>
    /// <param name="batches">Unseen points.</param>
    /// <returns>
    /// <c>modes</c>: components that got at least a quarter of their share of points; <c>near</c>: the share of points within three deviations of
    /// one (0.989 of the real); <c>JSD</c>: the Jensen–Shannon divergence from the data's density, on cells of 0.25; and what the
    /// discriminator tells apart, as <c>value</c> and <c>accuracy</c>.
    /// </returns>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<PointSample> batches)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor real = cat([.. batches.Select(batch => batch.Position.clone())]), fake = Generate(Noise(real.shape[0]));
        (double value, double accuracy) = Judge(Discriminator.call(real), Discriminator.call(fake));
        (int modes, double near) = Found(fake.to(float64).cpu());
        return new OrderedDictionary<string, double>
        {
            ["modes"] = modes,
            ["near"] = near,
            ["JSD"] = Divergence(Shares(fake, Cells).flatten(), Expected(Cells).flatten()),
            ["value"] = value,
            ["accuracy"] = accuracy,
        };
    }

    /// <inheritdoc/>
    public override ImageGrid Sample(PointSample batch)
    {
        Tensor expected = Expected(Pixels), made = Shares(Generate(Noise(40_000)), Pixels);
        Tensor said = Belief(Grid(Pixels).to(batch.Position.dtype, batch.Position.device)).cpu().to(float64).view(Pixels, Pixels).clamp(0, 1);
        return new ImageGrid("density of the data", "of the generator", "D(x)") { Title = recipe.Task, CellSize = 192, Range = (0, 1), ScaleCaption = "density / largest of the data; D(x)" }
            .Row("", Upright(expected / expected.max()), Upright((made / expected.max()).clamp_max(1)), Upright(said));

        static Tensor Upright(Tensor map) => map.flip(0).to(float32); // y grows upwards
    }

    /// <inheritdoc/>
    protected override Tensor Real(PointSample batch) => batch.Position;

    private (int Modes, double Near) Found(Tensor points)
    {
        Tensor middles = tensor(Distribution.Components.SelectMany(one => new[] { one.X, one.Y }).ToArray()).view(-1, 2);
        (Tensor distance, Tensor nearest) = cdist(points, middles).min(1);
        Tensor near = distance.lt(3 * recipe.Deviation);
        Tensor counts = nearest.masked_select(near).bincount(null, minlength: recipe.Modes);
        return ((int)counts.ge(points.shape[0] / (4.0 * recipe.Modes)).sum().item<long>(), near.to(float64).mean().item<double>());
    }

    /// <summary>The share of points in each cell of the square; row by row, y upwards.</summary>
    private static Tensor Shares(Tensor points, int cells)
    {
        Tensor at = ((points.to(float64).cpu() + Edge) / (2 * Edge) * cells).floor().to(int64);
        Tensor inside = at.ge(0).logical_and(at.lt(cells)).all(1);
        Tensor index = ((at.select(1, 1) * cells) + at.select(1, 0)).masked_select(inside);
        return index.bincount(null, minlength: cells * cells).to(float64).view(cells, cells) / points.shape[0];
    }

    /// <summary>The data's share in each cell, by the density in its middle.</summary>
    private Tensor Expected(int cells)
    {
        Tensor density = Distribution.Density(Grid(cells)).view(cells, cells);
        return density / density.sum();
    }

    /// <summary>The middles of all cells, float64 [cells², 2], row by row, y upwards.</summary>
    private static Tensor Grid(int cells)
    {
        Tensor middle = (((arange(cells, float64) + 0.5) / cells) - 0.5) * (2 * Edge);
        return stack([middle.repeat(cells), middle.repeat_interleave(cells)], 1);
    }

    // In nats, 0..log 2; what lies outside all cells counts as nowhere near the data.
    private static double Divergence(Tensor p, Tensor q)
    {
        Tensor middle = (p + q) / 2, outside = 1 - p.sum();
        return (((Part(p, middle) + Part(q, middle)) / 2) + (outside * Math.Log(2) / 2)).item<double>();

        static Tensor Part(Tensor of, Tensor middle) => xlogy(of, of / middle.clamp_min(1e-300)).sum();
    }
}

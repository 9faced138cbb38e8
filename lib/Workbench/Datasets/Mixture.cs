namespace Workbench.Datasets;

/// <summary>One round normal distribution of a mixture.</summary>
/// <param name="X">Its middle.</param>
/// <param name="Y">Its middle.</param>
/// <param name="Deviation">Standard deviation in each direction, above 0.</param>
/// <param name="Weight">How often points come from it, relative to the others.</param>
public sealed record MixtureComponent(double X, double Y, double Deviation, double Weight = 1);

/// <summary>
/// Points of the plane from a mixture of normal distributions. Its density is known in closed form, so that what a GAN's discriminator
/// should say, and what its generator has missed, can be computed and not only looked at.
/// </summary>
public sealed class Mixture : IDataset<PointSample>
{
    private readonly Split split;
    private readonly long seed;
    private readonly double[] upTo;
    private readonly double totalWeight;
    private readonly long? count;

    /// <summary>An endless supply of points.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other points.</param>
    /// <param name="components">What is mixed; by default <see cref="Ring"/>.</param>
    /// <exception cref="ArgumentException">There is no component, or one has no width or a weight below 0.</exception>
    public Mixture(Split split, long seed = 0, IReadOnlyList<MixtureComponent>? components = null)
    {
        Components = components ?? Ring();
        if (Components.Count == 0 || Components.Any(one => !(one.Deviation > 0) || !(one.Weight >= 0)) || Components.Sum(one => one.Weight) <= 0)
        {
            throw new ArgumentException("A mixture has at least one component, each with a deviation above 0 and a weight of at least 0, not all 0.", nameof(components));
        }

        (this.split, this.seed) = (split, seed);
        totalWeight = Components.Sum(one => one.Weight);
        double sum = 0;
        upTo = [.. Components.Select(one => sum += one.Weight / totalWeight)];
    }

    /// <summary>What is mixed.</summary>
    public IReadOnlyList<MixtureComponent> Components { get; }

    /// <inheritdoc/>
    public string Name => "mixture";

    /// <summary>How many items make an epoch; <see cref="DrawnSets.UsualCount"/> if not set.</summary>
    public long Count
    {
        get => count ?? DrawnSets.UsualCount(split);
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            count = value;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => [];

    /// <summary>Equal components evenly on a circle, on which mode collapse is usually shown (Metz et al. 2017: 8, radius 2, deviation 0.02).</summary>
    /// <param name="modes">How many.</param>
    /// <param name="radius">Of the circle.</param>
    /// <param name="deviation">Of each component.</param>
    /// <returns>The components, the first to the right of the middle.</returns>
    public static IReadOnlyList<MixtureComponent> Ring(int modes = 8, double radius = 2, double deviation = 0.2) =>
        [.. Enumerable.Range(0, modes).Select(mode => 2 * Math.PI * mode / modes).Select(angle => new MixtureComponent(radius * Math.Cos(angle), radius * Math.Sin(angle), deviation))];

    /// <summary>Equal components on a square grid around the middle.</summary>
    /// <param name="side">How many in each direction.</param>
    /// <param name="spacing">Between neighbours.</param>
    /// <param name="deviation">Of each component.</param>
    /// <returns>The components, row by row.</returns>
    public static IReadOnlyList<MixtureComponent> Grid(int side = 5, double spacing = 1, double deviation = 0.1) =>
        [.. from row in Enumerable.Range(0, side) from column in Enumerable.Range(0, side) select new MixtureComponent((column - ((side - 1) / 2.0)) * spacing, (row - ((side - 1) / 2.0)) * spacing, deviation)];

    /// <summary>
    /// A kernel density estimate (Parzen 1962): a component around each point of a sample. By it Goodfellow et al. 2014, section 5, measure
    /// what generators make, whose density nobody knows.
    /// </summary>
    /// <param name="points">float <c>[N, 2]</c>.</param>
    /// <param name="deviation">Of each component, above 0: wide ones smooth, narrow ones are rough.</param>
    /// <returns>N components of equal weight.</returns>
    public static IReadOnlyList<MixtureComponent> Around(Tensor points, double deviation)
    {
        using Tensor given = points.detach().to(torch.float64).cpu().contiguous();
        double[] numbers = given.data<double>().ToArray();
        return [.. numbers.Chunk(2).Select(point => new MixtureComponent(point[0], point[1], deviation))];
    }

    /// <inheritdoc/>
    public string ItemName(long index) => $"mixture {split.ToString().ToLowerInvariant()} {index}";

    /// <inheritdoc/>
    public PointSample Item(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        (double x, double y) = Draw(index);
        return new(torch.tensor(new[] { (float)x, (float)y }));
    }

    Sample IDataset.Item(long index) => Item(index);

    /// <summary>Consecutive points.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>Positions, float32 <c>[count, 2]</c>.</returns>
    public PointSample Batch(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        float[] positions = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            (double x, double y) = Draw(first + i);
            (positions[2 * i], positions[(2 * i) + 1]) = ((float)x, (float)y);
        }

        return new(torch.tensor(positions).reshape(count, 2));
    }

    /// <summary>The density p(x) of the mixture.</summary>
    /// <param name="points">float <c>[…, 2]</c>.</param>
    /// <returns>float64 <c>[…]</c>; its integral over the plane is 1.</returns>
    public Tensor Density(Tensor points) => LogDensity(points).exp_();

    /// <summary>log p(x), finite far outside too.</summary>
    /// <param name="points">float <c>[…, 2]</c>.</param>
    /// <returns>float64 <c>[…]</c>.</returns>
    public Tensor LogDensity(Tensor points)
    {
        using var scope = torch.NewDisposeScope();
        Tensor at = points.to(torch.float64).unsqueeze(-2);
        Tensor Row(Func<MixtureComponent, double> value) => torch.tensor(Components.Select(value).ToArray());
        Tensor variance = Row(one => one.Deviation * one.Deviation);
        Tensor distance = (at.select(-1, 0) - Row(one => one.X)).square() + (at.select(-1, 1) - Row(one => one.Y)).square();
        Tensor logs = Row(one => Math.Log(one.Weight / totalWeight)) - (2 * Math.PI * variance).log() - (distance / (2 * variance));
        return logs.logsumexp(-1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What the best discriminator says of a point: p / (p + q), the probability that it is real (Goodfellow et al. 2014, proposition 1).
    /// </summary>
    /// <param name="points">float <c>[…, 2]</c>.</param>
    /// <param name="generated">The distribution of the generated points, q.</param>
    /// <returns>float64 <c>[…]</c>, 0..1.</returns>
    public Tensor OptimalDiscriminator(Tensor points, Mixture generated)
    {
        using var scope = torch.NewDisposeScope();
        return (LogDensity(points) - generated.LogDensity(points)).sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>What is drawn, such as <c>mixture of 8, train, seed 0</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"mixture of {Components.Count}, {split.ToString().ToLowerInvariant()}, seed {seed}";

    private (double X, double Y) Draw(long index)
    {
        ItemRandom random = new(seed, split, index);
        double choice = random.Uniform();
        int chosen = Math.Max(0, Array.FindIndex(upTo, share => choice < share));
        MixtureComponent one = Components[chosen];

        // Box and Muller 1958: two uniform numbers to two normal ones.
        double length = one.Deviation * Math.Sqrt(-2 * Math.Log(1 - random.Uniform()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * random.Uniform());
        return (one.X + (length * cos), one.Y + (length * sin));
    }
}

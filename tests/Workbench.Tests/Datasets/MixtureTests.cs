using TorchSharp;
using Workbench.Datasets;
using static TorchSharp.torch;

namespace Workbench.Tests.Datasets;

public sealed class MixtureTests : IDisposable
{
    private static readonly MixtureComponent[] Uneven = [new(-1, 0, 0.4, 1), new(1.2, 0.5, 0.25, 3), new(0, -1, 0.6, 2)];

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void TheDensityIsThatOfOneNormalDistributionWhereThereIsOne()
    {
        Mixture one = new(Split.Train, components: [new(1, 2, 0.5)]);

        Assert.Equal(1 / (2 * Math.PI * 0.25), one.Density(tensor(new[] { 1.0, 2.0 })).item<double>(), 1e-12);
        Assert.Equal(Math.Exp(-0.5 * (9 + 16) / 0.25) / (2 * Math.PI * 0.25), one.Density(tensor(new[] { 4.0, 6.0 })).item<double>(), 1e-12);
        Assert.True(double.IsFinite(one.LogDensity(tensor(new[] { 500.0, 0 })).item<double>()));
    }

    [Fact]
    public void TheDensityIntegratesToOne()
    {
        Tensor axis = linspace(-5, 5, 501, float64);
        Tensor[] plane = meshgrid([axis, axis], indexing: "ij");

        Assert.Equal(1, (new Mixture(Split.Train, components: Uneven).Density(stack(plane, dim: -1)).sum() * 0.02 * 0.02).item<double>(), 1e-6);
    }

    /// <summary>χ² of 20,000 points on an 8 × 8 grid and the rest: 64 degrees of freedom, 111 is passed once in five thousand times.</summary>
    [Fact]
    public void PointsComeAsTheirDensitySays()
    {
        Mixture mixture = new(Split.Train, seed: 4, components: Uneven);
        const int Count = 20_000;
        float[] points = mixture.Batch(0, Count).Position.data<float>().ToArray();
        double[] seen = new double[65];
        for (int i = 0; i < Count; i++)
        {
            (double column, double row) = (Math.Floor((points[2 * i] + 2) * 2), Math.Floor((points[(2 * i) + 1] + 2) * 2));
            seen[column is >= 0 and < 8 && row is >= 0 and < 8 ? (int)((row * 8) + column) : 64]++;
        }

        Tensor fine = ((arange(0, 400, float64) + 0.5) / 100) - 2;
        Tensor[] plane = meshgrid([fine, fine], indexing: "ij");
        double[] expected = (mixture.Density(stack([plane[1], plane[0]], dim: -1)) * 1e-4).reshape(8, 50, 8, 50).sum(dim: 3).sum(dim: 1).flatten().data<double>().ToArray();
        double chiSquare = 0;
        double rest = 1 - expected.Sum();
        foreach ((double share, double count) in expected.Append(rest).Zip(seen))
        {
            chiSquare += Math.Pow(count - (share * Count), 2) / Math.Max(share * Count, 1);
        }

        Assert.InRange(chiSquare, 25, 111);
    }

    [Fact]
    public void TheBestDiscriminatorIsAHalfWhereNothingDiffersAndSureWhereOnlyOneIs()
    {
        Mixture real = new(Split.Train, components: Mixture.Ring());
        Mixture lost = new(Split.Train, components: [.. Mixture.Ring().Take(1)]);
        Tensor points = real.Batch(0, 50).Position;

        Assert.All(real.OptimalDiscriminator(points, real).data<double>().ToArray(), value => Assert.Equal(0.5, value, 1e-12));
        Assert.Equal(1, real.OptimalDiscriminator(tensor(new[] { -2.0, 0 }), lost).item<double>(), 1e-9);
        Assert.Equal(1.0 / 9, real.OptimalDiscriminator(tensor(new[] { 2.0, 0 }), lost).item<double>(), 1e-6);
    }

    [Fact]
    public void ComponentsWithoutWidthOrWeightAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Mixture(Split.Train, components: []));
        Assert.Throws<ArgumentException>(() => new Mixture(Split.Train, components: [new(0, 0, 0)]));
        Assert.Throws<ArgumentException>(() => new Mixture(Split.Train, components: [new(0, 0, 1, 0)]));
        Assert.Equal(25, Mixture.Grid().Count);
    }
}

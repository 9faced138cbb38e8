using TorchSharp;
using Workbench.Datasets;
using Workbench.Datasets.Transforms;
using static TorchSharp.torch;

namespace Workbench.Tests.Datasets;

public sealed class TransformTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void BothHalvesOfAPairAreCutAlike()
    {
        Tensor picture = rand(3, 32, 32);
        for (int item = 0; item < 20; item++)
        {
            ItemRandom random = new(1, Split.Train, item);
            ImagePair cut = new PairJitter(36, 32).Apply(new(picture, picture.clone()), ref random);

            Assert.Equal<long>([3, 32, 32], cut.A.shape);
            Assert.True(cut.A.equal(cut.B).all().item<bool>());
        }
    }

    /// <summary>Each place of a 4 × 4 choice, mirrored or not, comes 1/32 of the time: over 3200 draws 100 times, ± 5 deviations of 9.8.</summary>
    [Fact]
    public void EveryPlaceIsEquallyLikely()
    {
        Tensor numbers = arange(0, 49, float32).reshape(1, 7, 7);
        Dictionary<(float, float), int> seen = [];
        for (int item = 0; item < 3200; item++)
        {
            ItemRandom random = new(2, Split.Train, item);
            Tensor cut = new RandomCrop<ImageSample>(7, 4).Apply(new(numbers), ref random).Image;
            (float, float) corner = (cut[0, 0, 0].item<float>(), cut[0, 0, 3].item<float>());
            seen[corner] = seen.GetValueOrDefault(corner) + 1;
        }

        Assert.Equal(32, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 51, 149));
    }

    [Fact]
    public void TheSameItemAndEpochGiveTheSameAndAnotherGivesOther()
    {
        Tensor picture = rand(3, 40, 40);
        Tensor Cut(long index)
        {
            ItemRandom random = new(3, Split.Train, index);
            return new RandomCrop<ImageSample>(40, 24).Apply(new(picture), ref random).Image;
        }

        Assert.True(Cut(5).equal(Cut(5)).all().item<bool>());
        Assert.False(Cut(5).equal(Cut(6)).all().item<bool>());
    }

    [Fact]
    public void UnpairedDomainsAreCutEachForItself()
    {
        Tensor picture = rand(3, 32, 32);
        int alike = 0;
        for (int item = 0; item < 40; item++)
        {
            ItemRandom random = new(4, Split.Train, item);
            UnpairedImages cut = new UnpairedJitter(38, 32).Apply(new(picture, picture.clone()), ref random);
            alike += cut.A.equal(cut.B).all().item<bool>() ? 1 : 0;
        }

        Assert.InRange(alike, 0, 5);
    }

    /// <summary>Where the picture is its own label map, they stay alike but for interpolation at edges; and no class comes up that was not there.</summary>
    [Fact]
    public void LabelsFollowTheirPictureAndInventNoClass()
    {
        SegmentedImage street = new Street(Split.Train, seed: 1).Item(3);
        Tensor labels = street.Labels.masked_fill(street.Labels.eq(2), 9);
        SegmentedImage sample = new((labels.to(float32) / 9).unsqueeze(0), labels);
        foreach (ITransform<SegmentedImage> transform in new ITransform<SegmentedImage>[] { new RandomCrop<SegmentedImage>(64, 48), new ElasticDeformation(4) })
        {
            ItemRandom random = new(5, Split.Train, 0);
            SegmentedImage changed = transform.Apply(sample, ref random);

            Assert.All(changed.Labels.unique().output.data<long>().ToArray(), label => Assert.Contains(label, new long[] { 0, 1, 9 }));
            Assert.InRange((changed.Image[0] - (changed.Labels.to(float32) / 9)).abs().mean().item<float>(), 0, 0.08);
        }
    }

    [Fact]
    public void AnElasticDeformationOfNothingChangesNothingAndOneOfTenPixelsMovesByTen()
    {
        SegmentedImage sample = new(rand(1, 40, 50), randint(3, [40, 50], int64));
        ItemRandom random = new(6, Split.Train, 0);
        SegmentedImage same = new ElasticDeformation(0).Apply(sample, ref random);
        Assert.True((same.Image - sample.Image).abs().max().item<float>() < 1e-4);
        Assert.True(same.Labels.equal(sample.Labels).all().item<bool>());

        // A ramp tells how far each pixel came: its values are columns. The middle is far from the reflecting border.
        Tensor ramp = linspace(0, 1, 400).expand(1, 400, 400);
        double sum = 0;
        const int Times = 40;
        for (int item = 0; item < Times; item++)
        {
            ItemRandom draw = new(7, Split.Train, item);
            SegmentedImage moved = new ElasticDeformation(10).Apply(new(ramp, zeros([400, 400], int64)), ref draw);
            double shift = (moved.Image[0, 200, 200] - ramp[0, 200, 200]).item<float>() * 399;
            sum += shift * shift;
        }

        Assert.InRange(Math.Sqrt(sum / Times), 7, 13);
    }

    [Fact]
    public void ACropLargerThanThePictureIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairJitter(200, 256));
}

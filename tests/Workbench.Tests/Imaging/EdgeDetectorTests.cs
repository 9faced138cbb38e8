using Workbench.Imaging;

namespace Workbench.Tests.Imaging;

public sealed class EdgeDetectorTests
{
    [Fact]
    public void AStepIsOneClosedLineAPixelWide()
    {
        const int side = 40;
        float[] disc = [.. Enumerable.Range(0, side * side).Select(i => Math.Pow((i % side) - 19.5, 2) + Math.Pow((i / side) - 19.5, 2) < 121 ? 1f : 0f)];
        bool[] edges = EdgeDetector.Canny(disc, side, side);

        double[] radii = [.. Enumerable.Range(0, side * side).Where(i => edges[i]).Select(i => Math.Sqrt(Math.Pow((i % side) - 19.5, 2) + Math.Pow((i / side) - 19.5, 2)))];
        Assert.All(radii, radius => Assert.InRange(radius, 9.5, 12.5));
        Assert.InRange(radii.Length, 50, 80); // the circle's pixels: 8 r / √2 to 8 r
        int[] steps = [-side - 1, -side, -side + 1, -1, 1, side - 1, side, side + 1];
        Assert.All(Enumerable.Range(0, side * side).Where(i => edges[i]), i => Assert.True(steps.Count(step => edges[i + step]) >= 2, "the line goes on in two directions"));
    }

    [Fact]
    public void AnEvenPictureHasNone() => Assert.DoesNotContain(true, EdgeDetector.Canny(new float[100], 10, 10));

    [Fact]
    public void WeakEdgesCountOnlyWhereTheyGoOnFromStrongOnes()
    {
        // A vertical step that fades downwards: strong at the top, weak below; and a weak one of its own.
        const int side = 30;
        float[] picture = new float[side * side];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                picture[(y * side) + x] = (x >= 10 ? 0.5f - (0.013f * y) : 0) + (x >= 20 ? 0.12f : 0);
            }
        }

        bool[] edges = EdgeDetector.Canny(picture, side, side, 0.03f, 0.1f);
        Assert.True(edges[(27 * side) + 9] || edges[(27 * side) + 10]);
        Assert.False(edges[(15 * side) + 19] || edges[(15 * side) + 20]);
    }

    [Fact]
    public void SizesThatDoNotAgreeAreRefused() => Assert.Throws<ArgumentException>(() => EdgeDetector.Canny(new float[9], 3, 4));
}

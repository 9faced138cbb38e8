using TorchSharp;
using Workbench.Datasets;

namespace Workbench.Tests.Datasets;

public sealed class TalkExampleTests
{
    [Fact]
    public void All147NumbersOfTheSlideComeOutOfTheConvolution()
    {
        using var _ = torch.NewDisposeScope();
        var maps = torch.nn.functional.conv2d(TalkExample.Image(), TalkExample.Filters()) / TalkExample.FilterSize;

        string[] measured = Printed(TalkExample.AsOnSlide(maps)), published = Printed(TalkExample.PublishedMaps());

        Assert.Equal(147, published.Length);
        Assert.Equal(published, measured);
    }

    [Fact]
    public void RoundingInsteadOfCuttingWouldNotGiveTheSlide()
    {
        using var _ = torch.NewDisposeScope();
        var maps = torch.nn.functional.conv2d(TalkExample.Image(), TalkExample.Filters()) / TalkExample.FilterSize;

        Assert.NotEqual(Printed(TalkExample.PublishedMaps()), Printed(maps.round(2)));
    }

    [Theory]
    [InlineData(0.777, 0.77)]
    [InlineData(-0.555, -0.55)]
    [InlineData(0.29, 0.29)] // 0.29f · 100 is a little less than 29
    [InlineData(-0.009, 0)]
    [InlineData(1, 1)]
    public void NumbersAreCutTowardsZero(double value, double shown)
    {
        using var _ = torch.NewDisposeScope();

        Assert.Equal(shown, TalkExample.AsOnSlide(torch.tensor((float)value)).item<float>(), 1e-6);
    }

    /// <summary>
    /// What the O's and the X's votes listen to is not on the slide: it follows from pooling a perfect letter's maps down to 2×2.
    /// </summary>
    [Fact]
    public void TheVoteForXListensToWhatIsOneForThePerfectX()
    {
        using var _ = torch.NewDisposeScope();
        var maps = torch.nn.functional.conv2d(TalkExample.Image(), TalkExample.Filters()) / TalkExample.FilterSize;
        var pooled = torch.nn.functional.max_pool2d(torch.nn.functional.max_pool2d(maps.relu(), 2, ceil_mode: true), 2);
        float[] twelve = pooled.reshape(-1).data<float>().ToArray();

        Assert.Equal(12, twelve.Length);
        Assert.Equal(TalkExample.VotesForX, Enumerable.Range(0, 12).Where(i => twelve[i] > 0.99f));
    }

    private static string[] Printed(torch.Tensor values) =>
        [.. values.reshape(-1).data<float>().ToArray().Select(value => value.ToString("0.00"))];
}

using Workbench.Display;
using Workbench.Imaging;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Display;

public sealed class TrainingViewTests
{
    [Fact]
    public void ATrainingIsShownWhileItGoesAndAfterwards()
    {
        TrainingView view = new("letters");
        List<string> shown = [];
        view.Changed = () => shown.Add(view.ToString());
        using TrainingResult result = ((ClassificationRecipe.Letters with { Items = 128, ValidationItems = 32, Epochs = 3, DecayEpochs = 0 }) as Recipe)
            .Train(new TrainingOptions { ReportEvery = 2 }, view, TestContext.Current.CancellationToken);

        Assert.Contains("step 2 of", shown[0], StringComparison.Ordinal);
        Assert.Contains("left", shown[0], StringComparison.Ordinal);
        Assert.Equal($"letters: {result.Steps} steps", view.ToString().Split(',')[0]);
        Assert.Equal(result.Losses.Keys, view.Losses.Keys);
        Assert.Equal(result.Losses.Values.First(), view.Losses.Values.First()[^1].Value);
        Assert.Equal(3, view.Samples().Count);
        Assert.Contains("data-explorer=\"slider\"", view.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("<progress", view.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("step (count)", ChartHtml.ToText(view.LossChart()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(100)]
    public void TheSliderKeepsFewEvenlySpreadSamplesAndTheLatest(int count)
    {
        TrainingView view = new("many epochs");
        using Tensor picture = zeros(3, 4, 4);
        for (int step = 1; step <= count; step++)
        {
            view.Report(new SampleReport(step, count, new ImageGrid().Row("", picture)));
        }

        int[] steps = [.. view.Samples().ToString().TrimEnd('.').Split("step ")[1].Split(", ").Select(int.Parse)];
        Assert.InRange(steps.Length, Math.Min(count, 6), 12);
        Assert.Equal(1, steps[0]);
        Assert.Equal(count, steps[^1]);
        Assert.True(steps.Length < 3 || steps.Zip(steps.Skip(1), (one, next) => next - one).SkipLast(1).Distinct().Count() == 1, string.Join(' ', steps));
    }

    [Fact]
    public void WithoutATrainingThereIsNothingToDraw()
    {
        TrainingView view = new("nothing");
        Assert.Equal("nothing: not begun", view.ToString());
        Assert.Contains("not begun", view.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("nothing", Assert.Throws<InvalidOperationException>(() => view.LossChart()).Message, StringComparison.Ordinal);
    }
}

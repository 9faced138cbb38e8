using Workbench.Display;
using Workbench.Experiments;
using Workbench.Training;

namespace Workbench.Tests.Display;

public sealed class StudyViewTests
{
    [Fact]
    public void AStudyIsShownWhileItGoesAndAfterwards()
    {
        IReadOnlyList<StudyRun> runs = new Study("s", Pix2PixRecipe.Quick) { Axes = [Axis.Named("loss", ("<L1>", "lambdaGan=0"), ("both", ""))] }.Runs();
        StudyView view = new("loss");
        Assert.Equal("loss: not begun", view.ToString());
        List<string> shown = [];
        view.Changed = () => shown.Add(view.ToString());

        view.Report(new(0, 2, runs[0], RunState.Waiting));
        view.Report(new(0, 2, runs[0], RunState.Running, new StepReport(20, 500, 1, new Dictionary<string, double>(), 1, 1, TimeSpan.Zero), TimeSpan.FromMinutes(12)));
        view.Report(new(0, 2, runs[0], RunState.Running, new CheckpointReport(100, 500, "somewhere")));
        view.Report(new(1, 2, runs[0], RunState.Failed, Failure: "weights became NaN"));
        Assert.Equal(["loss: run 1 of 2 (<L1>, seed 1): begins", "loss: run 1 of 2 (<L1>, seed 1): step 20/500, 0:12:00 left", "loss: run 1 of 2 (<L1>, seed 1): failed: weights became NaN"], shown);
        Assert.Contains("<progress value=\"1\" max=\"2\"", view.ToHtml(), StringComparison.Ordinal);

        view.Report(new(2, 2, runs[1], RunState.Finished));
        Assert.Equal("loss: all 2 runs ended", view.ToString());
        Assert.Contains("<li>&lt;L1&gt;, seed 1: failed: weights became NaN</li><li>both, seed 1: finished</li>", view.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("<progress", view.ToHtml(), StringComparison.Ordinal);
    }
}

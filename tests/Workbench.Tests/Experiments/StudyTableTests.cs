using Deedle;
using Workbench.Evaluation;
using Workbench.Experiments;
using Workbench.Tests.Models;
using Workbench.Training;

namespace Workbench.Tests.Experiments;

/// <summary>What tables say of figures that are known: one tiny study whose figures are made up.</summary>
public sealed class StudyTableTests : TorchTest, IClassFixture<StudyTableTests.MadeUp>
{
    private readonly StudyResult result;

    public StudyTableTests(MadeUp study) => result = study.Result;

    [Fact]
    public void AMeanOverSeedsHasStudentsInterval()
    {
        // 1, 2, 6: mean 3, standard deviation sqrt(7), t(2; 97.5 %) = 4.30265
        Measurement measured = result.Table()["1, false", "accuracy"];

        Assert.Equal(3, measured.Value, 12);
        Assert.Equal(4.30265 * Math.Sqrt(7) / Math.Sqrt(3), measured.Interval!.Value.High - 3, 3);
    }

    [Fact]
    public void TheBestOfAColumnIsBoldWhicheverEndIsTheBetter()
    {
        StudyTable table = result.Table("accuracy", "error", "unknown", "said");

        Assert.Equal(["2, true"], table.Rows.Where(row => table.IsBest(row, "accuracy")));
        Assert.Equal(["1, false"], table.Rows.Where(row => table.IsBest(row, "error")));
        Assert.DoesNotContain(table.Rows, row => table.IsBest(row, "unknown"));
        Assert.Equal(["1, false", "1, true"], table.Rows.Where(row => table.IsBest(row, "said")));
    }

    [Fact]
    public void ATableIsMarkdownLatexAndCsv()
    {
        StudyTable table = result.Table("accuracy", "error");

        Assert.Equal(
            """
            | | accuracy | error |
            |---|--:|--:|
            | 1, false | 3.0 ± 6.6 | **0.3** |
            | 1, true | 13.0 ± 6.6 | 1.3 |
            | 2, false | 4.0 ± 6.6 | 0.4 |
            | 2, true | **14.0 ± 6.6** | 1.4 |

            """,
            table.ToMarkdown());
        Assert.Contains(@"2, true & \textbf{14.0 $\pm$ 6.6} & ", table.ToLatex(), StringComparison.Ordinal);
        string[] lines = table.ToCsv().Split('\n');
        Assert.Equal(",accuracy,accuracy low,accuracy high,error,error low,error high", lines[0]);
        Assert.StartsWith("\"1, false\",3,-3.57", lines[1], StringComparison.Ordinal);
        Assert.Contains("<b>14.0 ± 6.6</b>", result.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(14, table.ToFrame()["accuracy"]["2, true"], 12);
    }

    [Fact]
    public void OneFigureStandsAcrossAnAxis()
    {
        StudyTable table = result.Pivot("accuracy", across: "mirror");

        Assert.Equal(["1", "2"], table.Rows);
        Assert.Equal(["false", "true"], table.Columns);
        Assert.Equal(13, table["1", "true"].Value, 12);
        Assert.True(table.IsBest("2", "true"));
        Assert.False(table.IsBest("2", "false"));
        Assert.Throws<ArgumentException>(() => result.Pivot("accuracy", across: "loss"));
        Assert.Throws<ArgumentException>(() => result.Pivot("nothing", across: "mirror"));
    }

    [Fact]
    public void TheLongFormHasARowForEachFigureOfEachRun()
    {
        Frame<int, string> frame = result.ToFrame();

        Assert.Equal(["lambdaL1", "mirror", "seed", "figure", "value"], frame.ColumnKeys);
        Assert.Equal(12 * 6, frame.RowCount);
        Assert.Equal(result.Outcomes.Sum(outcome => outcome.Figures["accuracy"]), frame.Rows.Where(row => row.Value.GetAs<string>("figure") == "accuracy").Observations.Sum(row => row.Value.GetAs<double>("value")), 9);
    }

    [Fact]
    public void SeedsArePairedWhereTwoValuesAreCompared()
    {
        // Seeds differ by 5, methods by exactly 10: what seeds share cancels.
        Measurement difference = result.Difference("mirror", "true", "false", "accuracy");
        Assert.Equal(10, difference.Value, 12);
        Assert.Equal(0, difference.Interval!.Value.High - difference.Interval.Value.Low, 12);
        Assert.Equal("mirror: true − false", result.Comparisons().Rows[1]);
        Assert.Equal(difference, result.Comparisons()["mirror: true − false", "accuracy"]);
        Assert.Equal([3.5, 13.5], result.By("mirror", "accuracy").Values.Select(measured => measured.Value));
    }

    /// <summary>Two axes, three seeds, and figures that follow from them.</summary>
    public sealed class MadeUp : IDisposable
    {
        public MadeUp() => Result = new Study("made up", Pix2PixRecipe.Quick with { Size = 32, LoadSize = 32, Items = 2, ValidationItems = 1, Epochs = 1, DecayEpochs = 0, BatchSize = 2, Ngf = 1, Ndf = 1, Halvings = 5 })
        {
            Axes = [Axis.Of("lambdaL1", 1, 2), Axis.Of("mirror", false, true)],
            Seeds = [1, 2, 6],
            TestItems = 1,
            Betters = new Dictionary<string, Better> { ["said"] = Better.Lower },
            Measure = (run, trained) =>
            {
                Pix2PixRecipe recipe = (Pix2PixRecipe)run.Recipe;
                double point = recipe.LambdaL1 - 1 + (recipe.Mirror ? 10 : 0);
                return new Dictionary<string, double>
                {
                    ["accuracy"] = recipe.Seed + point,
                    ["error"] = 0.3 + (point / 10),
                    ["unknown"] = point,
                    ["said"] = recipe.LambdaL1,
                };
            },
        }.Run();

        public StudyResult Result { get; }

        public void Dispose() => Result.Dispose();
    }
}

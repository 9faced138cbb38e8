using Deedle;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Display;

namespace Workbench.Tests.Display;

public sealed class TableFormatterTests
{
    public TableFormatterTests()
    {
        Formatter.ResetToDefault();
        Formatters.Register();
    }

    [Fact]
    public void AFrameShowsItsFirstAndLastRowsAndItsSize()
    {
        Frame<int, string> frame = Frame.FromRecords(Enumerable.Range(0, 10_000).Select(i => new { Name = $"<{i}>", Value = i % 7 == 0 ? double.NaN : i / 3.0 }));

        string html = frame.ToDisplayString(HtmlFormatter.MimeType);

        Assert.Contains("10,000 rows × 2 columns, 1,429 missing", html, StringComparison.Ordinal);
        Assert.Contains("&lt;1&gt;", html, StringComparison.Ordinal);
        Assert.Contains(">0.333333<", html, StringComparison.Ordinal);
        Assert.Contains("&lt;9999&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("&lt;5000&gt;", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1_000, 20_000);
    }

    [Fact]
    public void AWideFrameLeavesColumnsOut()
    {
        Frame<int, string> frame = Frame.FromColumns(Enumerable.Range(0, 500).ToDictionary(i => $"c{i}", i => new Series<int, double>(new Dictionary<int, double> { [0] = i })));

        Assert.InRange(frame.ToDisplayString(HtmlFormatter.MimeType).Length, 500, 10_000);
    }

    [Fact]
    public void AFramesTextIsAligned()
    {
        Frame<string, string> frame = Frame.FromColumns(new Dictionary<string, Series<string, double>>
        {
            ["psnr"] = new Series<string, double>(new Dictionary<string, double> { ["mlp"] = 21.5, ["grey"] = 19 }),
        });

        Assert.Equal(
            """
            2 rows × 1 column
                  psnr
            mlp   21.5
            grey  19
            """,
            frame.ToDisplayString(PlainTextFormatter.MimeType),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void ASeriesShowsItsKeysAndValues()
    {
        var series = new Series<string, double>(new Dictionary<string, double> { ["holds"] = 3, ["undecided"] = 0.25 });

        Assert.Contains("2 values", series.ToDisplayString(HtmlFormatter.MimeType), StringComparison.Ordinal);
        Assert.Contains("undecided  0.25", series.ToDisplayString(PlainTextFormatter.MimeType), StringComparison.Ordinal);
    }
}

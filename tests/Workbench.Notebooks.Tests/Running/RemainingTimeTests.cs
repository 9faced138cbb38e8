using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Running;

public sealed class RemainingTimeTests
{
    [Fact]
    public void TheTimeLeftIsWhatTheRemainingCellsTookTheLastTime()
    {
        var remaining = new RemainingTime([Executed(10, 20, 30), Executed(100)]);

        Assert.Equal(TimeSpan.FromSeconds(160), remaining.Left(0, null, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(145), remaining.Left(0, "c1", TimeSpan.FromSeconds(5)));
        Assert.Equal(TimeSpan.FromSeconds(130), remaining.Left(0, "c1", TimeSpan.FromSeconds(50)));
        Assert.Equal(TimeSpan.FromSeconds(60), remaining.Left(1, "c0", TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public void NothingIsSaidOfANotebookThatNeverRan() => Assert.Null(new RemainingTime([Executed(10), null]).Left(0, "c0", TimeSpan.Zero));

    private static NotebookDocument Executed(params int[] seconds)
    {
        var start = new DateTime(2026, 11, 17, 12, 0, 0, DateTimeKind.Utc);
        IEnumerable<JsonNode> cells = seconds.Select((s, i) => JsonNode.Parse(
            $$"""
            { "cell_type": "code", "id": "c{{i}}", "source": "x", "outputs": [], "execution_count": 1,
              "metadata": { "execution": { "iopub.execute_input": "{{start:O}}", "shell.execute_reply": "{{start.AddSeconds(s):O}}" } } }
            """)!);
        var json = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject { ["workbench"] = new JsonObject { ["state"] = "finished" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return NotebookDocument.Parse(json.ToJsonString(), "a.ipynb");
    }
}

using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Running;

public sealed class ExecutedCopyComparisonTests
{
    [Theory]
    [InlineData("loss 0.12345", "loss 0.12346")] // within 1e-3 of each other
    [InlineData("loss 0.12", "loss 0.13")] // one unit of the last decimal
    [InlineData("took 1.5 s", "took 92.1 s")]
    [InlineData("Wall time: 92.1ms", "Wall time: 4ms")]
    [InlineData("120 images/s", "80 images/s")]
    [InlineData("at 12:30:05 on 2026-11-17", "at 09:00:00 on 2026-11-18")]
    [InlineData("  10.5  a", " 10.51 a")] // columns move with the widths of numbers
    [InlineData("NaN", "NaN")]
    public void TheSameUpToToleranceIsTheSame(string now, string before) => Assert.Empty(Compare(Stream(now), Stream(before)));

    [Theory]
    [InlineData("loss 0.1234", "loss 0.1334", "0.1234, where the executed copy has 0.1334")]
    [InlineData("7 of 8", "6 of 8", "7, where the executed copy has 6")]
    [InlineData("it learns", "it fails", "“it learns”, where the executed copy has “it fails”")]
    [InlineData("a\nb 2", "a\nb 3", "line 2")]
    [InlineData("-1", "1", "-1, where the executed copy has 1")]
    [InlineData("a\nb", "a", "“b”, where the executed copy has “”")]
    public void WhatDiffersIsNamed(string now, string before, string what)
    {
        Difference difference = Assert.Single(Compare(Stream(now), Stream(before)));

        Assert.Equal(1, difference.Cell);
        Assert.Contains(what, difference.What, StringComparison.Ordinal);
    }

    [Fact]
    public void ChartsAreComparedNumberByNumber()
    {
        const string Before = """{ "data": [ { "y": [1, 2, 3], "uid": "a" } ], "layout": { "title": "t" } }""";

        Assert.Empty(Compare(Chart(Before.Replace("3]", "3.0001]", StringComparison.Ordinal).Replace("\"a\"", "\"b\"", StringComparison.Ordinal)), Chart(Before)));
        Assert.Contains("data[0].y[2] is 4", Assert.Single(Compare(Chart(Before.Replace("3]", "4]", StringComparison.Ordinal)), Chart(Before))).What, StringComparison.Ordinal);
        Assert.Contains("data[0].y has 2 items", Assert.Single(Compare(Chart(Before.Replace(", 3]", "]", StringComparison.Ordinal)), Chart(Before))).What, StringComparison.Ordinal);
    }

    [Fact]
    public void PackedArraysAreComparedNumberByNumber()
    {
        static MimeBundle Packed(params double[] values) =>
            Chart($$"""{ "y": { "dtype": "f8", "bdata": "{{Convert.ToBase64String([.. values.SelectMany(BitConverter.GetBytes)])}}" } }""");

        Assert.Empty(Compare(Packed(1, 2.0000001), Packed(1, 2)));
        Assert.Contains("y[1] is 3", Assert.Single(Compare(Packed(1, 3), Packed(1, 2))).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(102, 0)]
    [InlineData(140, 1)]
    public void PicturesMayDifferALittleOnTheAverage(byte sample, int differences)
    {
        // A picture here is its single sample: what matters is what happens to the decoded values.
        var tolerance = new ToleranceOptions { Decode = bytes => new Pixels(1, 1, bytes) };
        MimeBundle now = new([("image/png", Convert.ToBase64String([sample]))]), before = new([("image/png", Convert.ToBase64String([100]))]);

        Assert.Equal(differences, Compare(new ResultOutput(now, 1), new ResultOutput(before, 1), tolerance).Count);
    }

    [Fact]
    public void HtmlIsComparedWithoutItsPicturesAndRandomIds() => Assert.Empty(Compare(
        new MimeBundle([("text/html", $"<p id=\"{Guid.NewGuid()}\">loss 0.50001</p>")]),
        new MimeBundle([("text/html", $"<p id=\"{Guid.NewGuid()}\">loss 0.5</p>")])));

    [Fact]
    public void AnErrorInPlaceOfAValueIsADifference() => Assert.Contains(
        "error E: m, where the executed copy has a value",
        Assert.Single(Compare(new ErrorOutput("E", "m", []), new ResultOutput(new MimeBundle([("text/plain", "1")]), 1))).What,
        StringComparison.Ordinal);

    [Fact]
    public void ACellTaggedNbvalIgnoreOutputIsNotCompared() =>
        Assert.Empty(Compare(Stream("1"), Stream("2"), tags: ["nbval-ignore-output"]));

    [Fact]
    public void AChangedSourceIsSaidInsteadOfItsOutputs()
    {
        NotebookDocument now = Document(Stream("1")), before = Document(Stream("2"));
        now.Cells[0].Source = "other";

        Assert.Equal("its source has changed since the copy was executed", Assert.Single(ExecutedCopyComparison.Compare(now, before, new ToleranceOptions())).What);
    }

    private static StreamOutput Stream(string text) => new("stdout", text);

    private static MimeBundle Chart(string json) => new([KeyValuePair.Create("application/vnd.plotly.v1+json", JsonNode.Parse(json)!), KeyValuePair.Create("text/html", (JsonNode)Guid.NewGuid().ToString())]);

    private static IReadOnlyList<Difference> Compare(MimeBundle now, MimeBundle before) => Compare(new ResultOutput(now, 1), new ResultOutput(before, 1));

    private static IReadOnlyList<Difference> Compare(CellOutput now, CellOutput before, ToleranceOptions? tolerance = null, params string[] tags) =>
        ExecutedCopyComparison.Compare(Document(now, tags), Document(before, tags), tolerance ?? new ToleranceOptions());

    private static NotebookDocument Document(CellOutput output, params string[] tags)
    {
        var document = NotebookDocument.Parse("""{ "cells": [ { "cell_type": "code", "id": "a", "metadata": {}, "source": "x", "outputs": [], "execution_count": 1 } ], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }""", "a.ipynb");
        document.Cells[0].AppendOutput(output);
        if (tags.Length > 0)
        {
            document.Cells[0].Metadata["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        return document;
    }
}

using System.Buffers.Binary;
using System.Text.Json;

namespace Workbench.Cli.Tests;

public sealed class EvalImagesTests : IDisposable
{
    private readonly Workbench workbench = new();

    public EvalImagesTests()
    {
        Directory.CreateDirectory(workbench.PathOf("true", "a"));
        Directory.CreateDirectory(workbench.PathOf("made", "a"));
    }

    public void Dispose() => workbench.Dispose();

    /// <summary>Levels moved by 10 of 255 everywhere: PSNR 20 log₁₀(255 / 10) of every picture.</summary>
    [Fact]
    public async Task PicturesAreComparedByTheirNames()
    {
        for (int i = 0; i < 3; i++)
        {
            Save(0.3f + (0.1f * i), "true", "a", $"{i}.bmp");
            Save(0.3f + (0.1f * i) + (10 / 255f), "made", "a", $"{i}.bmp");
        }

        Finished finished = await workbench.RunAsync("eval", "images", "--reference", "true", "--candidate", "made", "--json");

        JsonElement json = JsonDocument.Parse(finished.Output).RootElement;
        JsonElement psnr = json.GetProperty("means").GetProperty("psnr");
        Assert.Equal(20 * Math.Log10(25.5), psnr.GetProperty("value").GetDouble(), 0.05);
        Assert.InRange(psnr.GetProperty("value").GetDouble(), psnr.GetProperty("low").GetDouble(), psnr.GetProperty("high").GetDouble());
        Assert.Equal(["a/0", "a/1", "a/2"], json.GetProperty("pictures").EnumerateArray().Select(picture => picture.GetProperty("name").GetString()));
        Assert.Equal(1, json.GetProperty("histogramIntersection").GetProperty("a").GetDouble());
        Assert.Equal(0, json.GetProperty("means").GetProperty("colorfulness").GetProperty("value").GetDouble(), 1e-3);
    }

    [Fact]
    public async Task EqualPicturesAreTheSameInEveryFigure()
    {
        Save(0.5f, "true", "a", "x.bmp");
        Save(0.5f, "made", "a", "x.bmp");

        Finished finished = await workbench.RunAsync("eval", "images", "--reference", "true", "--candidate", "made");

        Assert.Equal(0, finished.Code);
        Assert.Contains("1 picture;", finished.Output, StringComparison.Ordinal);
        Assert.Matches(@"PSNR \(dB\)\s+∞", finished.Output);
        Assert.Contains("1.000, 1.000, 1.000", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatHasNoPartnerOrAnotherSizeIsNamed()
    {
        Save(0.5f, "true", "a", "x.bmp");
        Finished empty = await workbench.RunAsync("eval", "images", "--reference", "true", "--candidate", "made");
        Save(0.5f, "made", "y.bmp");
        Finished unmatched = await workbench.RunAsync("eval", "images", "--reference", "true", "--candidate", "made");
        Finished missing = await workbench.RunAsync("eval", "images", "--reference", "none", "--candidate", "made");

        Assert.Equal([2, 2, 2], [empty.Code, unmatched.Code, missing.Code]);
        Assert.Contains("no picture in it", empty.Error, StringComparison.Ordinal);
        Assert.Contains("a/x (only in the reference), y (only in the candidate)", unmatched.Error, StringComparison.Ordinal);
        Assert.Contains("--reference none: there is no such folder", missing.Error, StringComparison.Ordinal);
    }

    /// <summary>Writes a flat grey bitmap of 16×16 pixels.</summary>
    private void Save(float grey, params string[] path)
    {
        byte[] bitmap = new byte[54 + (16 * 16 * 3)];
        "BM"u8.CopyTo(bitmap);
        foreach ((int at, int value) in new[] { (2, bitmap.Length), (10, 54), (14, 40), (18, 16), (22, 16), (26, 1 | (24 << 16)) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(at), value);
        }

        bitmap.AsSpan(54).Fill((byte)Math.Round(255 * grey));
        File.WriteAllBytes(workbench.PathOf(path), bitmap);
    }
}

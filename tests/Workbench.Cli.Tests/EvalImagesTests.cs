using System.Runtime.InteropServices;
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
        Assert.Equal(1, json.GetProperty("histogramIntersection").GetProperty("a").GetProperty("value").GetDouble());
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
        Assert.Matches("histogram intersection b +1\r?\n", finished.Output);
    }

    /// <summary>One method is off by 10 levels, the other by 20, on the same pictures: 6 dB apart on each, whatever the pictures are.</summary>
    [Fact]
    public async Task MethodsAreComparedPictureByPicture()
    {
        for (int i = 0; i < 4; i++)
        {
            Save(0.2f + (0.1f * i), "true", "a", $"{i}.bmp");
            Save(0.2f + (0.1f * i) + (10 / 255f), "near", $"a/{i}.bmp");
            Save(0.2f + (0.1f * i) + (20 / 255f), "far", $"a/{i}.bmp");
        }

        string[] command = ["eval", "images", "--reference", "true", "--candidate", "close=near", "--candidate", "far"];
        Finished text = await workbench.RunAsync(command), finished = await workbench.RunAsync([.. command, "--json"]);

        Assert.Equal((0, 0), (text.Code, finished.Code));
        JsonElement difference = JsonDocument.Parse(finished.Output).RootElement.GetProperty("differences")[0];
        Assert.Equal(("close", "far"), (difference.GetProperty("first").GetString(), difference.GetProperty("second").GetString()));
        JsonElement psnr = difference.GetProperty("means").GetProperty("psnr");
        Assert.Equal(20 * Math.Log10(2), psnr.GetProperty("value").GetDouble(), 0.2);
        Assert.InRange(psnr.GetProperty("high").GetDouble() - psnr.GetProperty("low").GetDouble(), 0, 0.5); // far less than the methods' own
        Assert.Matches(@"\n +close +far", text.Output);
        Assert.Contains("close − far, picture by picture", text.Output, StringComparison.Ordinal);
    }

    /// <summary>A user's own weights: the Fréchet distance and LPIPS over them, each 0 between a folder and its copy, and named for its file.</summary>
    [Fact]
    public async Task AUsersWeightsGiveFrechetDistanceAndLpips()
    {
        int[] places = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28], widths = [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512];
        WriteWeights("vgg.safetensors", places.SelectMany((place, layer) => new (string, int[])[]
        {
            ($"features.{place}.weight", [widths[layer], layer == 0 ? 3 : widths[layer - 1], 3, 3]), ($"features.{place}.bias", [widths[layer]]),
        }));
        WriteWeights("heads.safetensors", new[] { 64, 128, 256, 512, 512 }.Select((channels, stage) => ($"lin{stage}.model.1.weight", new[] { 1, channels, 1, 1 })));
        for (int i = 0; i < 3; i++)
        {
            Save(0.2f + (0.2f * i), 32, "true", "a", $"{i}.bmp");
            Save(0.2f + (0.2f * i), 32, "made", "a", $"{i}.bmp");
            Save(0.5f + (0.05f * i), 32, "other", $"a/{i}.bmp");
        }

        string[] command = ["eval", "images", "--reference", "true", "--candidate", "made", "--candidate", "other", "--json"];
        Finished trained = await workbench.RunAsync([.. command, "--vgg", "vgg.safetensors", "--lpips", "heads.safetensors"]);
        Finished untrained = await workbench.RunAsync(command), headless = await workbench.RunAsync([.. command, "--lpips", "heads.safetensors"]);

        Assert.True(trained.Code == 0, trained.Error);
        foreach ((Finished finished, string name) in new[] { (trained, "VGG16 of vgg.safetensors"), (untrained, "untrained VGG16 of width 8") })
        {
            JsonElement[] methods = [.. JsonDocument.Parse(finished.Output).RootElement.GetProperty("methods").EnumerateArray()];
            Assert.Equal([name, name], methods.Select(method => method.GetProperty("frechet").GetProperty("features").GetString()));
            Assert.InRange(methods[0].GetProperty("frechet").GetProperty("value").GetDouble(), 0, 1e-6);
            Assert.True(methods[1].GetProperty("frechet").GetProperty("value").GetDouble() > 1e-6, finished.Output);
        }

        JsonElement[] lpips = [.. JsonDocument.Parse(trained.Output).RootElement.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("means").GetProperty("lpips"))];
        Assert.Equal(0, lpips[0].GetProperty("value").GetDouble());
        Assert.InRange(0, double.NegativeInfinity, lpips[1].GetProperty("low").GetDouble());
        Assert.DoesNotContain("\"lpips\": {", untrained.Output, StringComparison.Ordinal);
        Assert.Equal(2, headless.Code);
        Assert.Contains("--lpips needs the VGG16", headless.Error, StringComparison.Ordinal);
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

    /// <summary>A safetensors file of random numbers, positive where there is one output: distances are to be weighed, not to cancel.</summary>
    private void WriteWeights(string name, IEnumerable<(string Key, int[] Shape)> tensors)
    {
        Random random = new(1);
        Dictionary<string, object> header = [];
        using MemoryStream data = new();
        foreach ((string key, int[] shape) in tensors)
        {
            int count = shape.Aggregate(1, (a, b) => a * b);
            float bound = (float)Math.Sqrt(6.0 / (count / shape[0]));
            float[] values = [.. Enumerable.Range(0, count).Select(_ => shape[0] == 1 ? random.NextSingle() : shape.Length == 1 ? 0 : bound * ((2 * random.NextSingle()) - 1))];
            header[key] = new { dtype = "F32", shape, data_offsets = new[] { data.Length, data.Length + (4 * count) } };
            data.Write(MemoryMarshal.AsBytes<float>(values));
        }

        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header);
        using FileStream file = File.Create(workbench.PathOf(name));
        file.Write(BitConverter.GetBytes((long)text.Length));
        file.Write(text);
        data.WriteTo(file);
    }

    private void Save(float grey, params string[] path) => Save(grey, 16, path);

    private void Save(float grey, int side, params string[] path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(workbench.PathOf(path))!);
        StudyTests.WriteBitmap(workbench.PathOf(path), side, (byte)Math.Round(255 * grey));
    }
}

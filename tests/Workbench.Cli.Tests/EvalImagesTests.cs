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

    /// <summary>Weights of Inception, a quarter as wide: named for what they are, and refused by the file's name where they fit no Inception.</summary>
    [Fact]
    public async Task AUsersInceptionGivesAFrechetDistanceOverItsLastPooling()
    {
        WriteWeights("fid.safetensors", Inception(classes: 1008));
        WriteWeights("torchvision.safetensors", Inception(classes: 1000));
        WriteWeights("vgg.safetensors", [("features.0.weight", [64, 3, 3, 3]), ("features.0.bias", [64])]);
        for (int i = 0; i < 3; i++)
        {
            Save(0.2f + (0.2f * i), 32, "true", $"{i}.bmp");
            Save(0.2f + (0.2f * i), 32, "made", $"{i}.bmp");
            Save(0.5f + (0.05f * i), 32, "other", $"{i}.bmp");
        }

        string[] command = ["eval", "images", "--reference", "true", "--candidate", "made", "--candidate", "other"];
        Finished table = await workbench.RunAsync([.. command, "--inception", "fid.safetensors"]), json = await workbench.RunAsync([.. command, "--json", "--inception", "torchvision.safetensors"]);
        Finished wrong = await workbench.RunAsync([.. command, "--inception", "vgg.safetensors"]), both = await workbench.RunAsync([.. command, "--inception", "fid.safetensors", "--vgg", "vgg.safetensors"]);

        Assert.True(table.Code == 0, table.Error);
        Assert.Contains("Fréchet distance (Inception pool3 of fid.safetensors)", table.Output, StringComparison.Ordinal);
        JsonElement[] distances = [.. JsonDocument.Parse(json.Output).RootElement.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("frechet"))];
        Assert.All(distances, distance => Assert.Equal("Inception pool3 of torchvision.safetensors, not the FID's", distance.GetProperty("features").GetString()));
        Assert.InRange(distances[0].GetProperty("value").GetDouble(), 0, 1e-6);
        Assert.True(distances[1].GetProperty("value").GetDouble() > 1e-6, json.Output);
        Assert.Equal([2, 2], [wrong.Code, both.Code]);
        Assert.Contains("--inception vgg.safetensors: there is no 'fc.weight'", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("--inception or --vgg", both.Error, StringComparison.Ordinal);
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

    /// <summary>Keys and shapes of Inception-v3 without its second classifier, a quarter as wide.</summary>
    private static IEnumerable<(string Key, int[] Shape)> Inception(int classes)
    {
        List<(string Name, int Inputs, int Outputs, int Height, int Width)> units =
            [("Conv2d_1a_3x3", 12, 32, 3, 3), ("Conv2d_2a_3x3", 32, 32, 3, 3), ("Conv2d_2b_3x3", 32, 64, 3, 3), ("Conv2d_3b_1x1", 64, 80, 1, 1), ("Conv2d_4a_3x3", 80, 192, 3, 3)];
        foreach ((char module, int inputs, int pooled) in new[] { ('b', 192, 32), ('c', 256, 64), ('d', 288, 64) })
        {
            Module($"5{module}", ("1x1", inputs, 64, 1, 1), ("5x5_1", inputs, 48, 1, 1), ("5x5_2", 48, 64, 5, 5), ("3x3dbl_1", inputs, 64, 1, 1), ("3x3dbl_2", 64, 96, 3, 3), ("3x3dbl_3", 96, 96, 3, 3), ("_pool", inputs, pooled, 1, 1));
        }

        Module("6a", ("3x3", 288, 384, 3, 3), ("3x3dbl_1", 288, 64, 1, 1), ("3x3dbl_2", 64, 96, 3, 3), ("3x3dbl_3", 96, 96, 3, 3));
        foreach ((char module, int c) in new[] { ('b', 128), ('c', 160), ('d', 160), ('e', 192) })
        {
            Module($"6{module}", ("1x1", 768, 192, 1, 1), ("7x7_1", 768, c, 1, 1), ("7x7_2", c, c, 1, 7), ("7x7_3", c, 192, 7, 1), ("_pool", 768, 192, 1, 1));
            Module($"6{module}", ("7x7dbl_1", 768, c, 1, 1), ("7x7dbl_2", c, c, 7, 1), ("7x7dbl_3", c, c, 1, 7), ("7x7dbl_4", c, c, 7, 1), ("7x7dbl_5", c, 192, 1, 7));
        }

        Module("7a", ("3x3_1", 768, 192, 1, 1), ("3x3_2", 192, 320, 3, 3), ("7x7x3_1", 768, 192, 1, 1), ("7x7x3_2", 192, 192, 1, 7), ("7x7x3_3", 192, 192, 7, 1), ("7x7x3_4", 192, 192, 3, 3));
        foreach ((char module, int inputs) in new[] { ('b', 1280), ('c', 2048) })
        {
            Module($"7{module}", ("1x1", inputs, 320, 1, 1), ("3x3_1", inputs, 384, 1, 1), ("3x3_2a", 384, 384, 1, 3), ("3x3_2b", 384, 384, 3, 1), ("_pool", inputs, 192, 1, 1));
            Module($"7{module}", ("3x3dbl_1", inputs, 448, 1, 1), ("3x3dbl_2", 448, 384, 3, 3), ("3x3dbl_3a", 384, 384, 1, 3), ("3x3dbl_3b", 384, 384, 3, 1));
        }

        return units.SelectMany(unit => new (string, int[])[]
        {
            ($"{unit.Name}.conv.weight", [unit.Outputs / 4, unit.Inputs / 4, unit.Height, unit.Width]), ($"{unit.Name}.bn.weight", [unit.Outputs / 4]), ($"{unit.Name}.bn.bias", [unit.Outputs / 4]),
            ($"{unit.Name}.bn.running_mean", [unit.Outputs / 4]), ($"{unit.Name}.bn.running_var", [unit.Outputs / 4]),
        }).Concat([("fc.weight", [classes, 512]), ("fc.bias", [classes])]);

        void Module(string name, params (string Branch, int Inputs, int Outputs, int Height, int Width)[] layers) =>
            units.AddRange(layers.Select(layer => ($"Mixed_{name}.branch{layer.Branch}", layer.Inputs, layer.Outputs, layer.Height, layer.Width)));
    }

    /// <summary>A safetensors file of random numbers, scales 1, positive where there is one output: distances are to be weighed, not to cancel.</summary>
    private void WriteWeights(string name, IEnumerable<(string Key, int[] Shape)> tensors)
    {
        Random random = new(1);
        Dictionary<string, object> header = [];
        using MemoryStream data = new();
        foreach ((string key, int[] shape) in tensors)
        {
            int count = shape.Aggregate(1, (a, b) => a * b);
            float bound = (float)Math.Sqrt(6.0 / (count / shape[0]));
            bool scale = key.EndsWith("bn.weight", StringComparison.Ordinal) || key.EndsWith("running_var", StringComparison.Ordinal);
            float[] values = [.. Enumerable.Range(0, count).Select(_ => scale ? 1 : shape[0] == 1 ? random.NextSingle() : shape.Length == 1 ? 0 : bound * ((2 * random.NextSingle()) - 1))];
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

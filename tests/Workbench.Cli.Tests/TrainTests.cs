using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>Training as a user runs it, and what it survives.</summary>
public sealed class TrainTests : IDisposable
{
    // CycleGAN, small enough for a hundred steps a second: four networks, a pool of images, two optimizers.
    private static readonly string[] Small =
    [
        "train", "cyclegan", "--set", "size=32", "loadSize=32", "items=8", "validationItems=2", "batchSize=1", "ngf=2", "ndf=2", "blocks=1", "receptiveField=16", "poolSize=3", "decayEpochs=0",
    ];

    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task ARunLeavesItsRecipeItsFiguresSamplesAndModel()
    {
        Finished finished = await workbench.RunAsync([.. Small, "--set", "epochs=2", "--out", "run"]);

        Assert.True(finished.Code == 0, finished.Error);
        Assert.Contains("on unseen items: cycle ", finished.Output, StringComparison.Ordinal);
        Assert.Matches(@"step 16/16  epoch 2  G_A \S+ .* items/s  0:00:00 left", finished.Error);
        foreach (string file in new[] { "recipe.json", "environment.json", "metrics.csv", "validation.csv", "summary.json", "model.safetensors", "samples/step-000000016.png" })
        {
            Assert.True(File.Exists(workbench.PathOf("run", file)), file);
        }

        Assert.NotEmpty(Directory.GetFiles(workbench.PathOf("run", "tensorboard"), "events.out.tfevents.*"));
        Assert.Empty(Directory.GetDirectories(workbench.PathOf("run", "checkpoints")));

        Finished shown = await workbench.RunAsync("runs", "show", "run"), measured = await workbench.RunAsync("eval", "run", "--items", "2", "--json");
        Assert.Contains("finished: 16 steps", shown.Output, StringComparison.Ordinal);
        Assert.Matches("""^\{"cycle":\{"value":0\.\d+,"low":0\.\d+,"high":0\.\d+\}\}""", measured.Output);
    }

    /// <summary>With dropout and batch statistics at test time, only the same batches and random numbers give the same pictures.</summary>
    [Fact]
    public async Task WrittenPicturesAreTheMeasuredOnes()
    {
        await workbench.RunAsync("train", "pix2pix", "--set", "size=32", "loadSize=32", "items=8", "validationItems=2", "epochs=1", "decayEpochs=0", "batchSize=2", "ngf=2", "ndf=2", "halvings=5", "testNoise=true", "--out", "run");
        Finished measured = await workbench.RunAsync("eval", "run", "--items", "5", "--pictures", "out", "--json");
        Finished compared = await workbench.RunAsync("eval", "images", "--reference", "out/true", "--candidate", "out/made", "--json");

        double psnr = JsonDocument.Parse(measured.Output).RootElement.GetProperty("PSNR").GetProperty("value").GetDouble();
        Assert.Equal(psnr, JsonDocument.Parse(compared.Output).RootElement.GetProperty("means").GetProperty("psnr").GetProperty("value").GetDouble(), 0.02);
        Assert.Equal(5, Directory.GetFiles(workbench.PathOf("out", "given")).Length);
    }

    [Fact]
    public async Task BothDirectionsOfUnpairedPicturesAreWritten()
    {
        await workbench.RunAsync([.. Small, "--set", "epochs=1", "--out", "run"]);
        Finished finished = await workbench.RunAsync("eval", "run", "--items", "3", "--pictures", "out");

        Assert.Contains("3 items → out", finished.Error, StringComparison.Ordinal);
        foreach (string folder in new[] { "A/real", "A/made", "B/real", "B/made" })
        {
            Assert.Equal(["0000.png", "0001.png", "0002.png"], Directory.GetFiles(workbench.PathOf("out", folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task ASegmentationIsMeasuredClassByClass()
    {
        await workbench.RunAsync("train", "segmentation", "--set", "size=32", "loadSize=32", "items=8", "validationItems=2", "epochs=1", "width=2", "--out", "run");
        Finished finished = await workbench.RunAsync("eval", "run", "--items", "6", "--json", "--pictures", "out");

        JsonElement figures = JsonDocument.Parse(finished.Output).RootElement;
        double[] classes = [.. figures.EnumerateObject().Where(figure => figure.Name.StartsWith("IoU ", StringComparison.Ordinal)).Select(figure => figure.Value.GetProperty("value").GetDouble())];
        Assert.Equal(3, classes.Length);
        Assert.Equal(figures.GetProperty("mean_IoU").GetProperty("value").GetDouble(), classes.Average(), 1e-12);
        Assert.Equal(6, Directory.GetFiles(workbench.PathOf("out", "made")).Length);

        Finished other = await workbench.RunAsync("eval", "run", "--data", "cells");
        Assert.Equal(2, other.Code);
        Assert.Contains("cells has membrane, cell", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlCFinishesTheStepSavesAndSaysHowToGoOn()
    {
        using Process process = workbench.Start([.. Small, "--set", "epochs=100000", "--out", "run"]);
        await WaitFor(() => File.Exists(workbench.PathOf("run", "metrics.csv")), process);
        await Interrupt(process);
        Finished finished = await Workbench.FinishAsync(process);

        Assert.Equal(130, finished.Code);
        Assert.Matches(@"Stopped after step \d+ and saved. `workbench train run --resume` goes on.", finished.Error);
        Assert.NotEmpty(Directory.GetDirectories(workbench.PathOf("run", "checkpoints"), "step-*"));
    }

    [Fact]
    public async Task RunsAreListedAndCompared()
    {
        await workbench.RunAsync([.. Small, "--set", "epochs=1"]);
        await workbench.RunAsync([.. Small, "--set", "epochs=1", "lambdaIdentity=0"]);
        string[] names = [.. Directory.GetDirectories(workbench.PathOf("runs")).Select(path => Path.GetFileName(path)!)];
        Assert.Equal(2, names.Length);

        Finished list = await workbench.RunAsync("runs", "list"), compared = await workbench.RunAsync("runs", "compare", names[0], names[1]);
        Assert.All(names, name => Assert.Matches($@"{name} +finished: 8 steps", list.Output));
        Assert.Matches(@"lambdaIdentity +0(\.5)? +0", compared.Output);
        Assert.Matches(@"cycle \(unseen\) +0\.\d+ +0\.\d+", compared.Output);

        Finished again = await workbench.RunAsync([.. Small, "--set", "epochs=1"]);
        Assert.Equal(2, again.Code);
        Assert.Contains("holds a run already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecondProcessOnARunIsRefused()
    {
        using Process first = workbench.Start([.. Small, "--set", "epochs=100000", "--out", "run"]);
        await WaitFor(() => File.Exists(workbench.PathOf("run", "metrics.csv")), first);
        Finished second = await workbench.RunAsync("train", "run", "--resume");
        first.Kill();

        Assert.Equal(2, second.Code);
        Assert.Contains("Another process trains in run", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no recipe 'pix3pix', nor such a run. Recipes are pix2pix, ", "pix3pix")]
    [InlineData("pix2pix has no setting 'lambdaL2'. There are ", "pix2pix", "--set", "lambdaL2=1")]
    [InlineData("lambdaL1 of pix2pix is a number of at least 0, not 'many'.", "pix2pix", "--set", "lambdaL1=many")]
    [InlineData("lambdaL1 of pix2pix is a number of at least 0, not -1.", "pix2pix", "--set", "lambdaL1=-1")]
    [InlineData("generator of pix2pix is uNet or encoderDecoder or resnet, not 'vgg'.", "pix2pix", "--set", "generator=vgg")]
    [InlineData("pix2pix has no preset 'fast'. It has quick, real, paper.", "pix2pix", "--preset", "fast")]
    [InlineData("lambdaL1 and lambdaGan are both 0", "pix2pix", "--set", "lambdaL1=0", "lambdaGan=0")]
    [InlineData("upSampling of a translator is transposed or nearest, not dilated.", "pix2pix", "--set", "upSampling=dilated")]
    [InlineData("upSampling=nearest is for uNet and encoderDecoder; a resnet has its own way up.", "pix2pix", "--set", "upSampling=nearest", "generator=resnet")]
    [InlineData("write --set setting=value", "pix2pix", "--set", "lambdaL1")]
    [InlineData("There is no data set 'nowhere'", "cyclegan", "--data", "nowhere")]
    [InlineData("and this needs", "cyclegan", "--data", "letters")]
    [InlineData("finds no GPU", "cyclegan", "--device", "cuda")]
    public async Task WhatMakesNoSenseIsRefusedWithWhatWouldBeRight(string message, params string[] arguments)
    {
        Finished finished = await workbench.RunAsync(["train", .. arguments]);

        Assert.Equal(2, finished.Code);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATrainedColorizerColoursPicturesOfAnySizeAndNamesThoseItCannotRead()
    {
        Finished trained = await workbench.RunAsync("train", "color-regression", "--set", "size=32", "loadSize=32", "items=32", "validationItems=4", "epochs=1", "ngf=2", "halvings=5", "--out", "run");
        Assert.True(trained.Code == 0, trained.Error);
        Directory.CreateDirectory(workbench.PathOf("in", "deep"));
        await WriteBitmap(workbench.PathOf("in", "wide.bmp"), 50, 20);
        await WriteBitmap(workbench.PathOf("in", "deep", "tall.bmp"), 21, 64);
        await File.WriteAllTextAsync(workbench.PathOf("in", "broken.png"), "no picture", TestContext.Current.CancellationToken);

        Finished finished = await workbench.RunAsync("colorize", "in", "--model", Path.Combine("run", "model.safetensors"), "-o", "out");

        Assert.Equal(1, finished.Code);
        Assert.Contains("broken.png", finished.Error, StringComparison.Ordinal);
        byte[] wide = await File.ReadAllBytesAsync(workbench.PathOf("out", "wide.png"), TestContext.Current.CancellationToken);
        Assert.Equal((50, 20), (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(wide.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(wide.AsSpan(20))));
        Assert.True(File.Exists(workbench.PathOf("out", "deep", "tall.png")));
        string page = await File.ReadAllTextAsync(workbench.PathOf("out", "index.html"), TestContext.Current.CancellationToken);
        Assert.Contains("src=\"deep/tall.png\"", page, StringComparison.Ordinal);

        Finished wrong = await workbench.RunAsync("translate", "in", "--model", "run", "-o", "out");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("run has not learned to translate pictures", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelColoursByItsNameWhereTheDataItLearnedFromIsNoMore()
    {
        foreach (string place in new[] { "red", "blue" })
        {
            Directory.CreateDirectory(workbench.PathOf("photos", "train", place));
            for (int i = 0; i < 4; i++)
            {
                await WriteBitmap(workbench.PathOf("photos", "train", place, $"{i}.bmp"), 32, 32);
            }
        }

        Finished trained = await workbench.RunAsync("train", "global-local", "--data", "photos", "--set", "size=32", "loadSize=32", "globalSize=32", "batchSize=2", "validationItems=0", "epochs=1", "width=2", "--out", "run");
        Assert.True(trained.Code == 0, trained.Error);
        Directory.Delete(workbench.PathOf("photos"), recursive: true);
        Directory.CreateDirectory(workbench.PathOf("results", "models"));
        File.Move(workbench.PathOf("run", "model.safetensors"), workbench.PathOf("results", "models", "mine.safetensors"));
        await WriteBitmap(workbench.PathOf("wide.bmp"), 50, 20);

        Finished finished = await workbench.RunAsync("colorize", "wide.bmp", "--model", "mine");

        Assert.True(finished.Code == 0, finished.Error);
        Assert.True(File.Exists(workbench.PathOf("colorized", "wide.png")));

        Finished unknown = await workbench.RunAsync("colorize", "wide.bmp");
        Assert.Equal(2, unknown.Code);
        Assert.Contains("global-local", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("mine", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryModelThatComesAlongColoursAPictureAndHasACard()
    {
        string[] models = Directory.GetFiles(Path.Combine(SharedData.Repository, "results", "models"), "*.safetensors");
        Assert.NotEmpty(models);
        await WriteBitmap(workbench.PathOf("wide.bmp"), 50, 20);

        foreach (string model in models)
        {
            Finished finished = await workbench.RunAsync("colorize", "wide.bmp", "--model", model, "-o", Path.GetFileNameWithoutExtension(model));

            Assert.True(finished.Code == 0, finished.Error);
            Assert.True(File.Exists(workbench.PathOf(Path.GetFileNameWithoutExtension(model), "wide.png")));
            Assert.True(File.Exists(Path.ChangeExtension(model, ".md")), $"{model} has no card");
        }

        Assert.InRange(models.Sum(model => new FileInfo(model).Length), 1, 20_000_000);
    }

    /// <summary>
    /// SIGKILL at random moments, checkpoints being written at every step, so that most kills hit one. <c>WORKBENCH_KILLS</c> sets how many; a
    /// hundred take about five minutes.
    /// </summary>
    [Fact]
    public async Task ARunKilledAgainAndAgainEndsWithTheSameBits()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("WORKBENCH_KILLS") ?? "12", CultureInfo.InvariantCulture);
        string[] arguments = [.. Small, "--checkpoint-every", "1", "--set", $"epochs={Math.Max(kills, 8)}"];
        Finished whole = await workbench.RunAsync([.. arguments, "--out", "whole"]);
        Assert.True(whole.Code == 0, whole.Error);

        Random random = new(1);
        int killed = 0;
        while (true)
        {
            using Process process = workbench.Start([.. arguments, "--out", "parts", "--resume"]);
            int before = Steps();
            if (killed < kills)
            {
                await WaitFor(() => Steps() > before, process);
                await Task.Delay(random.Next(150), TestContext.Current.CancellationToken);
                if (!process.HasExited)
                {
                    process.Kill();
                    killed++;
                }
            }

            Finished finished = await Workbench.FinishAsync(process);
            if (finished.Code == 0)
            {
                break;
            }

            Assert.True(finished.Code == 137, finished.Error);
        }

        Assert.True(killed >= Math.Min(kills, 5), $"only {killed} kills before the end");
        Assert.Equal(await Rows("whole"), await Rows("parts")); // first, for they say from which epoch on the two differ
        Assert.Equal(await File.ReadAllBytesAsync(workbench.PathOf("whole", "model.safetensors"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(workbench.PathOf("parts", "model.safetensors"), TestContext.Current.CancellationToken));

        Task<string[]> Rows(string run) => File.ReadAllLinesAsync(workbench.PathOf(run, "validation.csv"), TestContext.Current.CancellationToken);

        int Steps() => Directory.Exists(workbench.PathOf("parts", "checkpoints"))
            ? Directory.GetDirectories(workbench.PathOf("parts", "checkpoints"), "step-*").Select(path => int.Parse(Path.GetFileName(path)["step-".Length..], CultureInfo.InvariantCulture)).DefaultIfEmpty(-1).Max()
            : -1;
    }

    private static async Task WaitFor(Func<bool> seen, Process process)
    {
        for (int i = 0; i < 6000 && !process.HasExited && !seen(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task WriteBitmap(string path, int width, int height)
    {
        int stride = (width * 3 + 3) / 4 * 4;
        byte[] file = new byte[54 + (stride * height)];
        (file[0], file[1], file[10], file[14], file[26], file[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(18), width);
        BitConverter.TryWriteBytes(file.AsSpan(22), height);
        for (int i = 54; i < file.Length; i++)
        {
            file[i] = (byte)(i * 7);
        }

        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
    }

    private static async Task Interrupt(Process process)
    {
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}

using System.Diagnostics;

namespace Workbench.Cli.Tests;

/// <summary>Studies from the command line, on this machine.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task RunsSideBySideGiveTheTableOfRunsOneAfterTheOther()
    {
        Write(epochs: 2);
        Finished one = await workbench.RunAsync("sweep", "loss.json", "--runs", "one"), two = await workbench.RunAsync("sweep", "loss.json", "--runs", "two", "--jobs", "2");

        Assert.True(one.Code == 0, one.Error);
        Assert.True(two.Code == 0, two.Error);
        Assert.Contains("run 4 of 4 (L1+cGAN, seed 2): finished", one.Error, StringComparison.Ordinal);
        Assert.Matches("4 of 4: .*seed", two.Error);
        Assert.Contains("| L1+cGAN | ", one.Output, StringComparison.Ordinal);
        foreach (string file in new[] { "loss.md", "loss.csv", "loss.tex", "loss-long.csv" })
        {
            Assert.Equal(await Read("one", "studies", file), await Read("two", "studies", file));
        }

        // Nothing is left to train: what one command did the other finds.
        Finished again = await workbench.RunAsync("sweep", "loss.json", "--runs", "two", "--out", "tables");
        Assert.DoesNotContain("step", again.Error, StringComparison.Ordinal);
        Assert.Equal(await Read("one", "studies", "loss.csv"), await Read("tables", "loss.csv"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task CtrlCSavesWhatRunsAndTheSameCommandGoesOn(string jobs)
    {
        Write(epochs: 100_000);
        using Process process = workbench.Start("sweep", "loss.json", "--jobs", jobs);
        await WaitFor(() => Folders().Count(HasCheckpoint) >= int.Parse(jobs, System.Globalization.CultureInfo.InvariantCulture), process);
        using (Process interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Finished finished = await Workbench.FinishAsync(process);
        Assert.Equal(130, finished.Code);
        Assert.Contains("0 of 4 runs are finished; the same command goes on with the others.", finished.Error, StringComparison.Ordinal);
        Finished status = await workbench.RunAsync("sweep", "status", "loss.json");
        Assert.Contains($"   0  L1, seed 1{"",30} stopped", status.Output, StringComparison.Ordinal);
        Assert.Contains($"   3  L1+cGAN, seed 2{"",25} waiting", status.Output, StringComparison.Ordinal);
    }

    /// <summary>SIGKILL twice in the middle of a run; the table is that of a study that nobody disturbed, to the last digit.</summary>
    [Fact]
    public async Task AKilledSweepGoesOnToTheSameTable()
    {
        Write(epochs: 20);
        Finished whole = await workbench.RunAsync("sweep", "loss.json", "--runs", "whole");
        int killed = 0;
        for (int life = 0; life < 2; life++)
        {
            HashSet<string> before = [.. Checkpoints()];
            using Process process = workbench.Start("sweep", "loss.json");
            await WaitFor(() => Checkpoints().Any(checkpoint => !before.Contains(checkpoint)), process);
            killed += process.HasExited ? 0 : 1;
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Finished rest = await workbench.RunAsync("sweep", "loss.json");
        Assert.True(rest.Code == 0, rest.Error);
        Assert.Equal(2, killed);
        foreach (string file in new[] { "loss.md", "loss.csv", "loss-long.csv" })
        {
            Assert.Equal(await Read("whole", "studies", file), await Read("runs", "studies", file));
        }
    }

    /// <summary>One of two runs cannot find its pictures; once they are there, the same command trains that one and nothing else.</summary>
    [Fact]
    public async Task AFailedRunIsTriedAgainByTheSameCommand()
    {
        Write(epochs: 1, axes: """{ "data": ["pairs", "maps"] }""");
        Finished failed = await workbench.RunAsync("sweep", "loss.json");
        Finished status = await workbench.RunAsync("sweep", "status", "loss.json");
        Assert.Equal(1, failed.Code);
        Assert.Contains("2 of 4 runs are finished", failed.Error, StringComparison.Ordinal);
        Assert.Matches(@"0  pairs, seed 1 +failed: .*pairs", status.Output);

        foreach (string split in new[] { "train", "val", "test" })
        {
            Directory.CreateDirectory(workbench.PathOf("pairs", split));
            for (int i = 0; i < 8; i++)
            {
                StudyTests.WriteBitmap(workbench.PathOf("pairs", split, $"{i}.bmp"), 64, (byte)(30 * i), height: 32);
            }
        }

        Finished mended = await workbench.RunAsync("sweep", "loss.json");
        Assert.True(mended.Code == 0, mended.Error);
        Assert.Contains("| pairs | ", mended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(maps, seed", mended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheStudiesOfTheTalkAreListed()
    {
        Finished list = await workbench.RunAsync("sweep", "list");
        foreach (string name in new[] { "loss-map-to-aerial", "loss-aerial-to-map", "loss-colorization", "generator", "receptive-field", "global-features", "regression-classification", "up-sampling" })
        {
            Assert.Matches($@"(?m)^{name} +\d+ runs of ", list.Output);
        }
    }

    [Theory]
    [InlineData("There is no study 'nothing', nor such a file. There are generator,", "sweep", "nothing")]
    [InlineData("Name a study", "sweep")]
    [InlineData("--jobs 0: at least 1", "sweep", "generator", "--jobs", "0")]
    [InlineData("has no run 12; its runs are 0 to 11", "sweep", "run", "generator", "12")]
    public async Task WhatMakesNoSenseIsRefused(string message, params string[] arguments)
    {
        Finished finished = await workbench.RunAsync(arguments);
        Assert.Equal(2, finished.Code);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
    }

    private void Write(int epochs, string axes = """{ "loss": { "L1": { "lambdaGan": 0 }, "L1+cGAN": {} } }""") => File.WriteAllText(workbench.PathOf("loss.json"), $$"""
        {
          "task": "pix2pix",
          "settings": { "size": 32, "loadSize": 32, "items": 8, "validationItems": 1, "batchSize": 2, "epochs": {{epochs}}, "decayEpochs": 0, "ngf": 2, "ndf": 2, "halvings": 5 },
          "axes": {{axes}},
          "seeds": [1, 2],
          "testItems": 4,
          "resources": { "cpus": 1 }
        }
        """);

    private Task<string> Read(params string[] parts) => File.ReadAllTextAsync(workbench.PathOf(parts), TestContext.Current.CancellationToken);

    private string[] Folders() => Directory.Exists(workbench.PathOf("runs")) ? Directory.GetDirectories(workbench.PathOf("runs"), "pix2pix-*") : [];

    private IEnumerable<string> Checkpoints() => Folders().Select(run => Path.Combine(run, "checkpoints")).Where(Directory.Exists).SelectMany(folder => Directory.GetDirectories(folder, "step-*"));

    private static bool HasCheckpoint(string run) => Path.Combine(run, "checkpoints") is var folder && Directory.Exists(folder) && Directory.GetDirectories(folder, "step-*").Length > 0;

    private static async Task WaitFor(Func<bool> seen, Process process)
    {
        for (int i = 0; i < 6000 && !process.HasExited && !seen(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}

using System.Diagnostics;

namespace Workbench.Cli.Tests;

/// <summary>Training on disks that are full or may not be written to, and signals.</summary>
public sealed class TrainReliabilityTests : IDisposable
{
    private const string Small = "--set items=16 epochs=40 decayEpochs=0 batchSize=4 width=32 validationItems=4";
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    /// <summary>A tmpfs of less than a megabyte fills up with samples and checkpoints; the run is told so, and goes on once there is room.</summary>
    [Fact]
    public async Task AFullDiskIsNamedLeavesTheLastCheckpointWholeAndTheRunGoesOnWithTheSameBits()
    {
        Finished finished = await OnOwnDisk("size=900k", $"""
            {Train} --out disk/run; echo "first: $?"
            ls disk/run/checkpoints; ls -a disk/run/checkpoints | grep -c tmp
            mount -o remount,size=64m disk
            {Train} --out disk/run --resume > /dev/null 2>&1; echo "second: $?"
            {Train} --out whole > /dev/null 2>&1
            cmp disk/run/model.safetensors whole/model.safetensors && echo same
            """);

        Assert.Contains("first: 1\n", finished.Output, StringComparison.Ordinal);
        Assert.Matches("cannot be written: .*[Nn]o space left on device.*(make room|resume)", finished.Error);
        Assert.Matches(@"first: 1\n(step-\d+\n){1,2}0\n", finished.Output);
        Assert.Contains("second: 0\nsame\n", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatMayNotBeWrittenIsNamedBeforeAnythingIsTrained()
    {
        Finished finished = await OnOwnDisk("ro", $"""{Train} --out disk/run; echo "code: $?" """);

        Assert.Contains("code: 2", finished.Output, StringComparison.Ordinal);
        Assert.Matches("disk/run cannot hold a run: .*[Rr]ead-only", finished.Error);
        Assert.DoesNotContain("step ", finished.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task ASecondSignalEndsAtOnceAndWhatWasSavedStays(string signal)
    {
        // Steps of half a minute, so that the first signal has something to wait for: it is sent when the first of them has surely begun.
        using Process process = workbench.Start("train", "pix2pix", "--set", "size=256", "loadSize=256", "halvings=8", "ngf=32", "batchSize=8", "accumulate=32", "items=256", "epochs=100", "validationItems=0", "--out", "run");
        await WaitFor(() => Directory.Exists(workbench.PathOf("run", "tensorboard")), process);
        await Task.Delay(2000, TestContext.Current.CancellationToken);
        await Send(signal, process);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, "one signal waits for the step's end");
        long asked = Stopwatch.GetTimestamp();
        await Send(signal, process);
        Finished finished = await Workbench.FinishAsync(process);

        Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(10));
        Assert.Equal(130, finished.Code);
        Assert.Contains("Ctrl-C again ends at once", finished.Error, StringComparison.Ordinal);
    }

    private static string Train => $"dotnet '{Workbench.Command}' train mixture-gan {Small}";

    /// <summary>Runs a script in a mount namespace of its own, where <c>disk</c> is a small file system in memory.</summary>
    private async Task<Finished> OnOwnDisk(string options, string script)
    {
        Directory.CreateDirectory(workbench.PathOf("disk"));
        using Process process = Process.Start(new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o {options} tmpfs disk || exit 77\n{script}"])
        {
            WorkingDirectory = workbench.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Finished finished = await Workbench.FinishAsync(process);
        Assert.SkipWhen(finished.Code == 77 || finished.Error.Contains("unshare failed", StringComparison.Ordinal), "needs mount namespaces of one's own");
        return finished;
    }

    private static async Task WaitFor(Func<bool> seen, Process process)
    {
        for (int i = 0; i < 6000 && !process.HasExited && !seen(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}

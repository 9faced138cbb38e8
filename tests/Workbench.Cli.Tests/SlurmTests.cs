using System.Diagnostics;
using System.Globalization;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>A study on a real Slurm: controller, node and munge of Debian's, all in a folder of the test's own.</summary>
public sealed class SlurmTests : IDisposable
{
    // Four runs of some seconds at least, which save at each epoch's end: long enough to be disturbed.
    private const string Study =
        """
        {
          "task": "pix2pix",
          "settings": { "size": 32, "loadSize": 32, "items": 8, "validationItems": 1, "batchSize": 2, "epochs": 100, "decayEpochs": 0, "ngf": 2, "ndf": 2, "halvings": 5 },
          "axes": { "loss": { "L1": { "lambdaGan": 0 }, "L1+cGAN": {} } },
          "seeds": [1, 2],
          "testItems": 8,
          "resources": { "cpus": 1, "memory": "2G", "time": "00:20:00" }
        }
        """;

    // A space, as in many a person's folders.
    private const string Place = "on the cluster";

    private readonly Workbench workbench = new();
    private readonly string cluster = Path.Combine(SharedData.Repository, "tests", "slurm", "cluster");

    // Not in the folder above, which is closed to others: munge does not trust a socket that not everybody can come to.
    private string Slurm { get; } = Path.Combine(Path.GetTempPath(), $"workbench-slurm-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(Slurm))
        {
            Run(cluster, "stop", Slurm);
            Directory.Delete(Slurm, recursive: true);
        }

        workbench.Dispose();
    }

    [Fact]
    public async Task AKilledACancelledAndARequeuedRunAndANewControllerEndInTheTableOfThisMachine()
    {
        string? missing = new[] { "slurmctld", "slurmd", "munged" }.FirstOrDefault(program => !File.Exists($"/usr/sbin/{program}"));
        Assert.SkipWhen(missing is not null, $"needs {missing} (Debian: slurm-wlm, munge)");
        await File.WriteAllTextAsync(workbench.PathOf("loss.json"), Study, TestContext.Current.CancellationToken);
        Run(cluster, "start", Slurm);
        workbench.Variables["SLURM_CONF"] = Path.Combine(Slurm, "slurm.conf");

        Finished submitted = await workbench.RunAsync("sweep", "loss.json", "--on", "slurm", "--runs", Place);
        Assert.True(submitted.Code == 0, submitted.Error);
        Assert.Contains("4 runs are job array 1, their summary job 2.", submitted.Output, StringComparison.Ordinal);
        await WaitFor(() => Checkpoints() == 4, "all four runs have a checkpoint");

        // A controller writes down what changed some seconds later: one that is killed sooner takes the runs to be waiting. The runs stand still
        // until then, or on a fast machine they would be through.
        Signal("STOP", Tasks());
        DateTime running = DateTime.UtcNow;
        Run("scontrol", "update", "JobId=1_3", "TimeLimit=00:19:00");
        await WaitFor(() => File.GetLastWriteTimeUtc(Path.Combine(Slurm, "state", "job_state")) > running, "the controller has noted that they run");
        Signal("KILL", Tasks(run: 0));
        Run(cluster, "controller", Slurm);
        Run("scancel", "1_1");
        Run("scontrol", "requeue", "1_2");
        Signal("CONT", Tasks(run: 3));
        Assert.Contains("(job 1_2: ", (await workbench.RunAsync("sweep", "status", "loss.json", "--runs", Place)).Output, StringComparison.Ordinal);
        await WaitFor(() => Run("squeue", "--noheader").Length == 0, "the queue is empty");

        Finished half = await workbench.RunAsync("sweep", "status", "loss.json", "--runs", Place);
        Assert.Equal(["stopped", "stopped", "finished", "finished"], half.Output.Split('\n').Take(4).Select(line => line[47..].Split(' ')[0]));
        Assert.Contains("2 of 4 runs finished", await Read(Place, "studies", "loss.md"), StringComparison.Ordinal);
        Assert.Contains("REQUEUE", await Read(Place, "studies", "loss.slurm", "run-2.log"), StringComparison.Ordinal);

        Finished again = await workbench.RunAsync("sweep", "loss.json", "--on", "slurm", "--runs", Place);
        Assert.Contains("2 runs are job array", again.Output, StringComparison.Ordinal);
        Finished twice = await workbench.RunAsync("sweep", "loss.json", "--on", "slurm", "--runs", Place);
        Assert.Contains("The 2 runs that are left are in the queue already, as job", twice.Output, StringComparison.Ordinal);
        await WaitFor(() => Run("squeue", "--noheader").Length == 0, "the queue is empty again");
        Finished here = await workbench.RunAsync("sweep", "loss.json", "--runs", "here");

        Assert.True(here.Code == 0, here.Error);
        foreach (string table in new[] { "loss.csv", "loss.md", "loss-long.csv" })
        {
            Assert.Equal(await Read("here", "studies", table), await Read(Place, "studies", table));
        }

        Assert.Contains("All 4 runs are finished", (await workbench.RunAsync("sweep", "loss.json", "--on", "slurm", "--runs", Place)).Output, StringComparison.Ordinal);

        int Checkpoints() => !Directory.Exists(workbench.PathOf(Place)) ? 0
            : Directory.GetDirectories(workbench.PathOf(Place)).Count(run => Directory.Exists(Path.Combine(run, "checkpoints")) && Directory.GetDirectories(Path.Combine(run, "checkpoints"), "step-*").Length > 0);
    }

    private Task<string> Read(params string[] parts) => File.ReadAllTextAsync(workbench.PathOf(parts), TestContext.Current.CancellationToken);

    /// <summary>The processes of the runs, or the one process of one.</summary>
    private static int[] Tasks(int? run = null)
    {
        int[] tasks = [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(IsTask)];
        Assert.True(run is null ? tasks.Length > 0 : tasks.Length == 1, $"{tasks.Length} processes of {(run is null ? "the runs" : $"run {run}")}");
        return tasks;

        bool IsTask(int process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process}/cmdline").Contains($"loss.slurm/loss.json\0{(run is null ? "" : $"{run}\0")}", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false; // has ended meanwhile
            }
        }
    }

    /// <summary>KILL is what a process gets when a machine runs out of memory.</summary>
    private void Signal(string signal, int[] processes) => Run("bash", "-c", $"kill -{signal} {string.Join(' ', processes)}");

    private string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Path.Combine(Slurm, "slurm.conf");
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode}. {error.Result}");
        return output;
    }

    private async Task WaitFor(Func<bool> seen, string what)
    {
        for (int i = 0; i < 1500; i++)
        {
            if (seen())
            {
                return;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        string logs = string.Concat(Directory.GetFiles(workbench.Folder, "*.log", SearchOption.AllDirectories).Select(log => $"\n== {log}\n{File.ReadAllText(log)}"));
        Assert.Fail($"In five minutes not seen that {what}: {Run("squeue", "--array")}{logs}");
    }
}

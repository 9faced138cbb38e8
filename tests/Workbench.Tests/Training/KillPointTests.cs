using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Workbench.Tests.Imaging;
using Workbench.Tests.Models;
using Workbench.Training;

namespace Workbench.Tests.Training;

/// <summary>
/// A hundred random moments of one training process that saves at every step. At each of them the process is frozen (SIGSTOP) and its folder
/// copied: what SIGKILL would have left then, half-written files and all. Every copy must go on, and to the very bits of a run that was not
/// disturbed. Freezing costs no restart, so a hundred moments take seconds; <c>TrainTests</c> of the command kills in earnest.
/// </summary>
public sealed class KillPointTests : TorchTest
{
    private const int Moments = 100;
    private const int StepsAfter = 2;

    // Four networks, two optimizers, a pool of images: a checkpoint of eight files.
    private static readonly CycleGanRecipe Recipe = new()
    {
        Data = "horse2zebra",
        Size = 32,
        LoadSize = 34,
        Items = 8,
        ValidationItems = 0,
        Epochs = 200,
        BatchSize = 1,
        Ngf = 2,
        Ndf = 2,
        Blocks = 1,
        ReceptiveField = 16,
        PoolSize = 3,
        Beta1 = 0.5,
        LearningRate = 2e-3,
        AverageDecay = 0.9,
    };

    private static readonly string Command = typeof(KillPointTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "WorkbenchCommand").Value!;

    [Fact]
    public async Task AHundredRandomKillPointsAllGoOnToTheSameBits()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "freezes a process by Linux's signals");
        using TemporaryFolder folder = new();
        string run = folder.File("run");
        List<string> copies = [];
        using (Process process = Start(run))
        {
            Task<string> said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (!Directory.Exists(run) && !process.HasExited)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            Random random = new(1);
            while (copies.Count < Moments && !process.HasExited)
            {
                await Task.Delay(random.Next(1, 50), TestContext.Current.CancellationToken);
                if (!Freeze(process))
                {
                    break;
                }

                copies.Add(folder.File($"killed-{copies.Count}"));
                await Copy(run, copies[^1]);
                _ = Signal(process.Id, 18); // SIGCONT
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(copies.Count == Moments, $"{copies.Count} moments, then the process ended: {await said}");
        }

        // Every checkpoint of an undisturbed run, to compare with.
        string whole = folder.File("whole");
        long furthest = copies.Max(LastStep) + StepsAfter;
        Advance(whole, furthest, keep: int.MaxValue);
        int inTheMiddle = 0;
        foreach (string copy in copies)
        {
            inTheMiddle += Directory.Exists(Path.Combine(copy, "checkpoints")) && Directory.GetDirectories(Path.Combine(copy, "checkpoints"), ".step-*").Length > 0 ? 1 : 0;
            long step = LastStep(copy) + StepsAfter;
            Advance(copy, step, keep: 1);
            AssertSameCheckpoint(whole, copy, step);
            double[] rows = [.. RunFolder.Open(copy).ReadMetrics().Select(row => row["step"])];
            Assert.Equal(rows.Distinct().Order(), rows);
            Assert.Equal(step, rows[^1]);
        }

        Assert.True(inTheMiddle >= 10, $"only {inTheMiddle} of {Moments} moments were in the middle of a save");
    }

    /// <summary>By a program that asks for no locks: files of the frozen process are locked against .NET.</summary>
    private static async Task Copy(string from, string to)
    {
        using Process copy = Process.Start("cp", ["-r", from, to]);
        await copy.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, copy.ExitCode);
    }

    private static Process Start(string run)
    {
        string[] settings = [.. RecipeSetting.Of(typeof(CycleGanRecipe)).Select(setting => $"{setting.Name}={setting.Show(Recipe)}").Where(setting => !setting.EndsWith('='))];
        ProcessStartInfo start = new("dotnet", [Command, "train", "cyclegan", "--checkpoint-every", "1", "--out", run, .. settings.SelectMany(setting => new[] { "--set", setting })])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1"; // as in this process: bits hold for a number of threads
        return Process.Start(start)!;
    }

    /// <summary>
    /// Goes on, or begins, until a step is done, and saves. On a thread of its own: after an await this test is on any thread of the pool, and
    /// libtorch keeps its number of threads for each of them.
    /// </summary>
    private static void Advance(string run, long step, int keep) => SideBySide.Make(1, _ =>
    {
        using CancellationTokenSource stop = new();
        Recipe.Run(new() { Folder = run, Resume = true, CheckpointEvery = keep == 1 ? 0 : 1, KeepCheckpoints = keep, ReportEvery = 1, TensorBoard = false, Workers = 1 }, new Watcher(report =>
        {
            if (report is StepReport { Step: var done } && done == step)
            {
                stop.Cancel();
            }
        }), stop.Token).Dispose();
        return step;
    });

    private static long LastStep(string run) => !Directory.Exists(Path.Combine(run, "checkpoints"))
        ? 0
        : Directory.GetDirectories(Path.Combine(run, "checkpoints"), "step-*").Select(path => long.Parse(Path.GetFileName(path)["step-".Length..], CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

    private static void AssertSameCheckpoint(string expected, string actual, long step)
    {
        string name = Path.Combine("checkpoints", string.Create(CultureInfo.InvariantCulture, $"step-{step:D9}"));
        string[] files = [.. Directory.GetFiles(Path.Combine(expected, name), "*.safetensors")];
        Assert.True(files.Length >= 8, $"{files.Length} files");
        foreach (string file in files)
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name, Path.GetFileName(file)))), $"{actual}, step {step}, {Path.GetFileName(file)}");
        }
    }

    /// <summary>Stops every thread of a process, and waits until they stand still.</summary>
    private static bool Freeze(Process process)
    {
        _ = Signal(process.Id, 19); // SIGSTOP
        while (!process.HasExited)
        {
            try
            {
                // The state is the first letter after the name in brackets.
                if (Directory.GetDirectories($"/proc/{process.Id}/task").All(task => File.ReadAllText(Path.Combine(task, "stat")) is var text && text[text.LastIndexOf(')') + 2] is 'T' or 'Z'))
                {
                    return true;
                }
            }
            catch (IOException)
            {
                // A thread ended meanwhile.
            }
        }

        return false;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Signal(int process, int signal);
}

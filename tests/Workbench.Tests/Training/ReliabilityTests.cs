using TorchSharp;
using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Models;
using Workbench.Tests.Imaging;
using Workbench.Tests.Models;
using Workbench.Training;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>What a run survives, and what it says where it cannot go on.</summary>
public sealed class ReliabilityTests : TorchTest
{
    private static readonly MixtureGanRecipe Recipe = MixtureGanRecipe.Quick with
    {
        Items = 16,
        Epochs = 4,
        DecayEpochs = 2,
        BatchSize = 4,
        Width = 3,
        NoiseLength = 2,
        ValidationItems = 4,
        Optimizer = OptimizerKind.AdamW,
        AverageDecay = 0.9,
    };

    [Fact]
    public void ALossThatIsNoNumberEndsTheRunAndKeepsTheCheckpointBefore()
    {
        using TemporaryFolder folder = new();
        TrainingException error = Assert.Throws<TrainingException>(() => new SpoiltRecipe { Items = 16, BatchSize = 4, Epochs = 9, BadStep = 6, ValidationItems = 0 }.Run(new() { Folder = folder.File("run"), CheckpointEvery = 1, ReportEvery = 1 }));

        Assert.StartsWith("In step 6 the loss badness became NaN, with mixture train ", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, error.Message.Split("mixture train").Length - 1); // all of the batch
        Assert.Equal(["step-000000004", "step-000000005"], Checkpoints(folder.File("run")));
    }

    [Fact]
    public void WeightsThatAreNoNumbersNeverReplaceGoodOnes()
    {
        using TemporaryFolder folder = new();
        TrainingException error = Assert.Throws<TrainingException>(() => new SpoiltRecipe { Items = 16, BatchSize = 4, Epochs = 9, BadStep = 6, OnlyWeights = true, ValidationItems = 0 }.Run(new() { Folder = folder.File("run"), CheckpointEvery = 1 }));

        Assert.StartsWith("By step 6 the weights N.layers.0.weight became NaN or infinite.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["step-000000004", "step-000000005"], Checkpoints(folder.File("run")));
        Assert.All(Safetensors.Read(folder.File("run/checkpoints/step-000000005/network-N.safetensors")), entry => Assert.True(entry.Value.isfinite().all().item<bool>(), entry.Key));
    }

    [Theory]
    [InlineData(1, 0)] // the table of losses is the first to miss it
    [InlineData(6, 1)] // a checkpoint
    [InlineData(6, 0)] // the table of validation figures
    public void AFolderThatIsDeletedMeanwhileIsNamed(int reportEvery, long checkpointEvery)
    {
        using TemporaryFolder folder = new();
        TrainingException error = Assert.Throws<TrainingException>(() => Recipe.Run(new() { Folder = folder.File("run"), ReportEvery = reportEvery, CheckpointEvery = checkpointEvery, TensorBoard = false }, new Watcher(report =>
        {
            if (report is StepReport { Step: 6 })
            {
                Directory.Delete(folder.File("run"), recursive: true);
            }
        })));

        Assert.Contains(folder.File("run"), error.Message, StringComparison.Ordinal);
        Assert.Contains("is gone", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("run")), "half a run must not come back");
    }

    [Fact]
    public void AClockThatJumpsChangesNoWeightsAndNoTimeIsNegative()
    {
        using TemporaryFolder folder = new();
        List<StepReport> reports = [];
        using TrainingResult straight = Recipe.Run(), jumping = Recipe.Run(new() { Folder = folder.File("run"), Clock = new JumpingClock(), ReportEvery = 1 }, new Watcher(report =>
        {
            if (report is StepReport step)
            {
                reports.Add(step);
            }
        }));

        ResumeTests.AssertSameBits(straight.Trained.ResultState().ToDictionary(), jumping.Trained.ResultState().ToDictionary());
        Assert.True(jumping.Elapsed >= TimeSpan.Zero);
        Assert.All(reports, report => Assert.True(report.Remaining >= TimeSpan.Zero && double.IsFinite(report.ItemsPerSecond) && report.ItemsPerSecond >= 0, $"{report}"));
        Assert.All(RunFolder.Open(folder.File("run")).ReadMetrics(), row => Assert.True(row["seconds"] >= 0));
    }

    /// <summary>A run of each released layout, as the version that wrote it left it: cut after six of sixteen steps, beside the weights it would have ended with.</summary>
    [Theory]
    [InlineData(1)]
    public void RunsOfEveryReleasedLayoutGoOn(int layout)
    {
        string kept = Path.Combine(AppContext.BaseDirectory, "Training", "layouts", $"{layout}");
        using TemporaryFolder folder = new();
        Copy(Path.Combine(kept, "run"), folder.File("run"));
        using TrainingResult result = RunFolder.Open(folder.File("run")).ReadRecipe().Run(new() { Folder = folder.File("run"), Resume = true });

        Assert.True(result.Finished);
        IReadOnlyDictionary<string, Tensor> expected = Safetensors.Read(Path.Combine(kept, "model.safetensors"));
        foreach ((string key, Tensor tensor) in result.Trained.ResultState())
        {
            Assert.True(tensor.allclose(expected[key], 1e-4, 1e-6), key); // another machine's rounding may differ
        }
    }

    [Theory]
    [InlineData("state.json", "{\"Version\":1", "cannot be read")]
    [InlineData("state.json", "{\"Version\":99}", "has layout 99, and this version reads 1")]
    [InlineData("network-G.safetensors", "no tensors", "network-G.safetensors")]
    [InlineData("optimizer-D.safetensors", null, "optimizer-D.safetensors")]
    public void ADamagedCheckpointIsNamedAndTheOneBeforeServes(string file, string? text, string message)
    {
        using TemporaryFolder folder = new();
        string run = folder.File("run");
        Cut(run, 6);
        string last = Path.Combine(run, "checkpoints", "step-000000006"), damaged = Path.Combine(last, file);
        if (text is null)
        {
            File.Delete(damaged);
        }
        else
        {
            File.WriteAllText(damaged, text);
        }

        TrainingException error = Assert.Throws<TrainingException>(() => Recipe.Run(new() { Folder = run, Resume = true }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(last, error.Message, StringComparison.Ordinal);

        Directory.Delete(last, recursive: true);
        using TrainingResult whole = Recipe.Run(), parts = Recipe.Run(new() { Folder = run, Resume = true });
        ResumeTests.AssertSameBits(whole.Trained.ResultState().ToDictionary(), parts.Trained.ResultState().ToDictionary());
    }

    [Fact]
    public void HalfACheckpointIsNoneAndIsSweptAway()
    {
        using TemporaryFolder folder = new();
        string run = folder.File("run"), half = Path.Combine(run, "checkpoints", ".step-000000007.4711.tmp");
        Cut(run, 6);
        Directory.CreateDirectory(half);
        File.WriteAllText(Path.Combine(half, "network-G.safetensors"), "half");

        using TrainingResult whole = Recipe.Run(), parts = Recipe.Run(new() { Folder = run, Resume = true });
        ResumeTests.AssertSameBits(whole.Trained.ResultState().ToDictionary(), parts.Trained.ResultState().ToDictionary());
        Assert.False(Directory.Exists(half));
    }

    /// <summary>Leaves a run whose last checkpoints are of the step asked for and the one before.</summary>
    private static void Cut(string run, int step)
    {
        using CancellationTokenSource stop = new();
        Recipe.Run(new() { Folder = run, CheckpointEvery = 1, ReportEvery = 1 }, new Watcher(report =>
        {
            if (report is StepReport { Step: var done } && done == step)
            {
                stop.Cancel();
            }
        }), stop.Token).Dispose();
    }

    private static string[] Checkpoints(string run) => [.. Directory.GetDirectories(Path.Combine(run, "checkpoints")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>Goes back an hour, then forward a day, again and again.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long calls;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 1_000_000 + (calls++ % 3 switch { 0 => 0, 1 => -3600, _ => 86_400 });
    }

    /// <summary>A task whose loss, or whose weights, are NaN in one step.</summary>
    private sealed record SpoiltRecipe : Recipe<PointSample>
    {
        public long BadStep { get; init; }

        public bool OnlyWeights { get; init; }

        public override string Task => "spoilt";

        public override TrainingTask<PointSample> CreateTask(IDataset<PointSample> data) => new SpoiltTask(this with { Data = "mixture" });

        protected override IDataset<PointSample> OpenData(DatasetOptions options) => new Mixture(options.Split) { Count = options.Count ?? 16 };
    }

    private sealed class SpoiltTask : TrainingTask<PointSample>
    {
        private readonly SpoiltRecipe recipe;
        private readonly Mlp network;
        private readonly WeightUpdate update;
        private long step;

        public SpoiltTask(SpoiltRecipe recipe)
        {
            this.recipe = recipe;
            network = Add(recipe, "N", new Mlp(2, [2], 1));
            update = AddUpdate(recipe, "N", "N");
        }

        public override IReadOnlyList<string> Results => ["N"];

        public override string Measure => "badness";

        public override Losses Learn(PointSample batch)
        {
            Losses losses = [];
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = network.call(batch.Position).square().mean();
            update.Apply(loss);
            bool bad = ++step == recipe.BadStep;
            if (bad && recipe.OnlyWeights)
            {
                using IDisposable noGradient = no_grad();
                network.parameters().First().fill_(double.NaN);
            }

            losses.Note("badness", bad && !recipe.OnlyWeights ? loss * double.NaN : loss);
            return losses.MoveOut();
        }

        public override IReadOnlyDictionary<string, double> Validate(IEnumerable<PointSample> batches) => new Dictionary<string, double>();

        public override ImageGrid Sample(PointSample batch) => new();
    }
}

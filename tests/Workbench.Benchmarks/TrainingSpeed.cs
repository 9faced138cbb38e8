using System.Diagnostics;
using TorchSharp;
using Workbench.Datasets;
using Workbench.Training;
using static TorchSharp.torch;
using static Workbench.Benchmarks.Figures;

namespace Workbench.Benchmarks;

/// <summary>
/// What training costs beside its arithmetic. Aims: the trainer at most 1.03 times a bare loop of the same steps on the same batches; cores
/// busy for 0.9 of the time; convolutions alone at least 0.85 of a pix2pix step at 256×256.
/// </summary>
/// <remarks>The two sides of a ratio are timed in turn, round after round, in one process; each ratio is the median over the rounds.</remarks>
internal static class TrainingSpeed
{
    private const int Rounds = 5, Epochs = 3, StepsInARow = 8;

    // Half the paper's size and width: a step of a third of a second on two cores, nearly all of it convolutions.
    private static readonly Pix2PixRecipe Half = Pix2PixRecipe.Real with
    {
        Data = "maps",
        Items = 32,
        LoadSize = 128,
        Mirror = false,
        Epochs = Epochs,
        DecayEpochs = 1,
        ValidationItems = 0,
    };

    public static void Measure()
    {
        Loop();
        Step();
    }

    private static void Loop()
    {
        ItemStore items = new();
        List<double> ratios = [], busy = [];
        for (int round = 0; round <= Rounds; round++)
        {
            (double trainer, double cores) = Trainer(items);
            double bare = BareLoop();
            if (round > 0)
            {
                ratios.Add(trainer / bare); // the first warms up, and fills the store
                busy.Add(cores);
            }
        }

        Say($"trainer over a bare loop, pix2pix at 128×128: {Median(ratios):0.000} times ({ratios.Min():0.000} to {ratios.Max():0.000}); {get_num_threads()} threads keep {Median(busy):0.00} of {Environment.ProcessorCount} cores busy ({busy.Min():0.00} to {busy.Max():0.00})");
    }

    /// <summary>Seconds from the end of the first epoch to that of the last, and how busy the cores were.</summary>
    private static (double Seconds, double Cores) Trainer(ItemStore items)
    {
        (long Time, TimeSpan Work) start = default;
        (double, double) result = default;
        int perEpoch = (int)(Half.Items / Half.BatchSize);
        Watcher watcher = new(report =>
        {
            if (report is StepReport { Epoch: 1 })
            {
                start = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            }
            else if (report is StepReport { Epoch: Epochs })
            {
                TimeSpan passed = Stopwatch.GetElapsedTime(start.Time);
                result = (passed.TotalSeconds, (Environment.CpuUsage.TotalTime - start.Work) / passed / Environment.ProcessorCount);
            }
        });
        Half.Train(new() { ReportEvery = perEpoch, Keep = items }, watcher).Dispose();
        return result;
    }

    /// <summary>Seconds for as many steps, with batches at hand and nobody watching.</summary>
    private static double BareLoop()
    {
        IDataset<ImagePair> data = Half.OpenData(Split.Train);
        using Pix2PixTask task = Half.CreateTask(data);
        task.SetMode(training: true);
        LoadedBatch<ImagePair>[] batches = [.. new Loader<ImagePair>(data, Half.BatchSize) { Seed = Half.Seed, Transform = Half.Transform }.Epoch(0)];
        Learn();
        double seconds = Seconds(() =>
        {
            for (int epoch = 1; epoch < Epochs; epoch++)
            {
                Learn();
            }
        });
        Array.ForEach(batches, batch => batch.Dispose());
        return seconds;

        void Learn() => Array.ForEach(batches, batch =>
        {
            using DisposeScope scope = NewDisposeScope();
            task.Learn(batch.Samples);
        });
    }

    /// <summary>A pix2pix step at 256×256 against its convolutions.</summary>
    public static void Step()
    {
        Pix2PixRecipe recipe = Pix2PixRecipe.Paper with { Data = "maps", LoadSize = 256 };
        IDataset<ImagePair> data = recipe.OpenData(Split.Train);
        using Pix2PixTask task = recipe.CreateTask(data);
        task.SetMode(training: true);
        ImagePair batch = Sample.Stack([data.Item(0)]);
        using Products products = new(task.Networks.Values, Learn);
        List<double> ratios = [], libtorch = [], steps = [];
        for (int round = 0; round <= Rounds; round++)
        {
            double alone = Alone(products.ForwardAndBackward), plain = Alone(products.ForwardAndBackwardInLibtorch);
            double step = Seconds(Learn);
            if (round > 0)
            {
                ratios.Add(alone / step);
                libtorch.Add(plain / step);
                steps.Add(step);
            }
        }

        // Steps follow each other in a training, with nothing in between that would let the threads fall asleep.
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double row = Seconds(() =>
        {
            for (int step = 0; step < StepsInARow; step++)
            {
                Learn();
            }
        });
        double busy = (Environment.CpuUsage.TotalTime - before).TotalSeconds / row / Environment.ProcessorCount;
        Say($"the {products.Count} convolutions of a pix2pix step at 256×256 over the step: {Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}), all of them as libtorch computes them: {Median(libtorch):0.00} ({libtorch.Min():0.00} to {libtorch.Max():0.00}); a step takes {Median(steps):0.00} s; in {StepsInARow} of them in a row {get_num_threads()} threads keep {busy:0.00} of {Environment.ProcessorCount} cores busy");

        double Alone(Action work)
        {
            foreach (nn.Module network in task.Networks.Values)
            {
                network.zero_grad();
            }

            return Seconds(work);
        }

        void Learn()
        {
            using DisposeScope scope = NewDisposeScope();
            task.Learn(batch);
        }
    }
}

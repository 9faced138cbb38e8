using System.Diagnostics;
using TorchSharp;
using Workbench.Datasets;
using Workbench.Training;
using static Workbench.Benchmarks.Figures;

namespace Workbench.Benchmarks;

/// <summary>
/// How fast data comes: items drawn a second; JPEGs decoded and shrunk in a parallel loop, against SkiaSharp alone in the same loop; and
/// whether a loader of two workers keeps up with the pix2pix step (64×64, ngf 16, batch 16). Everything on two threads, in one process.
/// Aims: scenes 1,500 a second at 64×64 and 150 at 256×256; JPEGs at 0.9 times Skia's speed; a step that never waits for its batch.
/// </summary>
/// <remarks>
/// Measured on two quiet cores: scenes 1,669 and 355 a second; at 64×64 maps 779, facades 2,254, edges2shoes 2,827; JPEGs at 1.01 times
/// Skia's speed, which uses the processor's wide vectors once the library is loaded. A step waits for nothing, neither where items are kept,
/// as a training keeps them (<see cref="ItemStore"/>), nor in a first epoch that draws them.
/// </remarks>
internal static class DatasetBenchmarks
{
    private const int WarmUps = 5, Learned = 30; // steps
    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    public static void Measure()
    {
        foreach ((string name, int size, int count) in new[] { ("scenes", 64, 4000), ("scenes", 256, 500), ("maps", 64, 1000), ("facades", 64, 1000), ("edges2shoes", 64, 2000) })
        {
            Drawn(name, size, count);
        }

        Jpegs();
        foreach (string name in new[] { "scenes", "maps", "facades", "edges2shoes" })
        {
            Steps(name);
        }
    }

    private static void Drawn(string name, int size, int count)
    {
        IDataset set = DatasetCatalog.Open(name, new() { Size = size });
        Draw(count / 4); // compiled and warm
        Say($"{name} at {size}×{size}: {count / Seconds(() => Draw(count)):0} items a second");

        void Draw(int items) => Parallel.For(0, items, TwoThreads, i =>
        {
            using var scope = torch.NewDisposeScope();
            set.Item(i);
        });
    }

    private static void Jpegs()
    {
        const int Pictures = 40;
        ImageBenchmarks one = new();
        one.MakePhotograph();
        double[] ratios = [.. Enumerable.Range(0, 8).Select(_ => Times(() => one.SkiaAlone()) / Times(() => one.Library())).Skip(1).Order()];
        Say($"JPEG of a megapixel to 256×256: {ratios[3]:0.00} times the speed of SkiaSharp alone ({ratios[0]:0.00} to {ratios[^1]:0.00} in seven rounds of {Pictures})");

        static double Times(Action action) => Seconds(() => Parallel.For(0, Pictures, TwoThreads, _ => action()));
    }

    private static void Steps(string name)
    {
        Pix2PixRecipe recipe = Pix2PixRecipe.Quick;
        DatasetOptions options = new() { Size = recipe.Size, Count = recipe.BatchSize * (WarmUps + Learned) };
        IDataset<ImagePair> set = name == "scenes" ? DatasetCatalog.Open<ImageSample>(name, options).FromGrey() : DatasetCatalog.Open<ImagePair>(name, options);
        using TrainingTask<ImagePair> task = recipe.CreateTask(set);
        task.SetMode(training: true);
        using ItemStore store = new();
        IDataset<ImagePair> kept = store.Over(name, set);
        LoadedBatch<ImagePair>[] still = [.. Batches(kept, 0)]; // fills the store
        (double alone, _, _) = Learn(still);
        (double withDrawing, double drawing, double longestDrawing) = Learn(Batches(set, 1));
        (double withKept, double keeping, double longestKeeping) = Learn(Batches(kept, 1));
        Say($"pix2pix step on {name}: {alone:0} ms on batches at hand; {withDrawing:0} with a loader that draws them, of these {drawing:0.0} waiting (longest {longestDrawing:0.0}); {withKept:0} with a loader of kept items, {keeping:0.0} waiting (longest {longestKeeping:0.0})");

        IEnumerable<LoadedBatch<ImagePair>> Batches(IDataset<ImagePair> items, int epoch) =>
            new Loader<ImagePair>(items, recipe.BatchSize) { Workers = 2, Transform = recipe.Transform }.Epoch(epoch);

        // Milliseconds: of a step, of its wait for the batch, and of the longest wait.
        (double Step, double Wait, double Longest) Learn(IEnumerable<LoadedBatch<ImagePair>> batches)
        {
            List<double> steps = [], waits = [];
            Stopwatch watch = Stopwatch.StartNew();
            foreach (LoadedBatch<ImagePair> batch in batches)
            {
                waits.Add(watch.Elapsed.TotalMilliseconds);
                using (batch)
                using (torch.NewDisposeScope())
                {
                    task.Learn(batch.Samples);
                }

                steps.Add(watch.Elapsed.TotalMilliseconds);
                watch.Restart();
            }

            return (steps.Skip(WarmUps).Average(), waits.Skip(WarmUps).Average(), waits.Skip(WarmUps).Max());
        }
    }
}

using Workbench.Training;
using static Workbench.Benchmarks.Figures;

namespace Workbench.Benchmarks;

/// <summary>
/// What a process that trains holds of memory, everything counted, .NET and libtorch too. Each in a process of its own. Linux only.
/// </summary>
internal static class TrainingMemory
{
    /// <summary>The most in some steps of pix2pix as published, 256×256, batch 1: 1.5 GB at most.</summary>
    public static void Peak()
    {
        (Pix2PixRecipe.Paper with { Data = "maps", Items = 6, Epochs = 1, DecayEpochs = 0, ValidationItems = 0 }).Train().Dispose();
        Say($"most memory of a process that trains pix2pix at 256×256: {PeakMemory.HighWater() / 1e9:0.00} GB");
    }

    /// <summary>After 5,000 small steps against after 200: 1.02 times at most.</summary>
    public static void Growth()
    {
        Pix2PixRecipe small = Pix2PixRecipe.Quick with
        {
            Size = 32,
            LoadSize = 36,
            Halvings = 5,
            Ngf = 4,
            Ndf = 4,
            BatchSize = 2,
            Items = 400,
            Epochs = 25,
            ValidationItems = 0,
        };
        Dictionary<long, double> resident = [];
        small.Train(new() { ReportEvery = 200 }, new Watcher(report =>
        {
            if (report.Step is 200 or 1000 or 2000 or 5000)
            {
                PeakMemory.Settle(); // what is held, and not what the collector and malloc keep for later
                resident[report.Step] = Environment.WorkingSet / 1e6;
            }
        })).Dispose();
        Say($"memory after 5,000 steps over that after 200: {resident[5000] / resident[200]:0.000} times ({resident[200]:0}, {resident[1000]:0}, {resident[2000]:0}, {resident[5000]:0} MB after 200, 1,000, 2,000, 5,000)");
    }
}

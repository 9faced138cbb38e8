using System.Diagnostics;
using static Workbench.Benchmarks.Figures;

namespace Workbench.Benchmarks;

/// <summary>
/// How long a Jupyter client waits. Aims, as medians: 0.7 s from the launch of the kernel to its first answer, 1.3 s to the first cell's
/// result; a warm cell's result 30 ms after what Roslyn alone takes for the same cell; completions in 150 ms.
/// </summary>
/// <remarks>
/// Roslyn alone and the kernel execute the same cells in turn. Each cell stands on all those before it, so that both grow slower alike.
/// </remarks>
internal static class JupyterSpeed
{
    private const int Launches = 11, WarmUps = 30, Cells = 100;

    public static async Task MeasureAsync()
    {
        await FirstCellsAsync();
        await WarmCellsAsync();
    }

    private static async Task FirstCellsAsync()
    {
        List<double> ready = [], first = [];
        for (int launch = 0; launch <= Launches; launch++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            await using JupyterClient client = new();
            client.WaitUntilReady();
            double answered = watch.Elapsed.TotalSeconds;
            client.WaitForOutputs();
            client.UntilResult("1 + 1");
            if (launch > 0)
            {
                ready.Add(answered); // the first launch brings the files into memory
                first.Add(watch.Elapsed.TotalSeconds);
            }
        }

        Say($"launch to ready: {Median(ready):0.00} s ({ready.Min():0.00} to {ready.Max():0.00}); launch to the first cell's result: {Median(first):0.00} s ({first.Min():0.00} to {first.Max():0.00}); {Launches} launches");
    }

    private static async Task WarmCellsAsync()
    {
        BareScript roslyn = new();
        await using JupyterClient client = new();
        client.WaitForOutputs();
        List<double> alone = [], beyond = [], completions = [];
        for (int cell = 0; cell < WarmUps + Cells; cell++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            await roslyn.RunAsync("1 + 1");
            double compiled = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            client.UntilResult("1 + 1");
            double arrived = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            client.Complete("Console.Wr");
            if (cell >= WarmUps)
            {
                alone.Add(compiled);
                beyond.Add(arrived - compiled);
                completions.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        Say($"a warm cell's result: {Median(beyond):0.0} ms beyond Roslyn's {Median(alone):0.0}; completion: {Median(completions):0.0} ms (longest {completions.Max():0.0}); {Cells} cells");
    }
}

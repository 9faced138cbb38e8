using SkiaSharp;
using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>Executes notebooks again, with the parameters of their executed copies, and says which cells show something else now.</summary>
internal sealed class CheckRun(RunOptions options, double tolerance)
{
    private readonly ToleranceOptions tolerances = new() { Relative = tolerance, Decode = Decode };

    /// <summary>Checks all notebooks. The results folder stays as it is.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (options.Preset is not null || options.Settings.Count > 0)
        {
            throw new UsageException("--check takes the parameters of the executed copies: leave --preset and --set out.");
        }

        NotebookDocument[] copies = [.. options.Files.Select(ExecutedCopy)];
        using var progress = new RunProgress(new RemainingTime(copies));
        string scratch = Directory.CreateTempSubdirectory("workbench-check-").FullName;
        int same = 0;
        try
        {
            for (int i = 0; i < copies.Length && !stop.IsCancellationRequested; i++)
            {
                same += await IsSameAsync(i, copies[i], scratch, progress, stop) ? 1 : 0;
            }
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        progress.Dispose();
        Console.WriteLine($"{same} of {copies.Length} {(copies.Length == 1 ? "notebook shows" : "notebooks show")} what {(copies.Length == 1 ? "its executed copy does" : "their executed copies do")}.");
        return stop.IsCancellationRequested ? ExitCode.Interrupted : same < copies.Length ? ExitCode.Failure : ExitCode.Success;
    }

    private async Task<bool> IsSameAsync(int index, NotebookDocument copy, string scratch, RunProgress progress, CancellationToken stop)
    {
        string file = options.Files[index], name = NotebookFiles.Name(file);
        var document = NotebookDocument.Load(file);
        ParameterInjection.Apply(document, ExecutionRecord.ParametersOf(copy));
        progress.Start(index, name);
        var runner = new NotebookRunner { CellTimeout = options.CellTimeout, Progress = progress };
        NotebookOutcome outcome = await runner.RunAsync(document, () => KernelLaunch.Start(file, scratch), stop);
        if (!outcome.Succeeded)
        {
            progress.Complain(Failure.Describe(name, outcome));
            return false;
        }

        IReadOnlyList<Difference> differences = ExecutedCopyComparison.Compare(document, copy, tolerances);
        foreach (Difference difference in differences)
        {
            progress.Complain($"{name}{(difference.Cell > 0 ? $", cell {difference.Cell}" : "")}: {difference.What}");
        }

        if (differences.Count == 0)
        {
            progress.Say($"{name}: the same, in {RunProgress.Text(outcome.Elapsed)}");
        }

        return differences.Count == 0;
    }

    private NotebookDocument ExecutedCopy(string file)
    {
        string path = options.ExecutedCopy(file);
        if (!File.Exists(path))
        {
            throw new UsageException($"{NotebookFiles.Name(file)} has no executed copy in {Path.GetDirectoryName(path)}: run it without --check first.");
        }

        var copy = NotebookDocument.Load(path);
        return ExecutionRecord.StateOf(copy) is { State: "finished" }
            ? copy
            : throw new UsageException($"{path} did not reach its end, so there is nothing to compare with: run the notebook without --check first.");
    }

    private static Pixels? Decode(byte[] picture)
    {
        using SKBitmap? bitmap = SKBitmap.Decode(picture, new SKImageInfo { ColorType = SKColorType.Rgba8888, AlphaType = SKAlphaType.Unpremul, Width = SKBitmap.DecodeBounds(picture).Width, Height = SKBitmap.DecodeBounds(picture).Height });
        return bitmap is null ? null : new Pixels(bitmap.Width, bitmap.Height, bitmap.GetPixelSpan().ToArray());
    }
}

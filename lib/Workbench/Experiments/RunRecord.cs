using System.Text.Json;
using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>What a study leaves in a run's folder beside the run itself: <c>test.json</c>, the figures on the test split, or <c>failure.txt</c>.</summary>
internal static class RunRecord
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void WriteFigures(string run, long items, IReadOnlyDictionary<string, double> figures) =>
        WholeFile.Write(FiguresOf(run), JsonSerializer.Serialize(new Measured(items, figures), Json));

    public static void WriteFailure(string run, string reason)
    {
        try
        {
            Directory.CreateDirectory(run);
            WholeFile.Write(FailureOf(run), reason);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written, which may be why the run failed, the reason is only told.
        }
    }

    public static void ForgetFailure(string run) => File.Delete(FailureOf(run));

    public static StudyOutcome Read(string runs, StudyRun run, long items)
    {
        string path = RunFolder.PathOf(runs, run.Recipe);
        RunFolder? folder = RunFolder.Exists(path) ? RunFolder.Open(path) : null;
        if (folder is { IsFinished: true } && File.Exists(FiguresOf(path))
            && JsonSerializer.Deserialize<Measured>(File.ReadAllText(FiguresOf(path)), Json) is { } measured && measured.Items == items)
        {
            return new(run, RunState.Finished, measured.Figures, folder.ReadSummary()!.Seconds, null, path);
        }

        string? failure = File.Exists(FailureOf(path)) ? File.ReadAllText(FailureOf(path)) : null;
        RunState state = folder is { IsTaken: true } ? RunState.Running : failure is not null ? RunState.Failed : folder is null ? RunState.Waiting : RunState.Stopped;
        return new(run, state, new Dictionary<string, double>(), 0, state == RunState.Failed ? failure : null, path);
    }

    private static string FiguresOf(string run) => Path.Combine(run, "test.json");

    private static string FailureOf(string run) => Path.Combine(run, "failure.txt");

    private sealed record Measured(long Items, IReadOnlyDictionary<string, double> Figures);
}

namespace Workbench.Experiments;

/// <summary>What became of a run of a study.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">How far it is.</param>
/// <param name="Figures">What was measured on unseen items, by name; empty before the end.</param>
/// <param name="Seconds">Time spent training; 0 before the end.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
/// <param name="Folder">Where the run lies.</param>
public sealed record StudyOutcome(
    StudyRun Run, RunState State, IReadOnlyDictionary<string, double> Figures, double Seconds, string? Failure, string Folder);

namespace Workbench.Training;

/// <summary>What a finished run says of itself.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Seconds">Time spent training, resumed parts together.</param>
/// <param name="Parameters">Parameters of the resulting networks.</param>
/// <param name="Losses">Means over the last reported steps.</param>
/// <param name="Validation">The last figures on unseen items.</param>
/// <param name="Skipped">Data items that could not be read, with the reason of each.</param>
public sealed record RunSummary(
    long Steps,
    long Epochs,
    double Seconds,
    long Parameters,
    IReadOnlyDictionary<string, double> Losses,
    IReadOnlyDictionary<string, double> Validation,
    IReadOnlyDictionary<string, string> Skipped);

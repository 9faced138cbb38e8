namespace Workbench.Evaluation;

/// <summary>A value that the talk or a paper states, with the place that states it.</summary>
/// <param name="Value">The value, in the unit that the claim names.</param>
/// <param name="Source">Where it stands: the talk's slide, or a paper and its section or table.</param>
public sealed record Published(double Value, string Source);

/// <summary>An order of methods that the talk or a paper states, with the place that states it.</summary>
/// <param name="BestFirst">The methods' names, the best one first; at least two.</param>
/// <param name="Source">Where it stands: the talk's slide, or a paper and its section or table.</param>
public sealed record PublishedOrder(IReadOnlyList<string> BestFirst, string Source);

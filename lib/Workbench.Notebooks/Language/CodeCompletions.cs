namespace Workbench.Notebooks;

/// <summary>What could stand at a place of a cell.</summary>
/// <param name="Start">Where in the code the word begins that a choice takes the place of.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Choices">The choices, by name.</param>
public sealed record CodeCompletions(int Start, int End, IReadOnlyList<CodeCompletion> Choices);

/// <summary>A word that could stand at a place of a cell.</summary>
/// <param name="Text">The word.</param>
/// <param name="Kind">What it names, in the terms Jupyter's clients have icons for: <c>class</c>, <c>method</c>, <c>keyword</c> …</param>
public sealed record CodeCompletion(string Text, string Kind);

namespace Workbench.Notebooks;

/// <summary>A cell's question to the reader of the notebook.</summary>
/// <param name="Prompt">What to ask; may be empty.</param>
/// <param name="Password">Whether the answer must not be shown while it is typed.</param>
public sealed record InputRequest(string Prompt, bool Password);

namespace Workbench.Notebooks;

/// <summary>A cell that shows something else than its executed copy.</summary>
/// <param name="Cell">The position of the cell in the notebook, from 1; 0 for the notebook as a whole.</param>
/// <param name="What">What differs, and where.</param>
public sealed record Difference(int Cell, string What);

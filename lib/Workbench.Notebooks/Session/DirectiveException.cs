namespace Workbench.Notebooks;

/// <summary>A directive that is unknown, or cannot be carried out. The message names it and its line.</summary>
internal sealed class DirectiveException(string message) : Exception(message);

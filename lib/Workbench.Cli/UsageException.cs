namespace Workbench.Cli;

/// <summary>What was asked for cannot be done as it was asked; the message says what would be right.</summary>
internal sealed class UsageException(string message) : Exception(message);

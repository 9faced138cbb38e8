namespace Workbench.Notebooks;

/// <summary>Something that happened while a cell was executed, in the order it happened.</summary>
public abstract record KernelEvent;

/// <summary>The cell produced an output: stream text, a display, its result, or the error that ended it.</summary>
/// <param name="Output">The output.</param>
public sealed record OutputProduced(CellOutput Output) : KernelEvent;

/// <summary>The cell takes back what it has shown so far.</summary>
/// <param name="Wait">Whether only when the next output comes, so that nothing flickers.</param>
public sealed record OutputsCleared(bool Wait) : KernelEvent;

/// <summary>Something shown before, perhaps by an earlier cell, has a new content.</summary>
/// <param name="DisplayId">The id it was displayed with.</param>
/// <param name="Data">The new content.</param>
public sealed record DisplayUpdated(string DisplayId, MimeBundle Data) : KernelEvent;

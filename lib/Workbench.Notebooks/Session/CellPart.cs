namespace Workbench.Notebooks;

/// <summary>A stretch of a cell that is one thing: C#, text to show, or a directive of the session.</summary>
/// <param name="Line">The cell's line it starts in, from 1.</param>
internal abstract record CellPart(int Line);

/// <summary>C# to compile. The lines before it are blank, so that the compiler counts as the reader does.</summary>
internal sealed record CodePart(string Code, int Line) : CellPart(Line);

/// <summary>Text that is shown instead of executed: <c>markdown</c>, <c>html</c> or <c>javascript</c>.</summary>
internal sealed record TextPart(string Language, string Text, int Line) : CellPart(Line);

/// <summary><c>#!import</c>: another file's cells.</summary>
internal sealed record ImportPart(string Path, int Line) : CellPart(Line);

/// <summary><c>#r "nuget: Id, Version"</c>. The version may be a NuGet pattern such as <c>1.*</c>; null means the newest.</summary>
internal sealed record PackagePart(string Id, string? Version, int Line) : CellPart(Line);

/// <summary><c>#i "nuget: SOURCE"</c>: a further place to look for packages.</summary>
internal sealed record PackageSourcePart(string Source, int Line) : CellPart(Line);

/// <summary><c>#!time</c>: tell how long the cell takes.</summary>
internal sealed record TimePart(int Line) : CellPart(Line);

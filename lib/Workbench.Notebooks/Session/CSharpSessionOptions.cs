namespace Workbench.Notebooks;

/// <summary>A session's folder and limits.</summary>
public sealed record CSharpSessionOptions
{
    /// <summary>Where the relative paths of <c>#r</c>, <c>#load</c> and <c>#!import</c> start: the notebook's folder. Default: the current folder.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>How many characters one cell may print; the rest is counted and dropped. Default: 4 million.</summary>
    public int TextLimit { get; init; } = 4_000_000;
}

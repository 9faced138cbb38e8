namespace Workbench.Notebooks;

/// <summary>How to start a kernel process.</summary>
public sealed record KernelStartOptions
{
    /// <summary>
    /// The folder the cells run in and relative paths start from: the notebook's own. Default: the current folder.
    /// </summary>
    public string WorkingDirectory { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Environment variables to set, or with null to unset, beside those of this process.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// The program and its first arguments that end up in <see cref="KernelStartOptions"/>. Default: this program with the verb <c>kernel</c>.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Whether to load what notebooks are likely to use while the reader still reads. It waits for a second without cells, and takes one. Default: no.</summary>
    public bool WarmUp { get; init; }
}

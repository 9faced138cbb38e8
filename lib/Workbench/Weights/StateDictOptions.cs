namespace Workbench.Weights;

/// <summary>How <see cref="StateDict.Load"/> matches a file to a network. The defaults accept only an exact match.</summary>
public sealed record StateDictOptions
{
    /// <summary>
    /// Whether every key must be on both sides. False leaves missing ones as they are and skips unexpected ones (the report still
    /// lists them); a wrong shape is an error all the same. Default true.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>
    /// Whether numbers of another type, such as a half-precision file for a float32 network, are converted to the network's.
    /// Default false: the difference is an error.
    /// </summary>
    public bool ConvertTypes { get; init; }

    /// <summary>Renamed beginnings of keys, file to network; the first that fits a key is applied. Default none.</summary>
    public IReadOnlyList<PrefixRename> Map { get; init; } = [];
}

/// <summary>Keys that begin with <paramref name="From"/> in the file begin with <paramref name="To"/> in the network.</summary>
/// <param name="From">The beginning in the file, such as <c>module.</c>.</param>
/// <param name="To">What stands there instead; empty to drop it.</param>
public sealed record PrefixRename(string From, string To)
{
    /// <summary>Reads <c>FROM=TO</c>, or <c>FROM</c> alone to drop a prefix.</summary>
    /// <param name="text">Such as <c>module.</c> or <c>backbone.=features.</c>.</param>
    /// <returns>The rename.</returns>
    public static PrefixRename Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(text, string.Empty) : new(text[..equals], text[(equals + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{From}={To}";
}

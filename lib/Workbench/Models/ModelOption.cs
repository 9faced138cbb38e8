namespace Workbench.Models;

/// <summary>What an option of a catalogued network accepts.</summary>
public enum ModelOptionKind
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of a few words.</summary>
    Choice,
}

/// <summary>One thing that can be set when a network is built from the catalogue. Names are those of the official implementations.</summary>
/// <param name="Name">Name, such as <c>ngf</c>; <c>-</c> and <c>_</c> are the same.</param>
/// <param name="Kind">What it accepts.</param>
/// <param name="Default">Its value when not set; empty where it follows from other options.</param>
/// <param name="Meaning">One line that says what it does.</param>
/// <param name="Choices">The words that a choice accepts.</param>
public sealed record ModelOption(string Name, ModelOptionKind Kind, string Default, string Meaning, IReadOnlyList<string> Choices)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Default}: {Meaning}";
}

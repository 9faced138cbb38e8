namespace Workbench.Notebooks;

/// <summary>Whether a cell could be executed as it stands.</summary>
public enum CodeCompleteness
{
    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>It is the beginning of something: a bracket is open, a semicolon is to come.</summary>
    Incomplete,

    /// <summary>Nothing that could follow would make it right.</summary>
    Invalid,
}

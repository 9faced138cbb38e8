namespace Workbench.Notebooks;

/// <summary>What a cell holds: nbformat's <c>cell_type</c>.</summary>
public enum CellKind
{
    /// <summary>Source that a kernel executes, and what it showed.</summary>
    Code,

    /// <summary>Prose in Markdown.</summary>
    Markdown,

    /// <summary>Text that is neither executed nor rendered.</summary>
    Raw,
}

namespace Workbench.Experiments;

/// <summary>Which end of a figure is the better one.</summary>
public enum Better
{
    /// <summary>Neither: the nearer to the truth the better, or it is no measure of quality.</summary>
    Neither,

    /// <summary>The smaller, as of an error.</summary>
    Lower,

    /// <summary>The larger, as of an accuracy.</summary>
    Higher,
}

namespace Workbench.Datasets;

/// <summary>What the items of a data set are for. No item belongs to two splits.</summary>
public enum Split
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose settings by.</summary>
    Validation,

    /// <summary>To report on, untouched until then.</summary>
    Test,
}

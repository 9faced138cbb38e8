namespace Workbench.Evaluation;

/// <summary>How structural similarity weighs the pixels of a neighbourhood. The two give different numbers: say which was used.</summary>
public enum SsimWindow
{
    /// <summary>A Gaussian of σ 1.5 on 11×11 pixels and plain variances, as published (Wang et al. 2004).</summary>
    Gaussian,

    /// <summary>All of 7×7 pixels alike and sample variances, scikit-image's default.</summary>
    Uniform,
}

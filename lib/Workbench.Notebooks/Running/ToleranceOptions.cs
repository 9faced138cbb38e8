namespace Workbench.Notebooks;

/// <summary>How much two executions of a notebook may differ.</summary>
public sealed record ToleranceOptions
{
    /// <summary>How far apart two numbers may lie, relative to the larger one: 0 or more, less than 1.</summary>
    public double Relative { get; init; } = 1e-3;

    /// <summary>How far apart two pictures may lie: the mean difference of their samples, 0 … 255.</summary>
    public double Picture { get; init; } = 3;

    /// <summary>Decodes a PNG or JPEG; null where nobody can, and pictures are then not compared.</summary>
    public Func<byte[], Pixels?>? Decode { get; init; }
}

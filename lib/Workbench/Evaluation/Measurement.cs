namespace Workbench.Evaluation;

/// <summary>A value measured here, with the interval it lies in where one is known. The default is a value that was not measured.</summary>
public readonly record struct Measurement
{
    private readonly double? value;

    /// <summary>A measured value.</summary>
    /// <param name="value">The value; NaN where the measurement failed, which decides nothing.</param>
    /// <param name="interval">The range it lies in; none where the value is exact.</param>
    public Measurement(double value, Interval? interval = null)
    {
        this.value = value;
        Interval = interval;
    }

    /// <summary>The value, NaN where there is none.</summary>
    public double Value => value ?? double.NaN;

    /// <summary>The range it lies in; none where the value is exact.</summary>
    public Interval? Interval { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsKnown => !double.IsNaN(Value);

    /// <summary>The lowest that the value may be.</summary>
    internal double Low => Interval?.Low ?? Value;

    /// <summary>The highest that the value may be.</summary>
    internal double High => Interval?.High ?? Value;

    /// <summary>A value without uncertainty.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Measurement(double value) => new(value);

    /// <summary>A value without uncertainty.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The measurement.</returns>
    public static Measurement FromDouble(double value) => new(value);

    /// <summary>The value and its interval.</summary>
    /// <returns>Such as <c>0.94 [0.91, 0.97]</c>, or a dash where nothing was measured.</returns>
    public override string ToString() => !IsKnown ? "–" : Interval is { } interval ? $"{Html.Number(Value)} {interval}" : Html.Number(Value);
}

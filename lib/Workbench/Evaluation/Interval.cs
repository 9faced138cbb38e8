namespace Workbench.Evaluation;

/// <summary>A range that a measured value lies in, such as a 95 % confidence interval; both ends belong to it.</summary>
public readonly record struct Interval
{
    /// <summary>A range from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end, not below the lower one.</param>
    /// <exception cref="ArgumentException">The ends are not numbers, or in the wrong order.</exception>
    public Interval(double low, double high)
    {
        if (!(low <= high))
        {
            throw new ArgumentException($"An interval runs from its lower to its upper end; {Html.Number(low)} … {Html.Number(high)} does not.");
        }

        Low = low;
        High = high;
    }

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>A range around a value, as in <c>22.5 ± 1.6</c>.</summary>
    /// <param name="value">The middle.</param>
    /// <param name="plusMinus">Half its width, not negative.</param>
    /// <returns>The range.</returns>
    public static Interval Around(double value, double plusMinus) => new(value - plusMinus, value + plusMinus);

    /// <summary>The range as text.</summary>
    /// <returns>Such as <c>[0.91, 0.97]</c>.</returns>
    public override string ToString() => $"[{Html.Number(Low)}, {Html.Number(High)}]";
}

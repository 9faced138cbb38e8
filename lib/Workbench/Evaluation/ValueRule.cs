namespace Workbench.Evaluation;

/// <summary>How one measured value is held against one published value.</summary>
internal sealed class ValueRule
{
    private readonly Func<double, string> words;
    private readonly Func<double, Measurement, Verdict> judge;

    private ValueRule(Func<double, string> words, Func<double, Measurement, Verdict> judge) => (this.words, this.judge) = (words, judge);

    public static ValueRule AtLeast { get; } = new(p => $"at least {Html.Number(p)}", (p, m) => Decide(m.Low >= p, m.High < p));

    public static ValueRule AtMost { get; } = new(p => $"at most {Html.Number(p)}", (p, m) => Decide(m.High <= p, m.Low > p));

    public static ValueRule GreaterThan { get; } = new(p => $"greater than {Html.Number(p)}", (p, m) => Decide(m.Low > p, m.High <= p));

    public static ValueRule LessThan { get; } = new(p => $"less than {Html.Number(p)}", (p, m) => Decide(m.High < p, m.Low >= p));

    public static ValueRule EqualWithin(double tolerance)
    {
        if (!(tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Equality within a tolerance needs one of 0 or more.");
        }

        // The edge counts as within, whatever rounding does to it.
        double edge = tolerance * (1 + 1e-12);
        return new(
            p => tolerance == 0 ? $"equal to {Html.Number(p)}" : $"equal to {Html.Number(p)} within {Html.Number(tolerance)}",
            (p, m) => Decide(m.Low >= p - edge && m.High <= p + edge, m.High < p - edge || m.Low > p + edge));
    }

    public string Words(double published) => words(published);

    public Verdict Judge(double published, Measurement measured) => measured.IsKnown ? judge(published, measured) : Verdict.Undecided;

    private static Verdict Decide(bool holds, bool contradicts) =>
        holds ? Verdict.Holds : contradicts ? Verdict.DoesNotHold : Verdict.Undecided;
}

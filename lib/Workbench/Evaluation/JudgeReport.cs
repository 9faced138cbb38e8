namespace Workbench.Evaluation;

/// <summary>What a classifier says of generated pictures; never to be taken for what people say.</summary>
/// <param name="Accuracy">
/// Share of unseen pictures that it tells rightly, half of them real; 0.5 for a coin. The interval takes a real and a generated picture of the
/// same index as one trial.
/// </param>
/// <param name="Fooled">
/// Share of pairs in which the generated picture looks the more real one to it: what '% labelled real' is for people who see both. 0.5 for
/// pictures that it cannot tell from real ones.
/// </param>
/// <param name="Pairs">How many pairs it was asked about.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record JudgeReport(Measurement Accuracy, Measurement Fooled, int Pairs) : IShowsAsHtml
{
    // For each pair 1 where the generated picture looked the more real one, 0.5 for a tie.
    private IReadOnlyList<double> Trials { get; init; } = [];

    /// <summary>How much more often this method fooled the judge than another of the same call, on the same pairs.</summary>
    /// <param name="other">The other method's report.</param>
    /// <returns>Mean difference of the shares with its 95 % bootstrap interval over pairs; an interval without 0 tells the two apart.</returns>
    /// <exception cref="ArgumentException">The reports are of different numbers of pairs.</exception>
    public Measurement FooledMoreOftenThan(JudgeReport other) => Bootstrap.MeanDifference(Trials, other.Trials);

    /// <inheritdoc/>
    public bool Equals(JudgeReport? other) => other is not null && (Accuracy, Fooled, Pairs) == (other.Accuracy, other.Fooled, other.Pairs) && Trials.SequenceEqual(other.Trials);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Accuracy, Fooled, Pairs);

    internal static JudgeReport Of(IReadOnlyList<double> real, IReadOnlyList<double> generated)
    {
        double right = 0;
        List<double> fooled = [];
        foreach ((double ofReal, double ofGenerated) in real.Zip(generated))
        {
            right += (Above(ofReal, 0) + Above(0, ofGenerated)) / 2;
            fooled.Add(Above(ofGenerated, ofReal));
        }

        return new(Proportion.Of(right, real.Count), Proportion.Of(fooled.Sum(), real.Count), real.Count) { Trials = fooled };

        static double Above(double a, double b) => a > b ? 1 : a == b ? 0.5 : 0;
    }

    /// <inheritdoc/>
    public string ToHtml() => $"<span>{Html.Encode(ToString())}</span>";

    /// <summary>The report in a line, labelled as a classifier's.</summary>
    /// <returns>Such as <c>a classifier, not people: fooled in 0.12 [0.08, 0.17] of 200 pairs; right about 0.9 [0.85, 0.93] of pictures</c>.</returns>
    public override string ToString() => $"a classifier, not people: fooled in {Fooled} of {Pairs} pairs; right about {Accuracy} of pictures";
}

using System.Text.Json.Nodes;

namespace Workbench.Evaluation;

/// <summary>
/// Something the talk or a paper says, what was measured here, and whether it holds. The verdict follows from the rule and the
/// measurement alone, so nobody can state it; a claim without a measurement is undecided.
/// </summary>
public abstract record Claim
{
    private protected Claim(string id, string statement, string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(statement);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        (Id, Statement, Source) = (id, statement, source);
    }

    /// <summary>A short name that stays the same from run to run, such as <c>letters-accuracy</c>.</summary>
    public string Id { get; }

    /// <summary>The notebook that makes the claim; <see cref="ClaimTable"/> fills it in.</summary>
    public string Notebook { get; init; } = "";

    /// <summary>What is said, as one sentence with the unit of its values.</summary>
    public string Statement { get; }

    /// <summary>Where it is said.</summary>
    public string Source { get; }

    /// <summary>What the measurement is held against, in words.</summary>
    public abstract string Rule { get; }

    /// <summary>What the measurement says of the statement.</summary>
    public abstract Verdict Verdict { get; }

    /// <summary>The published value or order, for a reader.</summary>
    public abstract string PublishedText { get; }

    /// <summary>The measured values with their intervals, for a reader.</summary>
    public abstract string MeasuredText { get; }

    internal abstract JsonNode PublishedJson { get; }

    internal abstract JsonNode? MeasuredJson { get; }

    internal abstract JsonNode? IntervalJson { get; }

    /// <summary>
    /// The measured value equals the published one within a tolerance. With an interval, all of it must lie within (an
    /// equivalence test); one that reaches across the edge decides nothing.
    /// </summary>
    /// <param name="id">A short name that stays the same from run to run.</param>
    /// <param name="statement">One sentence with the unit.</param>
    /// <param name="published">The published value and its source.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="within">The largest difference that still counts as equal; 0 for exact equality.</param>
    /// <returns>The claim.</returns>
    public static Claim Equal(string id, string statement, Published published, Measurement measured, double within) =>
        new ValueClaim(id, statement, published, measured, ValueRule.EqualWithin(within));

    /// <summary>The measured value, with its whole interval, is the published one or more.</summary>
    /// <inheritdoc cref="Equal" path="/param"/>
    /// <returns>The claim.</returns>
    public static Claim AtLeast(string id, string statement, Published published, Measurement measured) =>
        new ValueClaim(id, statement, published, measured, ValueRule.AtLeast);

    /// <summary>The measured value, with its whole interval, is the published one or less.</summary>
    /// <inheritdoc cref="Equal" path="/param"/>
    /// <returns>The claim.</returns>
    public static Claim AtMost(string id, string statement, Published published, Measurement measured) =>
        new ValueClaim(id, statement, published, measured, ValueRule.AtMost);

    /// <summary>The measured value, with its whole interval, is greater than the published one.</summary>
    /// <inheritdoc cref="Equal" path="/param"/>
    /// <returns>The claim.</returns>
    public static Claim GreaterThan(string id, string statement, Published published, Measurement measured) =>
        new ValueClaim(id, statement, published, measured, ValueRule.GreaterThan);

    /// <summary>The measured value, with its whole interval, is less than the published one.</summary>
    /// <inheritdoc cref="Equal" path="/param"/>
    /// <returns>The claim.</returns>
    public static Claim LessThan(string id, string statement, Published published, Measurement measured) =>
        new ValueClaim(id, statement, published, measured, ValueRule.LessThan);

    /// <summary>
    /// Methods come in the published order. Neighbours in that order are compared: they hold where the better one's interval lies
    /// wholly on the better side, contradict where it lies wholly on the other, and decide nothing where the intervals overlap.
    /// </summary>
    /// <param name="id">A short name that stays the same from run to run.</param>
    /// <param name="statement">One sentence with the unit.</param>
    /// <param name="published">The published order and its source.</param>
    /// <param name="measured">What was measured for each method; a method that is missing here was not measured.</param>
    /// <param name="lowerIsBetter">Whether the smallest value is the best, as for an error.</param>
    /// <returns>The claim.</returns>
    public static Claim Order(
        string id, string statement, PublishedOrder published, IReadOnlyDictionary<string, Measurement> measured, bool lowerIsBetter = false) =>
        new OrderClaim(id, statement, published, measured, lowerIsBetter);

    /// <summary>The claim on one line.</summary>
    /// <returns>Such as <c>letters-accuracy: at least 0.99, measured 0.994: holds</c>.</returns>
    public sealed override string ToString() => $"{Id}: {Rule}, measured {MeasuredText}: {Verdict.ToText()}";
}

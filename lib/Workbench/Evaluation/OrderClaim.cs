using System.Text.Json.Nodes;

namespace Workbench.Evaluation;

/// <summary>A claim about which method is better than which.</summary>
internal sealed record OrderClaim : Claim
{
    private readonly PublishedOrder published;
    private readonly Measurement[] measured;
    private readonly bool lowerIsBetter;

    public OrderClaim(
        string id, string statement, PublishedOrder published, IReadOnlyDictionary<string, Measurement> measured, bool lowerIsBetter)
        : base(id, statement, published.Source)
    {
        if (published.BestFirst.Count < 2 || published.BestFirst.Distinct().Count() < published.BestFirst.Count)
        {
            throw new ArgumentException($"Claim {id}: an order needs two or more different methods, not {string.Join(" > ", published.BestFirst)}.", nameof(published));
        }

        if (measured.Keys.Except(published.BestFirst).FirstOrDefault() is { } stranger)
        {
            throw new ArgumentException($"Claim {id}: {stranger} was measured and is not in the order {string.Join(" > ", published.BestFirst)}.", nameof(measured));
        }

        this.published = published;
        this.measured = [.. published.BestFirst.Select(method => measured.TryGetValue(method, out Measurement value) ? value : default)];
        this.lowerIsBetter = lowerIsBetter;
    }

    public override string Rule => lowerIsBetter ? "in this order, lowest value best" : "in this order, highest value best";

    public override Verdict Verdict
    {
        get
        {
            Verdict[] neighbours = [.. measured.Zip(measured.Skip(1), Compare)];
            return neighbours.Contains(Verdict.DoesNotHold) ? Verdict.DoesNotHold
                : neighbours.Contains(Verdict.Undecided) ? Verdict.Undecided
                : Verdict.Holds;
        }
    }

    public override string PublishedText => string.Join(" > ", published.BestFirst);

    public override string MeasuredText => string.Join(", ", published.BestFirst.Zip(measured, (method, value) => $"{method} {value}"));

    internal override JsonNode PublishedJson => new JsonArray([.. published.BestFirst.Select(method => (JsonNode)method)]);

    internal override JsonNode MeasuredJson => new JsonArray([.. measured.Select(value => value.ToJson())]);

    internal override JsonNode? IntervalJson => Array.TrueForAll(measured, value => value.Interval is null)
        ? null
        : new JsonArray([.. measured.Select(value => value.Interval?.ToJson())]);

    private Verdict Compare(Measurement better, Measurement worse) => !(better.IsKnown && worse.IsKnown) ? Verdict.Undecided
        : lowerIsBetter ? Above(worse, better)
        : Above(better, worse);

    // Equal values without an interval are a tie: nobody is above, so the order is contradicted.
    private static Verdict Above(Measurement upper, Measurement lower) => upper.Low > lower.High ? Verdict.Holds
        : upper.High < lower.Low || (upper.Interval is null && lower.Interval is null) ? Verdict.DoesNotHold
        : Verdict.Undecided;
}

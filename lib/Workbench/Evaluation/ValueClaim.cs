using System.Text.Json.Nodes;

namespace Workbench.Evaluation;

/// <summary>A claim about one number.</summary>
internal sealed record ValueClaim : Claim
{
    private readonly Published published;
    private readonly Measurement measured;
    private readonly ValueRule rule;

    public ValueClaim(string id, string statement, Published published, Measurement measured, ValueRule rule)
        : base(id, statement, published.Source)
    {
        if (!double.IsFinite(published.Value))
        {
            throw new ArgumentException($"Claim {id}: a published value is a finite number, not {Html.Number(published.Value)}.", nameof(published));
        }

        (this.published, this.measured, this.rule) = (published, measured, rule);
    }

    public override string Rule => rule.Words(published.Value);

    public override Verdict Verdict => rule.Judge(published.Value, measured);

    public override string PublishedText => published.ToString();

    public override string MeasuredText => measured.ToString();

    internal override JsonNode PublishedJson => published.Value;

    internal override JsonNode? MeasuredJson => measured.ToJson();

    internal override JsonNode? IntervalJson => measured.Interval?.ToJson();
}

namespace Workbench.Evaluation;

/// <summary>The claims that a notebook ends in. Shown in a cell, it carries them as JSON too, which is how a run collects them.</summary>
[TypeFormatterSource(typeof(ClaimFormatterSource), PreferredMimeTypes = [HtmlFormatterSource.Html, MimeType])]
public sealed class ClaimTable : IShowsAsHtml
{
    /// <summary>The MIME type of <see cref="ToJson"/>.</summary>
    public const string MimeType = "application/vnd.workbench.claims+json";

    /// <summary>The claims of one notebook.</summary>
    /// <param name="notebook">The notebook's name, such as <c>02-neural-network</c>.</param>
    /// <param name="claims">Its claims.</param>
    /// <exception cref="ArgumentException">Two claims have the same id.</exception>
    public ClaimTable(string notebook, params IEnumerable<Claim> claims)
        : this(claims.Select(claim => claim with { Notebook = notebook })) => ArgumentException.ThrowIfNullOrWhiteSpace(notebook);

    /// <summary>Claims of several notebooks, each of which names its own.</summary>
    /// <param name="claims">The claims.</param>
    /// <exception cref="ArgumentException">Two claims have the same notebook and id.</exception>
    public ClaimTable(IEnumerable<Claim> claims)
    {
        Claims = [.. claims];
        if (Claims.GroupBy(claim => (claim.Notebook, claim.Id)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two claims of {twice.Key.Notebook} are called {twice.Key.Id}: an id names one claim.", nameof(claims));
        }
    }

    /// <summary>The claims, in the order they are shown.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>How many claims have a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <returns>Their number.</returns>
    public int Count(Verdict verdict) => Claims.Count(claim => claim.Verdict == verdict);

    /// <summary>The claims as JSON: <c>{ "claims": [ { id, notebook, statement, source, published, measured, interval, rule, verdict } ] }</c>.</summary>
    /// <returns>One line of JSON. An order has arrays of names, values and intervals; what was not measured is null.</returns>
    public string ToJson() => ClaimJson.Write(Claims);

    /// <inheritdoc/>
    public string ToHtml() => Html.Table(
        Html.Encode(Summary),
        ["claim", "published", "measured", "rule", "verdict"],
        Claims.Select(IReadOnlyList<string> (claim) =>
        [
            $"{Html.Encode(claim.Statement)}<br><small style=\"opacity:.7\"><code>{Html.Encode(claim.Id)}</code> · {Html.Encode(claim.Source)}</small>",
            Html.Encode(claim.PublishedText),
            Html.Encode(claim.MeasuredText),
            Html.Encode(claim.Rule),
            Mark(claim.Verdict),
        ]));

    /// <summary>The claims as text, one a line.</summary>
    /// <returns>A summary and the claims.</returns>
    public override string ToString() => string.Join(Environment.NewLine, Claims.Select(claim => $"  {claim}").Prepend(Summary));

    private string Summary => $"{Claims.Count} {(Claims.Count == 1 ? "claim" : "claims")}: "
        + $"{Count(Verdict.Holds)} hold, {Count(Verdict.DoesNotHold)} do not, {Count(Verdict.Undecided)} undecided";

    // Mid-tones that keep their contrast on light and on dark pages; the sign tells them apart without colour.
    private static string Mark(Verdict verdict)
    {
        (string sign, string colour) = verdict switch
        {
            Verdict.Holds => ("✓", "#2e9e5b"),
            Verdict.DoesNotHold => ("✗", "#d9483b"),
            _ => ("?", "#b7861d"),
        };
        return $"<span style=\"color:{colour};white-space:nowrap\"><b>{sign}</b> {verdict.ToText()}</span>";
    }
}

/// <summary>Shows a <see cref="ClaimTable"/> in kernels that know nothing of the workbench, JSON included.</summary>
internal sealed class ClaimFormatterSource : HtmlFormatterSource
{
    public override IEnumerable<object> CreateTypeFormatters() =>
        [.. base.CreateTypeFormatters(), new ConventionFormatter(ClaimTable.MimeType, value => ((ClaimTable)value).ToJson())];
}

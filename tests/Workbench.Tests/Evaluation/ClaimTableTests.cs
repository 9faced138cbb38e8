using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Display;
using Workbench.Evaluation;

namespace Workbench.Tests.Evaluation;

public sealed class ClaimTableTests
{
    private static readonly ClaimTable Table = new(
        "03-convolution",
        Claim.Equal("feature-maps", "All <147> numbers agree", new Published(147, "talk, slide 8"), 147, within: 0),
        Claim.AtLeast("accuracy", "Accuracy on unseen letters", new Published(0.99, "talk"), new Measurement(0.985, new Interval(0.97, 0.995))),
        Claim.Order(
            "turkers",
            "Labelled real, %",
            new PublishedOrder(["Zhang", "L1 + cGAN"], "Isola et al. 2017, table 6"),
            new Dictionary<string, Measurement> { ["Zhang"] = 12.5, ["L1 + cGAN"] = 20 }),
        Claim.LessThan("error", "Error, ±", new Published(1, "paper"), double.NaN));

    [Fact]
    public void TheJsonHasTheContractsFieldsAndVerdicts()
    {
        JsonArray claims = JsonNode.Parse(Table.ToJson())!["claims"]!.AsArray();

        Assert.Equal(
            ["id", "notebook", "statement", "source", "published", "measured", "interval", "rule", "verdict"],
            claims[0]!.AsObject().Select(field => field.Key));
        Assert.Equal(["holds", "undecided", "does not hold", "undecided"], claims.Select(claim => (string)claim!["verdict"]!));
        Assert.All(claims, claim => Assert.Equal("03-convolution", (string)claim!["notebook"]!));
        Assert.Equal("[0.97,0.995]", claims[1]!["interval"]!.ToJsonString());
        Assert.Equal(["Zhang", "L1 + cGAN"], claims[2]!["published"]!.AsArray().Select(method => (string)method!));
        Assert.Equal("[12.5,20]", claims[2]!["measured"]!.ToJsonString());
        Assert.Null(claims[3]!["measured"]);
    }

    [Fact]
    public void AKernelThatNothingWasRegisteredInShowsTextHtmlAndJson()
    {
        Formatter.ResetToDefault();

        Assert.Equal([HtmlFormatter.MimeType, ClaimTable.MimeType], Formatter.GetPreferredMimeTypesFor(typeof(ClaimTable)));
        AssertShown();
    }

    [Fact]
    public void ARegisteredKernelShowsTheSame()
    {
        Formatter.ResetToDefault();
        Formatters.Register();

        Assert.Equal([HtmlFormatter.MimeType, ClaimTable.MimeType], Formatter.GetPreferredMimeTypesFor(typeof(ClaimTable)));
        AssertShown();
    }

    [Fact]
    public void TheTextTellsTheVerdicts() => Assert.Equal(
        """
        4 claims: 1 hold, 1 do not, 2 undecided
          feature-maps: equal to 147, measured 147: holds
          accuracy: at least 0.99, measured 0.985 [0.97, 0.995]: undecided
          turkers: in this order, highest value best, measured Zhang 12.5, L1 + cGAN 20: does not hold
          error: less than 1, measured –: undecided
        """,
        Table.ToString(),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void TheHtmlEscapesWhatAClaimSays()
    {
        Assert.Contains("All &lt;147&gt; numbers agree", Table.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("<147>", Table.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnIdNamesOneClaimOfANotebook()
    {
        Claim claim = Claim.AtLeast("same", "s", new Published(1, "talk"), 2);

        Assert.Contains("same", Assert.Throws<ArgumentException>(() => new ClaimTable("02", claim, claim)).Message, StringComparison.Ordinal);
        Assert.Equal(2, new ClaimTable([claim with { Notebook = "02" }, claim with { Notebook = "03" }]).Claims.Count);
    }

    private static void AssertShown()
    {
        Assert.Equal(Table.ToHtml(), Table.ToDisplayString(HtmlFormatter.MimeType));
        Assert.Equal(Table.ToString(), Table.ToDisplayString(PlainTextFormatter.MimeType));
        Assert.Equal(Table.ToJson(), Table.ToDisplayString(ClaimTable.MimeType));
    }
}

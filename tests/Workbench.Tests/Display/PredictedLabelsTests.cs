using TorchSharp;
using Workbench.Display;

namespace Workbench.Tests.Display;

public sealed class PredictedLabelsTests
{
    [Fact]
    public void TheLikeliestClassesStandBesideThePictureInTheirOrder()
    {
        // The talk's own numbers, out of order.
        string[] names = ["golf course", "arch", "formal garden", "cave", "abbey", "botanical garden"];
        using torch.Tensor probabilities = torch.tensor(new[] { 0.0653f, 0.1613f, 0.2060f, 0.01f, 0.1350f, 0.0707f });

        PredictedLabels labels = new PredictedLabels { Title = "Predicted labels" }.Add(torch.rand(3, 8, 8), probabilities, names, "a <garden>");

        string html = labels.ToHtml();
        int[] places = [.. new[] { "20.60%", "16.13%", "13.50%", "7.07%", "6.53%" }.Select(share => html.IndexOf(share, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("cave", html, StringComparison.Ordinal);
        Assert.Contains("a &lt;garden&gt;", html, StringComparison.Ordinal);
        Assert.Equal("Predicted labels: formal garden 20.60%", labels.ToString());
    }

    [Fact]
    public void ProbabilitiesNeedAsManyNames()
    {
        ArgumentException error = Assert.Throws<ArgumentException>("classNames", () => new PredictedLabels().Add(null, torch.rand(3), ["arch", "abbey"]));

        Assert.Contains("3 probabilities", error.Message, StringComparison.Ordinal);
    }
}

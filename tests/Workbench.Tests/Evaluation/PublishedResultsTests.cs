using System.Collections;
using System.Reflection;
using Workbench.Evaluation;

namespace Workbench.Tests.Evaluation;

/// <summary>What is written down of the papers can be believed to be in its units and to come from somewhere.</summary>
public sealed class PublishedResultsTests
{
    [Fact]
    public void EveryValueHasItsPlaceAndItsUnit()
    {
        Published[] all = [.. typeof(PublishedResults).GetNestedTypes().SelectMany(paper => paper.GetProperties(BindingFlags.Public | BindingFlags.Static)).SelectMany(property => Values(property.GetValue(null)))];

        Assert.True(all.Length > 100, $"{all.Length}");
        Assert.All(all, published => Assert.Matches(@"\d{4}|mmagic|torchvision|talk|Time0o", published.Source));
        Assert.All(all.Where(published => !published.Source.Contains("mmagic", StringComparison.Ordinal) && published.Value < 1e6), published => Assert.InRange(published.Value, 0, 1));
        Assert.All(all, published => Assert.InRange(published.PlusMinus ?? 0, 0, 0.05));

        static IEnumerable<Published> Values(object? value) => value switch
        {
            Published published => [published],
            IEnumerable table => table.Cast<object>().SelectMany(Values),
            _ when value!.GetType() is { IsGenericType: true } pair => Values(pair.GetProperty("Value")!.GetValue(value)),
            PublishedFcnScore score => [score.PixelAccuracy, score.ClassAccuracy, score.ClassIou],
            _ => throw new InvalidOperationException($"{value} is no published value."),
        };
    }

    [Fact]
    public void AnOrderFollowsFromPublishedValues()
    {
        Dictionary<string, Published> accuracy = PublishedResults.Pix2Pix.LabelsToPhotoByLoss.ToDictionary(row => row.Key, row => row.Value.PixelAccuracy);

        PublishedOrder order = PublishedOrder.Of(accuracy, ["L1", "cGAN", "L1+cGAN"]);
        Assert.Equal(["L1+cGAN", "cGAN", "L1"], order.BestFirst);
        Assert.Contains("table 1", order.Source, StringComparison.Ordinal);
        Assert.Equal(["L1", "cGAN", "L1+cGAN"], PublishedOrder.Of(accuracy, ["L1", "cGAN", "L1+cGAN"], lowerIsBetter: true).BestFirst);
        Assert.Contains("'L3' was not published there", Assert.Throws<ArgumentException>(() => PublishedOrder.Of(accuracy, ["L1", "L3"])).Message, StringComparison.Ordinal);
        Assert.Contains("no order", Assert.Throws<ArgumentException>(() => PublishedOrder.Of(new Dictionary<string, Published> { ["a"] = new(1, "x"), ["b"] = new(1, "x") })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARateIsPrintedWithItsPlusMinus()
    {
        Assert.Equal("0.189 ± 0.025", PublishedResults.Pix2Pix.MapToAerialL1CGan.ToString());
        Assert.Equal("0.189 ± 0.025", Claim.AtLeast("id", "statement", PublishedResults.Pix2Pix.MapToAerialL1CGan, default).PublishedText);
        Assert.Contains("from memory", PublishedResults.ColorfulColorization.Fooled["full"].Source, StringComparison.Ordinal);
    }
}

using CsCheck;
using Workbench.Evaluation;

namespace Workbench.Tests.Evaluation;

public sealed class ClaimTests
{
    private static readonly Gen<double> Value = Gen.Double[-100, 100];
    private static readonly Gen<double> Width = Gen.Double[0, 50];

    [Fact]
    public void AClaimWithoutAMeasurementIsUndecidedWhateverItsRule() => Assert.All(
        new[]
        {
            Equal(1, default, 100),
            Equal(1, double.NaN, 100),
            Claim.AtLeast("id", "s", From(1), default),
            Claim.AtMost("id", "s", From(1), default),
            Claim.GreaterThan("id", "s", From(1), default),
            Claim.LessThan("id", "s", From(1), double.NaN),
            Order(default, default),
            Order(2, default),
        },
        claim => Assert.Equal(Verdict.Undecided, claim.Verdict));

    [Theory]
    [InlineData(0.77, 0.01, Verdict.Holds)]
    [InlineData(0.78, 0.01, Verdict.Holds)]
    [InlineData(0.79, 0.01, Verdict.DoesNotHold)]
    [InlineData(0.77, 0, Verdict.Holds)]
    [InlineData(0.7700001, 0, Verdict.DoesNotHold)]
    public void AnExactValueEqualsAPublishedOneWithinTheToleranceAndItsEdge(double measured, double within, Verdict expected) =>
        Assert.Equal(expected, Equal(0.77, measured, within).Verdict);

    [Fact]
    public void EqualityHoldsExactlyWhereTheWholeIntervalLiesWithin() => Gen.Select(Value, Value, Width, Width).Sample((published, measured, half, within) =>
    {
        Claim claim = Equal(published, new Measurement(measured, Interval.Around(measured, half)), within);
        double apart = Math.Abs(measured - published);
        Verdict expected = apart + half <= within ? Verdict.Holds : apart - half > within ? Verdict.DoesNotHold : Verdict.Undecided;
        // At the very edge the last bit decides, and either answer is right.
        return claim.Verdict == expected || Math.Abs(apart + half - within) < 1e-9 || Math.Abs(apart - half - within) < 1e-9;
    });

    [Fact]
    public void GreaterAndAtMostContradictEachOtherWhereEitherDecides() => Gen.Select(Value, Value, Width).Sample((published, measured, half) =>
    {
        Measurement value = new(measured, Interval.Around(measured, half));
        return Claim.GreaterThan("id", "s", From(published), value).Verdict == Opposite(Claim.AtMost("id", "s", From(published), value).Verdict)
            && Claim.LessThan("id", "s", From(published), value).Verdict == Opposite(Claim.AtLeast("id", "s", From(published), value).Verdict);
    });

    [Fact]
    public void ANarrowerIntervalNeverOverturnsAVerdict() => Gen.Select(Value, Value, Width, Gen.Double[0, 1]).Sample((published, measured, half, share) =>
    {
        Verdict wide = Claim.AtLeast("id", "s", From(published), new(measured, Interval.Around(measured, half))).Verdict;
        Verdict narrow = Claim.AtLeast("id", "s", From(published), new(measured, Interval.Around(measured, half * share))).Verdict;
        return wide == Verdict.Undecided || wide == narrow;
    });

    [Theory]
    [InlineData(0.99, Verdict.Holds, Verdict.DoesNotHold)]
    [InlineData(0.991, Verdict.Holds, Verdict.Holds)]
    [InlineData(0.989, Verdict.DoesNotHold, Verdict.DoesNotHold)]
    public void OnTheThresholdAtLeastHoldsAndGreaterDoesNot(double measured, Verdict atLeast, Verdict greater)
    {
        Assert.Equal(atLeast, Claim.AtLeast("id", "s", From(0.99), measured).Verdict);
        Assert.Equal(greater, Claim.GreaterThan("id", "s", From(0.99), measured).Verdict);
    }

    [Theory]
    [InlineData(22.5, 18.1, Verdict.Holds)]
    [InlineData(18.1, 22.5, Verdict.DoesNotHold)]
    [InlineData(20, 20, Verdict.DoesNotHold)]
    public void ExactValuesDecideAnOrder(double first, double second, Verdict expected) => Assert.Equal(expected, Order(first, second).Verdict);

    [Fact]
    public void OverlappingIntervalsLeaveAnOrderUndecided() =>
        Assert.Equal(Verdict.Undecided, Order(new(22.5, Interval.Around(22.5, 3)), new(18.1, Interval.Around(18.1, 3))).Verdict);

    [Fact]
    public void OneReversedPairContradictsAnOrderThatIsOtherwiseUnmeasured() => Assert.Equal(
        Verdict.DoesNotHold,
        Claim.Order("id", "s", new PublishedOrder(["a", "b", "c"], "t"), new Dictionary<string, Measurement> { ["b"] = 1, ["c"] = 2 }).Verdict);

    [Fact]
    public void WhereLowerIsBetterAnOrderIsTheOrderOfTheNegatedValues() => Gen.Select(Value, Value, Width, Width).Sample((a, b, wide, narrow) =>
    {
        Verdict low = Order(new(a, Interval.Around(a, wide)), new(b, Interval.Around(b, narrow)), lowerIsBetter: true).Verdict;
        Verdict high = Order(new(-a, Interval.Around(-a, wide)), new(-b, Interval.Around(-b, narrow))).Verdict;
        return low == high;
    });

    [Fact]
    public void AMethodThatIsNotInTheOrderIsNamedInTheError()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            Claim.Order("id", "s", new PublishedOrder(["a", "b"], "t"), new Dictionary<string, Measurement> { ["pix2pix"] = 1 }));

        Assert.Contains("pix2pix", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AClaimNeedsItsSource() => Assert.Throws<ArgumentException>(() => Claim.AtLeast("id", "s", new Published(1, " "), 2));

    [Fact]
    public void AnIntervalRunsUpwards() => Assert.Throws<ArgumentException>(() => new Interval(2, 1));

    private static Claim Equal(double published, Measurement measured, double within) => Claim.Equal("id", "s", From(published), measured, within);

    private static Claim Order(Measurement first, Measurement second, bool lowerIsBetter = false) => Claim.Order(
        "id", "s", new PublishedOrder(["L1+cGAN", "L1"], "t"), new Dictionary<string, Measurement> { ["L1+cGAN"] = first, ["L1"] = second }, lowerIsBetter);

    private static Published From(double value) => new(value, "the talk");

    private static Verdict Opposite(Verdict verdict) => verdict switch
    {
        Verdict.Holds => Verdict.DoesNotHold,
        Verdict.DoesNotHold => Verdict.Holds,
        _ => verdict,
    };
}

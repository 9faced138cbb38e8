namespace Workbench.Evaluation;

/// <summary>A value that the talk or a paper states, with the place that states it.</summary>
/// <param name="Value">The value, in the unit that the claim names.</param>
/// <param name="Source">Where it stands: the talk's slide, or a paper and its section or table.</param>
public sealed record Published(double Value, string Source)
{
    /// <summary>What the source gives behind ±, in the same unit; null where it gives nothing.</summary>
    public double? PlusMinus { get; init; }

    /// <summary>The value as a paper prints it.</summary>
    /// <returns>Such as <c>0.189 ± 0.025</c>.</returns>
    public override string ToString() => PlusMinus is { } half ? $"{Html.Number(Value)} ± {Html.Number(half)}" : Html.Number(Value);
}

/// <summary>An order of methods that the talk or a paper states, with the place that states it.</summary>
/// <param name="BestFirst">The methods' names, the best one first; at least two.</param>
/// <param name="Source">Where it stands: the talk's slide, or a paper and its section or table.</param>
public sealed record PublishedOrder(IReadOnlyList<string> BestFirst, string Source)
{
    /// <summary>The order that published values give.</summary>
    /// <param name="values">Values by method; methods whose values are equal have no order, so only one of them may be there.</param>
    /// <param name="methods">Which methods; none for all.</param>
    /// <param name="lowerIsBetter">Whether the smallest value is the best.</param>
    /// <returns>The order, with the source of the values.</returns>
    /// <exception cref="ArgumentException">Two values are equal, or a method is unknown.</exception>
    public static PublishedOrder Of(IReadOnlyDictionary<string, Published> values, IReadOnlyList<string>? methods = null, bool lowerIsBetter = false)
    {
        string[] names = [.. (methods ?? [.. values.Keys]).OrderBy(method => (lowerIsBetter ? 1 : -1) * Value(method).Value)];
        if (names.Zip(names.Skip(1)).FirstOrDefault(pair => values[pair.First].Value == values[pair.Second].Value) is (not null, not null) tie)
        {
            throw new ArgumentException($"{tie.First} and {tie.Second} have the same published value, so there is no order.", nameof(values));
        }

        return new(names, values[names[0]].Source);

        Published Value(string method) => values.TryGetValue(method, out Published? value)
            ? value
            : throw new ArgumentException($"'{method}' was not published there; {string.Join(", ", values.Keys)} were.", nameof(methods));
    }
}

namespace Workbench.Evaluation;

/// <summary>What a measurement says of a published statement.</summary>
public enum Verdict
{
    /// <summary>Not measured, or too uncertain at this scale to say.</summary>
    Undecided,

    /// <summary>The measurement agrees with the statement.</summary>
    Holds,

    /// <summary>The measurement contradicts the statement.</summary>
    DoesNotHold,
}

/// <summary>The words for a <see cref="Verdict"/>.</summary>
public static class VerdictText
{
    /// <summary>The verdict as it stands in tables and in <c>claims.json</c>.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <returns><c>holds</c>, <c>does not hold</c> or <c>undecided</c>.</returns>
    public static string ToText(this Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.DoesNotHold => "does not hold",
        _ => "undecided",
    };
}

namespace Workbench.Evaluation;

/// <summary>A share of independent trials with its interval by Wilson's score (1927), which stays sensible at 0, at 1 and for few trials.</summary>
public static class Proportion
{
    private const double Quantile = 1.95996; // of the normal distribution, 97.5 %

    /// <summary>The share of successes with its 95 % interval.</summary>
    /// <param name="successes">How many; a half for a tie.</param>
    /// <param name="trials">Of how many, 1 or more.</param>
    /// <returns>Share and interval, in 0..1.</returns>
    /// <exception cref="ArgumentException">There were no trials, or more successes than trials.</exception>
    public static Measurement Of(double successes, int trials)
    {
        if (trials < 1 || !(successes >= 0 && successes <= trials))
        {
            throw new ArgumentException($"{successes} of {trials} is no share.", nameof(successes));
        }

        double share = successes / trials, squared = Quantile * Quantile, weight = 1 + (squared / trials);
        double middle = (share + (squared / (2 * trials))) / weight;
        double half = Quantile / weight * Math.Sqrt((share * (1 - share) / trials) + (squared / (4.0 * trials * trials)));
        return new(share, new(Math.Max(0, Math.Min(share, middle - half)), Math.Min(1, Math.Max(share, middle + half))));
    }
}

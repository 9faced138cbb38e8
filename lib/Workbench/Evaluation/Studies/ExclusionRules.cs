namespace Workbench.Evaluation.Studies;

/// <summary>
/// Which answers do not count, decided before anyone looks at the outcome. A participant is left out by the first rule that applies, a
/// trial by either of the last two.
/// </summary>
public sealed record ExclusionRules
{
    /// <summary>Every answer of everybody counts, half-finished sessions too.</summary>
    public static ExclusionRules None { get; } = new()
    {
        LeaveOutUnfinished = false,
        LeastChecksRight = 0,
        FastestMedianMs = 0,
        MostOnOneSide = 1,
        LargestExposureError = double.PositiveInfinity,
        MostTimesSent = int.MaxValue,
    };

    /// <summary>Whether a session that was not answered to its end is left out.</summary>
    public bool LeaveOutUnfinished { get; init; } = true;

    /// <summary>The share of attention checks that must be right, 0 to 1.</summary>
    public double LeastChecksRight { get; init; } = 0.75;

    /// <summary>A participant whose median response takes less than this, in milliseconds, did not decide anything.</summary>
    public double FastestMedianMs { get; init; } = 100;

    /// <summary>A participant who chose one side in a larger share of the answers than this pressed a key without looking, 0.5 to 1.</summary>
    public double MostOnOneSide { get; init; } = 0.95;

    /// <summary>
    /// How far a picture's time on the screen may be from the protocol's, as a share of it; never less than 50 ms, three frames of a screen.
    /// </summary>
    public double LargestExposureError { get; init; } = 0.1;

    /// <summary>How often a trial's pictures may have been sent: after a reload they are seen again.</summary>
    public int MostTimesSent { get; init; } = 1;

    /// <summary>Why a participant is left out, or null.</summary>
    internal string? Of(IReadOnlyList<StudyRecord> session)
    {
        StudyRecord[] answered = [.. session.Where(trial => trial.Answer is not null)];
        StudyRecord[] test = [.. answered.Where(trial => trial.Plan.Kind != TrialKind.Practice)];
        StudyRecord[] checks = [.. answered.Where(trial => trial.Plan.Kind == TrialKind.Check)];
        return LeaveOutUnfinished && answered.Length < session.Count ? "unfinished"
            : checks.Length > 0 && checks.Count(IsRight) < LeastChecksRight * checks.Length ? $"fewer than {LeastChecksRight:P0} of the attention checks right"
            : test.Length > 0 && Median(test.Select(trial => trial.Answer!.ResponseMs)) < FastestMedianMs ? $"median response under {FastestMedianMs:0} ms"
            : test.Length > 0 && OneSide(test) > MostOnOneSide ? $"more than {MostOnOneSide:P0} of the answers on one side"
            : !answered.Any(trial => trial.Plan.Kind == TrialKind.Scored) ? "no scored answer"
            : null;
    }

    /// <summary>Why a trial is left out, or null.</summary>
    internal string? Of(StudyRecord trial, StudyProtocol protocol)
    {
        double allowed = Math.Max(50, LargestExposureError * protocol.ExposureMs);
        return trial.TimesSent > MostTimesSent ? "pictures seen again after a reload"
            : Math.Max(Math.Abs(trial.Answer!.LeftMs - protocol.ExposureMs), Math.Abs(trial.Answer.RightMs - protocol.ExposureMs)) > allowed ? $"shown for more or less than {protocol.ExposureMs} ± {allowed:0} ms"
            : null;
    }

    internal static bool IsRight(StudyRecord trial) => trial.Answer!.Fake == trial.Plan.FakeSide;

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double OneSide(StudyRecord[] trials)
    {
        double left = trials.Count(trial => trial.Answer!.Fake == Side.Left) / (double)trials.Length;
        return Math.Max(left, 1 - left);
    }
}

namespace Workbench.Evaluation.Studies;

/// <summary>One participant of a study.</summary>
/// <param name="Number">In the order of joining, from 1.</param>
/// <param name="Method">The method whose pictures were shown.</param>
/// <param name="Trials">How many scored trials count.</param>
/// <param name="LabelledReal">In how many of them the generated picture was taken for the real one, in per cent; NaN where none counts.</param>
/// <param name="Checks">Attention checks answered.</param>
/// <param name="ChecksRight">Those of them answered rightly.</param>
/// <param name="Excluded">The rule that leaves the participant out, or null.</param>
public sealed record StudyParticipant(int Number, string Method, int Trials, double LabelledReal, int Checks, int ChecksRight, string? Excluded);

/// <summary>How often the pictures of one method were taken for real.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Participants">How many participants count.</param>
/// <param name="Trials">How many of their scored trials count.</param>
/// <param name="LabelledReal">
/// Mean over participants of the share of trials in which the generated picture was taken for the real one, in per cent, with its 95 %
/// bootstrap interval over participants; 50 is chance, and as good as real. Not known where nobody counts, without interval for one.
/// </param>
/// <param name="StandardError">
/// Of that mean, in per cent; NaN below two participants. The papers write such a ± without saying what it is. It is taken for the standard
/// error: 22.5 ± 1.6 of Isola et al. is narrower than the 95 % interval of 2,000 independent answers would be (± 1.8).
/// </param>
public sealed record MethodResult(string Method, int Participants, int Trials, Measurement LabelledReal, double StandardError);

/// <summary>Two methods against each other.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="Difference">How much more often the first was taken for real, in percentage points, with its 95 % bootstrap interval over participants, not adjusted for the number of comparisons.</param>
/// <param name="Verdict">Holds if the first is ahead, does not hold if the second is, undecided if the interval has 0 in it.</param>
public sealed record MethodDifference(string First, string Second, Measurement Difference, Verdict Verdict);

/// <summary>Something left out, and how often.</summary>
/// <param name="What">Participants or trials.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Count">How many.</param>
public sealed record Exclusion(string What, string Rule, int Count);

/// <summary>
/// What a study found: '% labelled real' of each method as in the papers, over participants, so that a person who guesses counts as one
/// person and not as forty answers.
/// </summary>
public sealed class StudyReport
{
    private StudyReport(StudyProtocol protocol, IReadOnlyList<StudyParticipant> participants, IReadOnlyList<Exclusion> exclusions, IReadOnlyList<MethodResult> methods, IReadOnlyList<MethodDifference> differences) =>
        (Protocol, Participants, Exclusions, Methods, Differences) = (protocol, participants, exclusions, methods, differences);

    /// <summary>What participants went through.</summary>
    public StudyProtocol Protocol { get; }

    /// <summary>Everyone who joined, those left out too.</summary>
    public IReadOnlyList<StudyParticipant> Participants { get; }

    /// <summary>What was left out, by rule.</summary>
    public IReadOnlyList<Exclusion> Exclusions { get; }

    /// <summary>The methods, in the order the study names them.</summary>
    public IReadOnlyList<MethodResult> Methods { get; }

    /// <summary>Every two methods that have two participants each.</summary>
    public IReadOnlyList<MethodDifference> Differences { get; }

    /// <summary>'% labelled real' by method, as <see cref="Claim.Order"/> and the other claims take it.</summary>
    public IReadOnlyDictionary<string, Measurement> LabelledReal => Methods.ToDictionary(method => method.Method, method => method.LabelledReal);

    /// <summary>Reports on a study as it stands.</summary>
    /// <param name="study">The study.</param>
    /// <param name="rules">What does not count; the default rules if null.</param>
    /// <returns>The report.</returns>
    public static StudyReport Of(StudyFile study, ExclusionRules? rules = null) => Of(study.Protocol, study.Methods, study.Records(), rules);

    /// <summary>Reports on answers from anywhere.</summary>
    /// <param name="protocol">What participants went through.</param>
    /// <param name="methods">The methods under study.</param>
    /// <param name="records">Every trial of every participant.</param>
    /// <param name="rules">What does not count; the default rules if null.</param>
    /// <returns>The report.</returns>
    public static StudyReport Of(StudyProtocol protocol, IReadOnlyList<string> methods, IReadOnlyList<StudyRecord> records, ExclusionRules? rules = null)
    {
        rules ??= new();
        List<StudyParticipant> participants = [];
        List<(string What, string Rule)> left = [];
        foreach (IGrouping<int, StudyRecord> session in records.GroupBy(record => record.Participant))
        {
            StudyRecord[] trials = [.. session];
            StudyRecord[] checks = [.. trials.Where(trial => trial is { Plan.Kind: TrialKind.Check, Answer: not null })];
            StudyRecord[] scored = [.. trials.Where(trial => trial is { Plan.Kind: TrialKind.Scored, Answer: not null })];
            StudyRecord[] counted = [.. scored.Where(trial => rules.Of(trial, protocol) is null)];
            string? excluded = rules.Of(trials) ?? (2 * counted.Length < scored.Length ? "fewer than half of the trials left" : null);
            if (excluded is not null)
            {
                left.Add(("participants", excluded));
            }
            else
            {
                left.AddRange(scored.Select(trial => rules.Of(trial, protocol)).OfType<string>().Select(rule => ("trials", rule)));
            }

            double labelledReal = counted.Length == 0 ? double.NaN : 100.0 * counted.Count(trial => !ExclusionRules.IsRight(trial)) / counted.Length;
            participants.Add(new(session.Key, trials[0].Method, counted.Length, labelledReal, checks.Length, checks.Count(ExclusionRules.IsRight), excluded));
        }

        Dictionary<string, double[]> rates = methods.ToDictionary(
            method => method, method => participants.Where(person => person.Method == method && person.Excluded is null).Select(person => person.LabelledReal).ToArray());
        return new(
            protocol,
            participants,
            [.. left.CountBy(one => one).Select(one => new Exclusion(one.Key.What, one.Key.Rule, one.Value)).OrderBy(one => one.What, StringComparer.Ordinal).ThenByDescending(one => one.Count)],
            [.. methods.Select(method => Result(method, rates[method], participants.Where(person => person.Method == method && person.Excluded is null).Sum(person => person.Trials)))],
            [.. methods.SelectMany((first, i) => methods.Skip(i + 1).Where(second => rates[first].Length > 1 && rates[second].Length > 1).Select(second => Difference(first, rates[first], second, rates[second])))]);
    }

    private static MethodResult Result(string method, double[] rates, int trials)
    {
        if (rates.Length < 2)
        {
            return new(method, rates.Length, trials, rates.Length == 0 ? default : new Measurement(rates[0]), double.NaN);
        }

        double mean = rates.Average();
        double deviation = Math.Sqrt(rates.Sum(rate => (rate - mean) * (rate - mean)) / (rates.Length - 1));
        return new(method, rates.Length, trials, Bootstrap.Mean(rates), deviation / Math.Sqrt(rates.Length));
    }

    private static MethodDifference Difference(string first, double[] firstRates, string second, double[] secondRates)
    {
        Measurement difference = Bootstrap.DifferenceOfMeans(firstRates, secondRates);
        Interval interval = difference.Interval!.Value;
        return new(first, second, difference, interval.Low > 0 ? Verdict.Holds : interval.High < 0 ? Verdict.DoesNotHold : Verdict.Undecided);
    }
}

namespace Workbench.Evaluation.Studies;

/// <summary>Where a picture stands; the left one comes first when they are shown in turn.</summary>
public enum Side
{
    /// <summary>Left, and first.</summary>
    Left,

    /// <summary>Right, and second.</summary>
    Right,
}

/// <summary>What a trial is for.</summary>
public enum TrialKind
{
    /// <summary>Feedback is given, nothing is scored.</summary>
    Practice,

    /// <summary>Scored.</summary>
    Scored,

    /// <summary>An attention check: the generated picture is the real one, jumbled.</summary>
    Check,
}

/// <summary>One trial of one participant.</summary>
/// <param name="Number">Its place in the session, from 1.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Real">Name of the real picture.</param>
/// <param name="Fake">Name of the generated picture; of a check, the name of the real one.</param>
/// <param name="FakeSide">Where the generated picture stands.</param>
public sealed record PlannedTrial(int Number, TrialKind Kind, string Real, string Fake, Side FakeSide);

/// <summary>
/// A participant's trials: no picture twice, the generated one on either side equally often (practice, scored trials and checks each for
/// themselves), checks anywhere but first among the scored trials.
/// </summary>
public static class TrialPlan
{
    /// <summary>Draws the trials of one participant.</summary>
    /// <param name="protocol">How many of each kind.</param>
    /// <param name="reals">Names of the real pictures.</param>
    /// <param name="fakes">Names of the method's pictures; in a paired study each is the name of a real one.</param>
    /// <param name="participant">The participant's number, from 1; with the protocol's seed it decides everything.</param>
    /// <returns>The trials in order.</returns>
    /// <exception cref="StudyException">There are too few pictures.</exception>
    public static IReadOnlyList<PlannedTrial> For(StudyProtocol protocol, IReadOnlyList<string> reals, IReadOnlyList<string> fakes, int participant)
    {
        int pairs = protocol.Practice + protocol.Trials;
        if (reals.Count < protocol.AllTrials || fakes.Count < pairs)
        {
            throw new StudyException($"{protocol.AllTrials} real and {pairs} generated pictures are needed so that nobody sees one twice; there are {reals.Count} and {fakes.Count}.");
        }

        Random random = new(unchecked((protocol.Seed * 1_000_003) + participant));
        string[] fake = Shuffled(random, fakes)[..pairs];
        string[] real = protocol.Paired ? [.. fake, .. Shuffled(random, reals.Except(fake))] : Shuffled(random, reals);
        TrialKind[] kinds =
        [
            .. Enumerable.Repeat(TrialKind.Practice, protocol.Practice),
            TrialKind.Scored,
            .. Shuffled(random, Enumerable.Repeat(TrialKind.Scored, protocol.Trials - 1).Concat(Enumerable.Repeat(TrialKind.Check, protocol.Checks))),
        ];
        Dictionary<TrialKind, Queue<Side>> sides = kinds.CountBy(kind => kind).ToDictionary(kind => kind.Key, kind => new Queue<Side>(Balanced(random, kind.Value)));
        Queue<string> checks = new(real[pairs..]);
        int pair = 0;
        return [.. kinds.Select((kind, i) => kind == TrialKind.Check
            ? new PlannedTrial(i + 1, kind, checks.Peek(), checks.Dequeue(), sides[kind].Dequeue())
            : new PlannedTrial(i + 1, kind, real[pair], fake[pair++], sides[kind].Dequeue()))];
    }

    private static Side[] Balanced(Random random, int count)
    {
        int odd = random.Next(2);
        return Shuffled(random, Enumerable.Range(0, count).Select(i => (Side)((i + odd) % 2)));
    }

    private static T[] Shuffled<T>(Random random, IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }
}

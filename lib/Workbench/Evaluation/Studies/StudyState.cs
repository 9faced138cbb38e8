namespace Workbench.Evaluation.Studies;

/// <summary>Where a participant stands.</summary>
/// <param name="Next">The trial to show; none when all are answered.</param>
/// <param name="Answered">How many are answered.</param>
/// <param name="Protocol">What the session is made of.</param>
public sealed record StudyState(OpenTrial? Next, int Answered, StudyProtocol Protocol);

/// <summary>A trial that waits for its answer, without anything that would give it away.</summary>
/// <param name="Number">Its place in the session, from 1.</param>
/// <param name="IsPractice">Whether feedback will be given.</param>
/// <param name="Left">Opaque name of the left picture, good for this trial of this participant only.</param>
/// <param name="Right">Opaque name of the right picture.</param>
public sealed record OpenTrial(int Number, bool IsPractice, string Left, string Right);

/// <summary>What a participant answered.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Fake">Which picture was called generated.</param>
/// <param name="ResponseMs">From the end of the last picture to the answer.</param>
/// <param name="LeftMs">How long the left picture was really on the screen.</param>
/// <param name="RightMs">How long the right one was.</param>
public sealed record StudyAnswer(int Trial, Side Fake, double ResponseMs, double LeftMs, double RightMs);

/// <summary>What became of an answer.</summary>
public enum AnswerFate
{
    /// <summary>It was kept.</summary>
    Kept,

    /// <summary>The same answer had been kept before; nothing changed.</summary>
    Repeated,

    /// <summary>Another answer to this trial had been kept before, and stays.</summary>
    Contradicted,

    /// <summary>The trial is not the one whose turn it is.</summary>
    OutOfOrder,
}

/// <summary>What became of an answer, and, in practice, whether it was right.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="WasRight">Feedback; null unless a practice trial's answer is in the study.</param>
public sealed record AnswerOutcome(AnswerFate Fate, bool? WasRight);

/// <summary>A trial with what is known of it, as the report reads it.</summary>
/// <param name="Participant">The participant's number, from 1.</param>
/// <param name="Method">The method that all of the participant's generated pictures are of.</param>
/// <param name="Plan">What was shown.</param>
/// <param name="Answer">What was answered; null while it is not.</param>
/// <param name="TimesSent">How often its pictures were sent: more than once if the page was reloaded while it was open.</param>
public sealed record StudyRecord(int Participant, string Method, PlannedTrial Plan, StudyAnswer? Answer, int TimesSent);

namespace Workbench.Evaluation.Studies;

/// <summary>How the two pictures of a trial are shown.</summary>
public enum Presentation
{
    /// <summary>The left one, then the right one, each for the full exposure, as in the papers.</summary>
    InTurn,

    /// <summary>Both side by side for one exposure.</summary>
    Together,
}

/// <summary>
/// What every participant of a study goes through: pairs of a real and a generated picture, each shown for a moment, and the question
/// which one is generated. The defaults are the papers' (Zhang et al. 2016, §3.1; Isola et al. 2017, §4.1): one second a picture, ten
/// practice trials with feedback, forty without, one method a participant.
/// </summary>
public sealed record StudyProtocol
{
    /// <summary>Trials at the start that say whether the answer was right and are not scored.</summary>
    public int Practice { get; init; } = 10;

    /// <summary>Scored trials, without feedback.</summary>
    public int Trials { get; init; } = 40;

    /// <summary>
    /// Attention checks among the scored trials and on top of them: the generated picture is a real one cut into tiles and jumbled, which
    /// nobody who looks can miss. The default is one for ten trials, as often as in Zhang et al.; Isola et al. had none.
    /// </summary>
    public int Checks { get; init; } = 4;

    /// <summary>How long each picture is shown, in milliseconds.</summary>
    public int ExposureMs { get; init; } = 1000;

    /// <summary>Side of the square that every picture is brought to, in pixels.</summary>
    public int PictureSize { get; init; } = 256;

    /// <summary>One after the other, or side by side.</summary>
    public Presentation Presentation { get; init; }

    /// <summary>
    /// Whether a generated picture is shown against the real one of the same name (colorization), or against any (maps in Isola et al.).
    /// </summary>
    public bool Paired { get; init; } = true;

    /// <summary>What decides who sees which pairs in which order and on which side.</summary>
    public int Seed { get; init; }

    /// <summary>All trials of a participant.</summary>
    public int AllTrials => Practice + Trials + Checks;

    /// <summary>Refuses figures that no study can be made with.</summary>
    /// <returns>The protocol itself.</returns>
    /// <exception cref="StudyException">The message names the figure and what it may be.</exception>
    public StudyProtocol Checked()
    {
        Require(Practice, 0, 1000, "practice trials");
        Require(Trials, 1, 1000, "scored trials");
        Require(Checks, 0, 1000, "attention checks");
        Require(ExposureMs, 1, 60_000, "milliseconds of exposure");
        Require(PictureSize, 16, 2048, "pixels of a picture's side");
        return this;
    }

    private static void Require(int value, int least, int most, string what)
    {
        if (value < least || value > most)
        {
            throw new StudyException($"{value} {what}: it must be {least} to {most}.");
        }
    }
}

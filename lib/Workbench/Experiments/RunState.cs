namespace Workbench.Experiments;

/// <summary>How far a run of a study is.</summary>
public enum RunState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>A process trains it right now.</summary>
    Running,

    /// <summary>Begun and stopped before its end; goes on from its last checkpoint.</summary>
    Stopped,

    /// <summary>Trained and measured.</summary>
    Finished,

    /// <summary>Ended by an error; carrying out the study again tries it again, from its last checkpoint.</summary>
    Failed,
}

namespace Workbench.Training;

/// <summary>Training cannot go on; the message names the step, the file or the tensor, and what to do. What was saved before is whole.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>Says what happened.</summary>
    /// <param name="message">A full sentence.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public TrainingException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Whether training had begun, so that something was done and the run can go on; else it could not start.</summary>
    public bool HasBegun { get; internal set; }
}

namespace Workbench.Evaluation.Studies;

/// <summary>A study cannot be made, opened or continued as asked; the message names what is in the way and what would be right.</summary>
/// <param name="message">A whole sentence.</param>
/// <param name="inner">What the system said, if it said anything.</param>
public sealed class StudyException(string message, Exception? inner = null) : IOException(message, inner);

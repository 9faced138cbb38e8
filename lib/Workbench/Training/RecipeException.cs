namespace Workbench.Training;

/// <summary>A recipe that makes no sense; the message names the setting and what would be right.</summary>
public sealed class RecipeException : ArgumentException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">A full sentence.</param>
    public RecipeException(string message)
        : base(message)
    {
    }
}

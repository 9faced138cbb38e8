using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>One training of a study.</summary>
/// <param name="Index">Its place in the study, from 0.</param>
/// <param name="Values">The name of the value it has on each axis.</param>
/// <param name="Recipe">What is carried out, seed included.</param>
public sealed record StudyRun(int Index, IReadOnlyDictionary<string, string> Values, Recipe Recipe)
{
    /// <summary>What its row in a table is called: its values on all axes, the same for all seeds.</summary>
    public string Method => Values.Count > 0 ? string.Join(", ", Values.Values) : Recipe.Task;

    /// <summary>The run in a few words.</summary>
    /// <returns>Such as <c>cGAN, seed 2</c>.</returns>
    public override string ToString() => $"{Method}, seed {Recipe.Seed}";
}

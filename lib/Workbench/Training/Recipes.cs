namespace Workbench.Training;

/// <summary>Every recipe by task and preset.</summary>
public static class Recipes
{
    /// <summary>All presets of all tasks.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        Pix2PixRecipe.Quick, Pix2PixRecipe.Real, Pix2PixRecipe.Paper,
        ColorPix2PixRecipe.Quick, ColorPix2PixRecipe.Real, ColorPix2PixRecipe.Paper,
        CycleGanRecipe.Quick, CycleGanRecipe.Real, CycleGanRecipe.Paper,
        ColorRegressionRecipe.Quick, ColorRegressionRecipe.Real, ColorRegressionRecipe.Paper,
        ColorClassificationRecipe.Quick, ColorClassificationRecipe.Real, ColorClassificationRecipe.Paper,
        GlobalLocalRecipe.Quick, GlobalLocalRecipe.Real, GlobalLocalRecipe.Paper,
        DcganRecipe.Quick, DcganRecipe.Real, DcganRecipe.Paper, MixtureGanRecipe.Quick,
        ClassificationRecipe.Quick, ClassificationRecipe.Letters, ClassificationRecipe.Real, ClassificationRecipe.Paper,
        SegmentationRecipe.Quick, SegmentationRecipe.Cells, SegmentationRecipe.Real, SegmentationRecipe.Membranes, SegmentationRecipe.Paper, SegmentationRecipe.Milesial,
    ];

    /// <summary>A task's preset.</summary>
    /// <param name="task">Such as <c>pix2pix</c>.</param>
    /// <param name="preset">Such as <c>quick</c> or <c>paper</c>.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="RecipeException">There is none; the message lists what there is.</exception>
    public static Recipe Find(string task, string preset = "quick")
    {
        Recipe[] presets = [.. All.Where(recipe => recipe.Task == task)];
        return presets.Length == 0
            ? throw new RecipeException($"There is no recipe '{task}'. There are {string.Join(", ", All.Select(recipe => recipe.Task).Distinct())}.")
            : presets.FirstOrDefault(recipe => recipe.Preset == preset)
                ?? throw new RecipeException($"{task} has no preset '{preset}'. It has {string.Join(", ", presets.Select(recipe => recipe.Preset))}.");
    }
}

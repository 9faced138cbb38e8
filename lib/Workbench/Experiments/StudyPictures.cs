using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>Draws what the methods of a study make of the same unseen pictures.</summary>
internal static class StudyPictures
{
    public static ImageGrid Grid(StudyResult result, int items)
    {
        StudyRun[] runs = [.. result.Outcomes.Where(outcome => outcome.State == RunState.Finished && outcome.Run.Recipe.Seed == result.Study.Seeds[0]).Select(outcome => outcome.Run)];
        if (runs.Length == 0)
        {
            throw new InvalidOperationException($"Study {result.Study.Name} has no finished run with seed {result.Study.Seeds[0]} to show.");
        }

        using DisposeScope scope = torch.NewDisposeScope();
        List<Tensor[]> columns = [];
        foreach (StudyRun run in runs)
        {
            using TrainingTask trained = result.Load(run);
            (Tensor input, Tensor truth, Tensor made) = Use(run, trained, items);
            if (columns.Count == 0)
            {
                columns.Add(Separate(input));
                columns.Add(Separate(truth));
            }

            columns.Add(Separate(made));
        }

        ImageGrid grid = new(["input", "ground truth", .. runs.Select(run => run.Method)]) { Title = result.Study.Name, CellSize = Math.Max(96, result.Study.Origin.Size) };
        for (int item = 0; item < columns[0].Length; item++)
        {
            grid.Row("", [.. columns.Select(column => column[item])]);
        }

        return grid;
    }

    private static (Tensor Input, Tensor Truth, Tensor Made) Use(StudyRun run, TrainingTask trained, int items)
    {
        switch (run.Recipe)
        {
            case Recipe<ImagePair> recipe when trained is ITranslator translator:
                ImagePair pairs = First(recipe, items);
                return (pairs.A, pairs.B, translator.TranslateAnySize(pairs.A));
            case Recipe<ImageSample> recipe when trained is IColorizer colorizer:
                return Coloured(First(recipe, items).Image, colorizer);
            case Recipe<LabelledImage> recipe when trained is IColorizer colorizer:
                return Coloured(First(recipe, items).Image, colorizer);
            default:
                throw new InvalidOperationException($"{run.Recipe.Task} makes no pictures that could stand beside a ground truth.");
        }

        static (Tensor, Tensor, Tensor) Coloured(Tensor truth, IColorizer colorizer) => (ColorSpace.Grey(truth), truth, colorizer.Colorize(truth));
    }

    private static T First<T>(Recipe<T> recipe, int items)
        where T : Sample
    {
        IDataset<T> data = (recipe with { ValidationItems = items }).OpenData(Split.Test);
        try
        {
            return (T)Sample.Stack([.. Enumerable.Range(0, (int)Math.Min(items, data.Count)).Select(item => data.Item(item))]);
        }
        finally
        {
            (data as IDisposable)?.Dispose();
        }
    }

    private static Tensor[] Separate(Tensor batch) => [.. Enumerable.Range(0, (int)batch.shape[0]).Select(item => batch[item])];
}

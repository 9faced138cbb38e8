using Workbench.Imaging;

namespace Workbench.Datasets;

/// <summary>A grid of some items of a data set, each with what belongs to it: its class, its label map in colours, its other half.</summary>
public static class DatasetPreview
{
    /// <summary>Draws the first items.</summary>
    /// <param name="set">The set.</param>
    /// <param name="count">How many items, at least 1; fewer where there are not so many.</param>
    /// <returns>The grid, five items in a row.</returns>
    /// <exception cref="DatasetException">An item cannot be read.</exception>
    public static ImageGrid Of(IDataset set, int count = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        List<(Tensor Image, string Caption)> cells = [];
        for (long i = 0; i < Math.Min(count, set.Count); i++)
        {
            cells.AddRange(Cells(set, set.Item(i)));
        }

        if (set is IDataset<PointSample>)
        {
            return ImageGrid.Of([Scatter(Enumerable.Range(0, (int)Math.Min(set.Count, 2000)).Select(i => ((PointSample)set.Item(i)).Position))], 1, [$"{Math.Min(set.Count, 2000)} points"]);
        }

        int perItem = cells.Count / (int)Math.Min(count, set.Count);
        return ImageGrid.Of(cells.Select(cell => cell.Image), perItem * (perItem > 1 ? 3 : 5), [.. cells.Select(cell => cell.Caption)]);
    }

    /// <summary>A label map as a picture: each class in a colour of its own, evenly around the circle of hues; what is ignored is white.</summary>
    /// <param name="labels">int64 <c>[H, W]</c>.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <returns>float32 <c>[3, H, W]</c> in 0..1; class 0 is dark grey.</returns>
    public static Tensor Colored(Tensor labels, int classes)
    {
        using var scope = torch.NewDisposeScope();
        float[] palette = new float[3 * (classes + 1)];
        for (int label = 0; label < classes; label++)
        {
            SkiaSharp.SKColor color = label == 0 ? new(56, 56, 60) : SkiaSharp.SKColor.FromHsv(360f * (label - 1) / Math.Max(1, classes - 1), 75, label % 2 == 0 ? 75 : 95);
            (palette[3 * label], palette[(3 * label) + 1], palette[(3 * label) + 2]) = (color.Red / 255f, color.Green / 255f, color.Blue / 255f);
        }

        palette.AsSpan(3 * classes).Fill(1);
        Tensor rows = labels.masked_fill(labels.lt(0).logical_or(labels.ge(classes)), classes).flatten();
        return torch.tensor(palette).reshape(classes + 1, 3)[rows].reshape(labels.shape[0], labels.shape[1], 3).permute(2, 0, 1).contiguous().MoveToOuterDisposeScope();
    }

    private static IEnumerable<(Tensor Image, string Caption)> Cells(IDataset set, Sample sample) => sample switch
    {
        LabelledImage labelled => [(labelled.Image, set.ClassNames.Count > 0 ? set.ClassNames[(int)labelled.Label.item<long>()] : "")],
        SegmentedImage segmented => [(segmented.Image, ""), (Colored(segmented.Labels, set.ClassNames.Count), Present(set, segmented.Labels))],
        ImageSample picture => [(picture.Image, "")],
        ImagePair pair => [(pair.A, "A"), (pair.B, "B")],
        UnpairedImages unpaired => [(unpaired.A, "A"), (unpaired.B, "B")],
        _ => [],
    };

    private static string Present(IDataset set, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        string[] names = [.. set.ClassNames.Where((_, label) => labels.eq(label).any().item<bool>())];
        return names.Length <= 3 ? string.Join(", ", names) : $"{names.Length} classes";
    }

    /// <summary>How many points lie where, dark on white, over −1.25 … 1.25 times the farthest coordinate.</summary>
    private static Tensor Scatter(IEnumerable<Tensor> positions)
    {
        using var scope = torch.NewDisposeScope();
        const int Side = 160;
        Tensor points = torch.stack([.. positions]);
        double reach = points.abs().max().item<float>() * 1.25;
        Tensor places = (((points / reach) + 1) / 2 * Side).to(torch.int64).clamp(0, Side - 1);
        Tensor counts = (((Side - 1 - places.select(1, 1)) * Side) + places.select(1, 0)).bincount(null, Side * Side).to(torch.float32);
        return (1 - (counts / 3).clamp_max(1)).reshape(1, Side, Side).MoveToOuterDisposeScope();
    }
}

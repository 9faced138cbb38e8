using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>What all tasks that learn colours have in common: how they are used, measured and shown.</summary>
/// <typeparam name="T">A picture, with or without a class.</typeparam>
public abstract class ColorTask<T> : TrainingTask<T>, IColorizer
    where T : ImageSample
{
    private readonly Recipe recipe;

    private protected ColorTask(Recipe recipe) => this.recipe = recipe;

    /// <inheritdoc/>
    public override string Measure => "abError";

    /// <inheritdoc/>
    public Tensor Colorize(Tensor images)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long[] shape = images.shape;
        Tensor colours = shape[1] == 1 ? images.expand(shape[0], 3, shape[2], shape[3]) : images;
        Tensor l = ColorSpace.RgbToLab(colours).slice(1, 0, 1, 1), small = Resize(l, recipe.Size, recipe.Size);
        Tensor ab = Resize(Predict(small), shape[2], shape[3]);
        return ColorSpace.LabToRgb(cat([l, ab], 1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<T> batches)
    {
        List<double> error = [], baseline = [], psnr = [], made = [], real = [];
        foreach (T batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor coloured = Colorize(batch.Image), truth = ColorSpace.RgbToLab(batch.Image).slice(1, 1, 3, 1), ab = ColorSpace.RgbToLab(coloured).slice(1, 1, 3, 1);
            for (int i = 0; i < coloured.shape[0]; i++)
            {
                error.Add(Number((ab[i] - truth[i]).square().sum(dim: 0).sqrt().mean()));
                baseline.Add(Number(truth[i].square().sum(dim: 0).sqrt().mean()));
                psnr.Add(Number(ImageQuality.Psnr(coloured[i], batch.Image[i])));
                made.Add(Number(Colorfulness.Of(coloured[i])));
                real.Add(Number(Colorfulness.Of(batch.Image[i])));
            }
        }

        Figures figures = [];
        figures.Mean("abError", error);
        figures.Mean("greyError", baseline);
        figures.Mean("PSNR", psnr);
        figures.Mean("colorfulness", made);
        figures.Mean("realColorfulness", real);
        return figures;

        static double Number(Tensor value) => value.to(float64).item<double>();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Pictures(T batch) =>
        new Dictionary<string, Tensor> { ["given"] = ColorSpace.Grey(batch.Image), ["made"] = Colorize(batch.Image), ["true"] = batch.Image };

    /// <inheritdoc/>
    public override ImageGrid Sample(T batch)
    {
        Tensor coloured = Colorize(batch.Image), grey = ColorSpace.Grey(batch.Image);
        ImageGrid grid = new("grey", "output", "ground truth") { Title = recipe.Task, CellSize = Math.Max(96, recipe.Size) };
        for (int i = 0; i < coloured.shape[0]; i++)
        {
            grid.Row(Caption(batch, i), grey[i].cpu(), coloured[i].cpu(), batch.Image[i].cpu());
        }

        return grid;
    }

    /// <summary>Predicts colour at the network's size.</summary>
    /// <param name="l">Lightness L* in 0..100, [N, 1, size, size].</param>
    /// <returns>a*b*, [N, 2, h, w]; any size, to be scaled up.</returns>
    protected abstract Tensor Predict(Tensor l);

    /// <summary>What stands before an item's row in the grid of samples.</summary>
    /// <param name="batch">The items.</param>
    /// <param name="item">Which of them.</param>
    /// <returns>Nothing, if not overridden.</returns>
    protected virtual string Caption(T batch, int item) => "";

    /// <summary>What a*b* are divided by, so that they lie in −1..1: that of the authors' pix2pix code.</summary>
    private protected const double ColorScale = 110;

    /// <summary>L* of 0..100 as −1..1, as in the same code.</summary>
    private protected static Tensor FromLightness(Tensor l) => (l / 50) - 1;

    private protected static (Tensor L, Tensor AB) Split(Tensor rgb)
    {
        LabTarget target = LabTarget.Of(rgb);
        return (target.L, target.AB);
    }

    private protected static Tensor Resize(Tensor x, long height, long width) => x.shape[2] == height && x.shape[3] == width
        ? x
        : nn.functional.interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
}

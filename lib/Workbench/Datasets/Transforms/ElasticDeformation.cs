using static TorchSharp.torch.nn.functional;

namespace Workbench.Datasets.Transforms;

/// <summary>
/// The elastic deformation that lets a U-Net learn from thirty pictures (Ronneberger et al. 2015, section 3.1): random displacements on a
/// coarse 3×3 grid, normal with a deviation of 10 pixels, made smooth by bicubic interpolation. Label maps follow by nearest pixels; what
/// comes from beyond the border is the border's reflection.
/// </summary>
/// <param name="deviation">Standard deviation of the displacements in pixels of the picture; 0 changes nothing.</param>
/// <param name="grid">Points of the coarse grid in each direction, at least 2.</param>
public sealed class ElasticDeformation(double deviation = 10, int grid = 3) : ITransform<SegmentedImage>
{
    /// <inheritdoc/>
    public SegmentedImage Apply(SegmentedImage sample, ref ItemRandom random)
    {
        using var scope = torch.NewDisposeScope();
        (long height, long width) = (sample.Image.shape[^2], sample.Image.shape[^1]);
        float[] coarse = new float[2 * grid * grid];
        for (int i = 0; i < coarse.Length; i++)
        {
            coarse[i] = (float)deviation * random.Normal();
        }

        // Displacements in pixels, x then y; grid_sample counts from −1 to 1 across the picture.
        Tensor smooth = interpolate(torch.tensor(coarse).reshape(1, 2, grid, grid), [height, width], mode: torch.InterpolationMode.Bicubic, align_corners: true);
        Tensor[] places = torch.meshgrid([torch.linspace(-1, 1, height), torch.linspace(-1, 1, width)], indexing: "ij");
        Tensor x = places[1] + (smooth[0, 0] * (2.0 / Math.Max(1, width - 1)));
        Tensor y = places[0] + (smooth[0, 1] * (2.0 / Math.Max(1, height - 1)));
        Tensor flow = torch.stack([x, y], dim: -1).unsqueeze(0);
        Tensor image = grid_sample(sample.Image.unsqueeze(0), flow, torch.GridSampleMode.Bilinear, torch.GridSamplePaddingMode.Reflection, align_corners: true);
        Tensor labels = grid_sample(sample.Labels.to(torch.float32).unsqueeze(0).unsqueeze(0), flow, torch.GridSampleMode.Nearest, torch.GridSamplePaddingMode.Reflection, align_corners: true);
        return new(image.squeeze(0).clamp(0, 1).MoveToOuterDisposeScope(), labels.squeeze(0).squeeze(0).to(torch.int64).MoveToOuterDisposeScope());
    }
}

namespace Workbench.Training;

/// <summary>Between pictures in 0..1 and the −1..1 that the generators' tanh gives.</summary>
internal static class Signed
{
    public static Tensor FromUnit(Tensor image) => (image * 2) - 1;

    /// <summary>Translates at the network's size, and brings the result back to the pictures' own.</summary>
    public static Tensor AtSize(Tensor images, int size, Func<Tensor, Tensor> translate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long[] shape = images.shape;
        return Resize(translate(Resize(images, size, size)), shape[2], shape[3]).clamp(0, 1).MoveToOuterDisposeScope();

        static Tensor Resize(Tensor x, long height, long width) => x.shape[2] == height && x.shape[3] == width
            ? x
            : torch.nn.functional.interpolate(x, [height, width], mode: torch.InterpolationMode.Bilinear, align_corners: false, antialias: true);
    }

    public static Tensor ToUnit(Tensor image) => (image + 1) / 2;
}

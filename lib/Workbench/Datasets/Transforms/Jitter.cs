using Workbench.Imaging;

namespace Workbench.Datasets.Transforms;

/// <summary>Where one picture is cut out of its enlarged self, and whether it is mirrored.</summary>
internal readonly record struct Jitter(int LoadSize, int CropSize, int Top, int Left, bool Mirrored)
{
    /// <summary>Draws a place, each equally likely, and mirrors half of the pictures.</summary>
    public static Jitter Draw(int loadSize, int cropSize, bool mirror, ref ItemRandom random)
    {
        int places = loadSize - cropSize + 1;
        (int top, int left) = ((int)(random.Uniform() * places), (int)(random.Uniform() * places));
        return new(loadSize, cropSize, top, left, mirror && random.Uniform() < 0.5f);
    }

    /// <summary>Resizes, cuts out and mirrors: <c>[C, H, W]</c> to <c>[C, crop, crop]</c>.</summary>
    public Tensor Cut(Tensor image, Interpolation interpolation)
    {
        using var scope = torch.NewDisposeScope();
        Tensor large = image.shape[^1] == LoadSize && image.shape[^2] == LoadSize ? image : ImageTransform.Resize(image, LoadSize, LoadSize, interpolation);
        Tensor cut = large.narrow(-2, Top, CropSize).narrow(-1, Left, CropSize);
        return (Mirrored ? cut.flip(-1) : cut.clone()).MoveToOuterDisposeScope();
    }

    /// <summary>The sizes make sense, or an error says which do not.</summary>
    public static void Require(int loadSize, int cropSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cropSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(loadSize, cropSize);
    }
}

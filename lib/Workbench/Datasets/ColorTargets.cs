using Workbench.Imaging;

namespace Workbench.Datasets;

/// <summary>Any set of colour pictures as one to learn colours from.</summary>
public static class ColorTargets
{
    /// <summary>Each picture as a pair: itself in grey (A), itself (B), for what translates pictures.</summary>
    /// <param name="pictures">Colour pictures, labelled or not; disposed with what is returned.</param>
    /// <returns>A is the luma (<see cref="ColorSpace.Grey"/>) in three equal channels.</returns>
    public static IDataset<ImagePair> FromGrey(this IDataset<ImageSample> pictures) =>
        new MappedSet<ImageSample, ImagePair>(pictures, static picture => new(Grey(picture.Image), picture.Image), "from grey");

    /// <summary>Each picture as its lightness and its colour, for what predicts a*b* from L*.</summary>
    /// <param name="pictures">Colour pictures, labelled or not; disposed with what is returned.</param>
    /// <returns>In CIE Lab.</returns>
    public static IDataset<LabTarget> FromLightness(this IDataset<ImageSample> pictures) =>
        new MappedSet<ImageSample, LabTarget>(pictures, static picture => LabTarget.Of(picture.Image), "L to ab");

    private static Tensor Grey(Tensor image)
    {
        using var scope = torch.NewDisposeScope();
        return ColorSpace.Grey(image).expand(image.shape).contiguous().MoveToOuterDisposeScope();
    }
}

using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>Turns a picture the way its EXIF orientation (tag 0x0112, values 1 to 8) says it is to be looked at.</summary>
internal static class Orientation
{
    /// <summary>Turns and mirrors; the names of the cases say where the stored first row and first column belong.</summary>
    /// <param name="image"><c>[3, H, W]</c> as stored; disposed unless it is returned.</param>
    /// <param name="origin">Where the stored top left corner belongs.</param>
    /// <returns><c>[3, H, W]</c>, or <c>[3, W, H]</c> for quarter turns; not necessarily contiguous.</returns>
    public static Tensor Apply(Tensor image, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft)
        {
            return image;
        }

        using var scope = torch.NewDisposeScope();
        using Tensor stored = image;
        Tensor turned = origin switch
        {
            SKEncodedOrigin.TopRight => stored.flip(2),
            SKEncodedOrigin.BottomRight => stored.flip(1, 2),
            SKEncodedOrigin.BottomLeft => stored.flip(1),
            SKEncodedOrigin.LeftTop => stored.transpose(1, 2).clone(),
            SKEncodedOrigin.RightTop => stored.transpose(1, 2).flip(2),
            SKEncodedOrigin.RightBottom => stored.transpose(1, 2).flip(1, 2),
            SKEncodedOrigin.LeftBottom => stored.transpose(1, 2).flip(1),
            _ => stored.clone(),
        };
        return turned.MoveToOuterDisposeScope();
    }
}

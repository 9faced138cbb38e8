namespace Workbench.Imaging;

/// <summary>Turns a picture the way its EXIF orientation (tag 0x0112, values 1 to 8) says it is to be looked at.</summary>
internal static class Orientation
{
    /// <summary>Turns and mirrors.</summary>
    /// <param name="image"><c>[3, H, W]</c> as stored.</param>
    /// <param name="exif">The EXIF value: where the stored first row and first column belong.</param>
    /// <returns><c>[3, H, W]</c>, or <c>[3, W, H]</c> for quarter turns; not necessarily contiguous.</returns>
    public static Tensor Apply(Tensor image, int exif)
    {
        using var scope = torch.NewDisposeScope();
        Tensor turned = exif switch
        {
            2 => image.flip(2), // first row top, first column right
            3 => image.flip(1, 2), // bottom, right
            4 => image.flip(1), // bottom, left
            5 => image.transpose(1, 2), // left, top
            6 => image.transpose(1, 2).flip(2), // right, top
            7 => image.transpose(1, 2).flip(1, 2), // right, bottom
            8 => image.transpose(1, 2).flip(1), // left, bottom
            _ => image.alias(),
        };
        return turned.MoveToOuterDisposeScope();
    }
}

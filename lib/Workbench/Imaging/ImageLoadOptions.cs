namespace Workbench.Imaging;

/// <summary>What a picture may cost and how strictly it is taken at its word.</summary>
public sealed record ImageLoadOptions
{
    /// <summary>The most pixels that <see cref="MaxPixels"/> can be set to: one channel of more would not fit a span.</summary>
    public const long LargestMaxPixels = 500_000_000;

    private readonly long maxPixels = 100_000_000;

    /// <summary>
    /// The most pixels (width × height) a picture may have; larger ones are refused from their header, before memory is taken.
    /// Decoding takes about 16 bytes a pixel at its peak, 28 where the picture has to be turned; one of 16 bits a channel about 60.
    /// The default is 100 million, a large camera's picture.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in 1 … <see cref="LargestMaxPixels"/>.</exception>
    public long MaxPixels
    {
        get => maxPixels;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestMaxPixels);
            maxPixels = value;
        }
    }

    /// <summary>
    /// Whether a picture is read whatever its file is called. By default a JPEG named <c>.png</c> is refused:
    /// one of the two is a mistake. Some public data sets hold such files (ImageNet has a PNG named <c>.JPEG</c>).
    /// </summary>
    public bool AnyExtension { get; init; }

    /// <summary>
    /// Told what could not be honoured in a picture that was read all the same, such as a colour profile that is ignored.
    /// Each note names the file. Silent by default.
    /// </summary>
    public Action<string>? Note { get; init; }

    internal static ImageLoadOptions Default { get; } = new();
}

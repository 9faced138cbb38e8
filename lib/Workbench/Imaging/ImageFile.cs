using System.Runtime.InteropServices;
using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>
/// Pictures between files and tensors: PNG, JPEG, WebP, GIF (first frame) and BMP in, PNG, JPEG and WebP out.
/// An image is a float32 tensor <c>[3, H, W]</c>, RGB in 0..1, gamma-encoded sRGB.
/// </summary>
/// <remarks>
/// What a file says about itself is honoured: EXIF orientation is applied, transparent pixels are laid over white
/// (in gamma-encoded values, as browsers do), colour profiles are converted to sRGB or named as ignored, 16-bit PNG keeps its 16 bits.
/// This is the only file of the library that decodes or encodes pictures: another codec is a change here and nowhere else.
/// </remarks>
public static class ImageFile
{
    private const int JpegAndWebpQuality = 95;

    private static readonly Dictionary<SKEncodedImageFormat, string[]> Extensions = new()
    {
        [SKEncodedImageFormat.Png] = [".png"],
        [SKEncodedImageFormat.Jpeg] = [".jpg", ".jpeg", ".jpe", ".jfif"],
        [SKEncodedImageFormat.Webp] = [".webp"],
        [SKEncodedImageFormat.Gif] = [".gif"],
        [SKEncodedImageFormat.Bmp] = [".bmp", ".dib"],
    };

    private static readonly string[] OtherImageExtensions = [".tif", ".tiff", ".ico", ".heic", ".avif", ".jxl", ".svg", ".psd", ".exr", ".ppm", ".pgm"];

    /// <summary>Reads a picture from a file.</summary>
    /// <param name="path">A PNG, JPEG, WebP, GIF or BMP file.</param>
    /// <param name="options">What it may cost; null for the defaults.</param>
    /// <returns>Float32 <c>[3, H, W]</c>, RGB in 0..1. Grey pictures have three equal channels.</returns>
    /// <exception cref="ImageFileException">The file is missing, unreadable, damaged, too large, or not such a picture.</exception>
    public static Tensor Load(string path, ImageLoadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= ImageLoadOptions.Default;
        byte[] bytes = Read(path, options);
        return Decode(bytes, path, Path.GetExtension(path), options);
    }

    /// <summary>Reads a picture from the bytes of a file.</summary>
    /// <param name="bytes">A PNG, JPEG, WebP, GIF or BMP file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">What it may cost; null for the defaults.</param>
    /// <returns>Float32 <c>[3, H, W]</c>, RGB in 0..1. Grey pictures have three equal channels.</returns>
    /// <exception cref="ImageFileException">The bytes are damaged, too large a picture, or not such a picture.</exception>
    public static Tensor Decode(ReadOnlySpan<byte> bytes, string name = "picture", ImageLoadOptions? options = null) =>
        Decode(bytes, name, extension: "", options ?? ImageLoadOptions.Default);

    /// <summary>Writes a picture; the extension decides the format. Written beside, then renamed: a crash leaves no half file.</summary>
    /// <param name="image">Float <c>[3, H, W]</c> or grey <c>[1, H, W]</c> or <c>[H, W]</c> in 0..1. Values outside are clipped, NaN is written as 0.</param>
    /// <param name="path">A path ending in .png, .jpg, .jpeg or .webp (the latter three at quality 95); its folder is made if need be.</param>
    /// <exception cref="ImageFileException">The extension is another one, or the file cannot be written.</exception>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public static void Save(Tensor image, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        SKEncodedImageFormat format = extension switch
        {
            ".png" => SKEncodedImageFormat.Png,
            ".jpg" or ".jpeg" => SKEncodedImageFormat.Jpeg,
            ".webp" => SKEncodedImageFormat.Webp,
            _ => throw new ImageFileException(path, $"pictures are written as .png, .jpg, .jpeg or .webp, not as \"{extension}\""),
        };
        WriteWhole(path, Encode(image, format));
    }

    /// <summary>Encodes a picture as PNG, 8 bits a channel.</summary>
    /// <param name="image">Float <c>[3, H, W]</c> or grey <c>[1, H, W]</c> or <c>[H, W]</c> in 0..1. Values outside are clipped, NaN is written as 0.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public static byte[] EncodePng(Tensor image) => Encode(image, SKEncodedImageFormat.Png);

    /// <summary>Writes bytes beside the path, then renames.</summary>
    internal static void WriteWhole(string path, byte[] bytes)
    {
        string full = Path.GetFullPath(path), beside = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, full, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(beside))
            {
                File.Delete(beside);
            }

            throw new ImageFileException(path, $"cannot be written ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static byte[] Read(string path, ImageLoadOptions options)
    {
        if (Directory.Exists(path))
        {
            throw new ImageFileException(path, "is a directory, not a picture");
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            // No picture needs more than 16-bit RGBA and some room for what it says about itself.
            long most = (options.MaxPixels * 8) + (64L << 20);
            if (file.Length > Math.Min(most, Array.MaxLength))
            {
                throw new ImageFileException(path, $"takes {file.Length:N0} bytes, more than a picture of at most {options.MaxPixels:N0} pixels can need");
            }

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageFileException(path, "does not exist", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ImageFileException(path, "may not be read: permission denied", error);
        }
        catch (Exception error) when (error is IOException and not ImageFileException or NotSupportedException or ArgumentException)
        {
            throw new ImageFileException(path, $"cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static Tensor Decode(ReadOnlySpan<byte> bytes, string name, string extension, ImageLoadOptions options)
    {
        if (bytes.IsEmpty)
        {
            throw new ImageFileException(name, "is empty: zero bytes");
        }

        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || !Extensions.ContainsKey(codec.EncodedFormat))
        {
            throw new ImageFileException(name, "is not a picture that can be read: its header is none of a PNG, JPEG, WebP, GIF or BMP, or is damaged");
        }

        CheckExtension(codec.EncodedFormat, name, extension, options);
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > options.MaxPixels)
        {
            throw new ImageFileException(name, $"claims {width} × {height} pixels, more than the {options.MaxPixels:N0} allowed (ImageLoadOptions.MaxPixels)");
        }

        try
        {
            using var scope = torch.NewDisposeScope();
            Tensor stored = Png16.Is(bytes) ? SixteenBit(bytes, codec, name) : EightBit(codec, name);
            NoteIgnoredProfile(bytes, codec, name, options);
            // SKEncodedOrigin has EXIF's own numbers.
            return Orientation.Apply(stored, (int)codec.EncodedOrigin).contiguous().MoveToOuterDisposeScope();
        }
        catch (Exception error) when (error is OutOfMemoryException or ExternalException)
        {
            throw new ImageFileException(name, $"has {width} × {height} pixels, for which there is no memory", error);
        }
    }

    private static Tensor EightBit(SKCodec codec, string name)
    {
        using SKBitmap pixels = Pixels(codec, name, SKColorSpace.CreateSrgb());
        return PixelBuffer.ToTensor(pixels);
    }

    private static Tensor SixteenBit(ReadOnlySpan<byte> bytes, SKCodec codec, string name)
    {
        try
        {
            return PixelBuffer.ToTensor(Png16.Read(bytes), codec.Info.Height, codec.Info.Width, codec.Info.ColorSpace);
        }
        catch (EndOfStreamException error)
        {
            throw new ImageFileException(name, Explain(SKCodecResult.IncompleteInput), error);
        }
        catch (Exception error) when (error is InvalidDataException or OverflowException)
        {
            throw new ImageFileException(name, $"is damaged: {error.Message.TrimEnd('.')}", error);
        }
    }

    private static SKBitmap Pixels(SKCodec codec, string name, SKColorSpace? colors)
    {
        bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var wanted = new SKImageInfo(
            codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, colors);
        var pixels = new SKBitmap();
        try
        {
            if (!pixels.TryAllocPixels(wanted))
            {
                throw new ImageFileException(name, $"has {wanted.Width} × {wanted.Height} pixels, for which there is no memory");
            }

            SKCodecResult result = codec.GetPixels(wanted, pixels.GetPixels());
            return result == SKCodecResult.Success ? pixels : throw new ImageFileException(name, Explain(result));
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    // Skia converts profiles it understands without saying so. Where that is in doubt, the pixels tell: decoded without conversion, are they the same?
    private static void NoteIgnoredProfile(ReadOnlySpan<byte> bytes, SKCodec codec, string name, ImageLoadOptions options)
    {
        if (options.Note is null || IccProfile.Find(bytes) is not { } profile)
        {
            return;
        }

        using SKColorSpaceIccProfile? icc = SKColorSpaceIccProfile.Create(profile.Bytes);
        using SKColorSpace? colors = icc is null || profile.Space is not ("RGB" or "GRAY") ? null : SKColorSpace.CreateIcc(icc);
        if (colors is not null && (colors.IsSrgb || !codec.Info.ColorSpace.IsSrgb))
        {
            return;
        }

        using SKBitmap converted = Pixels(codec, name, SKColorSpace.CreateSrgb()), asStored = Pixels(codec, name, colors: null);
        if (converted.GetPixelSpan().SequenceEqual(asStored.GetPixelSpan()))
        {
            options.Note($"{name}: its colour profile \"{profile.Name}\" ({profile.Space}) cannot be used and is ignored; its colours are taken as sRGB.");
        }
    }

    private static string Explain(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "is truncated: the file ends before the picture does",
        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => "is damaged or truncated: its pixels cannot be decoded",
        _ => $"cannot be decoded ({result})",
    };

    private static void CheckExtension(SKEncodedImageFormat format, string name, string extension, ImageLoadOptions options)
    {
        extension = extension.ToLowerInvariant();
        bool named = Extensions.Values.Any(e => e.Contains(extension)) || OtherImageExtensions.Contains(extension);
        if (named && !options.AnyExtension && !Extensions[format].Contains(extension))
        {
            string content = format.ToString().ToUpperInvariant();
            throw new ImageFileException(name, $"is named {extension} but holds a {content}; rename it to {Extensions[format][0]}, or load it with ImageLoadOptions.AnyExtension");
        }
    }

    private static byte[] Encode(Tensor image, SKEncodedImageFormat format)
    {
        using SKBitmap pixels = PixelBuffer.FromTensor(image);
        using SKPixmap view = pixels.PeekPixels();
        using SKData? data = format switch
        {
            SKEncodedImageFormat.Png => view.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6)),
            // Colour at full resolution: halving it, the usual default, would blur what colorization is about.
            SKEncodedImageFormat.Jpeg => view.Encode(new SKJpegEncoderOptions(JpegAndWebpQuality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore)),
            _ => view.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, JpegAndWebpQuality)),
        };
        return data?.ToArray() ?? throw new ArgumentException($"An image of {image.shape[^1]} × {image.shape[^2]} pixels is too large for {format}.", nameof(image));
    }
}

using BenchmarkDotNet.Attributes;
using SkiaSharp;
using TorchSharp;
using Workbench.Imaging;

namespace Workbench.Benchmarks;

/// <summary>
/// A JPEG of one megapixel, decoded and shrunk to 256 × 256: by the library, into a float tensor, and by SkiaSharp alone, into bytes.
/// Both in one run, so that their ratio stands whatever else the machine does; the aim is at least 0.9 times Skia's speed.
/// </summary>
public class ImageBenchmarks
{
    private byte[] jpeg = [];

    [GlobalSetup]
    public void MakePhotograph()
    {
        // Smooth noise of several grains: about as much detail, and as many bytes, as a photograph has.
        using var scope = torch.NewDisposeScope();
        var generator = new torch.Generator(1);
        torch.Tensor image = torch.full([1, 3, 1000, 1000], 0.5);
        foreach (int grain in (int[])[2, 5, 20, 100])
        {
            torch.Tensor coarse = torch.rand([1, 3, 1000 / grain, 1000 / grain], generator: generator) - 0.5;
            image = image + (0.4 * torch.nn.functional.interpolate(coarse, [1000, 1000], mode: torch.InterpolationMode.Bilinear, align_corners: false));
        }

        string path = Path.Combine(Path.GetTempPath(), $"workbench-benchmark-{Environment.ProcessId}.jpg");
        ImageFile.Save(image.squeeze(0), path);
        jpeg = File.ReadAllBytes(path);
        File.Delete(path);
    }

    [Benchmark(Baseline = true)]
    public int SkiaAlone()
    {
        using SKBitmap decoded = SKBitmap.Decode(jpeg);
        using SKBitmap resized = decoded.Resize(new SKImageInfo(256, 256), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return resized.Width;
    }

    [Benchmark]
    public long Library()
    {
        using torch.Tensor decoded = ImageFile.Decode(jpeg);
        using torch.Tensor resized = ImageTransform.Resize(decoded, 256, 256);
        return resized.shape[1];
    }

    [Benchmark]
    public long LibraryByArea()
    {
        using torch.Tensor decoded = ImageFile.Decode(jpeg);
        using torch.Tensor resized = ImageTransform.Resize(decoded, 256, 256, Interpolation.Area);
        return resized.shape[1];
    }
}

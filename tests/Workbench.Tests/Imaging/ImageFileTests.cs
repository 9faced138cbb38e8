using TorchSharp;
using Workbench.Imaging;
using Workbench.Testing;
using static TorchSharp.torch;

namespace Workbench.Tests.Imaging;

public sealed class ImageFileTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("image.png", 0.501 / 255)]
    [InlineData("image.jpg", 0.02)]
    [InlineData("image.webp", 0.05)]
    public void What_is_saved_comes_back(string name, double tolerance)
    {
        Tensor image = Gradient(40, 60);
        string path = folder.File(name);
        ImageFile.Save(image, path);
        Tensor loaded = ImageFile.Load(path);
        Assert.Equal(float32, loaded.dtype);
        Assert.Equal<long>([3, 40, 60], loaded.shape);
        Assert.True(LargestDifference(loaded, image) < tolerance);
    }

    [Fact]
    public void Eight_bit_levels_survive_exactly()
    {
        Tensor levels = arange(256).reshape(1, 16, 16).expand(3, -1, -1).to(float32) / 255;
        Tensor loaded = ImageFile.Decode(ImageFile.EncodePng(levels));
        Assert.True(LargestDifference(loaded, levels) == 0);
    }

    [Fact]
    public void A_real_photograph_loads_upright_in_the_range_of_an_image()
    {
        Tensor photograph = ImageFile.Load(SharedData.Sample("bsds500/train/100075.jpg"));
        Assert.Equal<long>([3, 321, 481], photograph.shape);
        Assert.InRange(photograph.min().item<float>(), 0, 0.1);
        Assert.InRange(photograph.max().item<float>(), 0.9, 1);
    }

    [Fact]
    public void Each_operation_leaves_nothing_but_its_result_in_native_memory()
    {
        Tensor image = Gradient(8, 8), map = rand(8, 8);
        byte[] png = ImageFile.EncodePng(image);
        Func<Tensor>[] operations =
        [
            () => ImageFile.Decode(png),
            () => ColorSpace.RgbToLab(image), () => ColorSpace.LabToRgb(image), () => ColorSpace.RgbToXyz(image), () => ColorSpace.XyzToRgb(image),
            () => ColorSpace.Grey(image), () => ColorSpace.InGamut(image), () => ColorSpace.Difference(image, image), () => ColorSpace.SrgbToLinear(image),
            () => ImageTransform.Resize(image, 4, 4), () => ImageTransform.Resize(image, 4, 4, Interpolation.Bicubic), () => ImageTransform.Crop(image, 1, 1, 4, 4),
            () => ImageTransform.CenterCrop(image, 2, 2), () => ImageTransform.Pad(image, 1, 1, 1, 1), () => ColorMap.Sequential.Apply(map, 0, 1),
        ];
        _ = ColorMap.Sequential; // its table is made once and stays
        foreach (Func<Tensor> operation in operations)
        {
            using var inner = NewDisposeScope();
            operation();
            Assert.Equal(1, inner.DisposablesCount);
        }

        using var outer = NewDisposeScope();
        _ = new ImageGrid("a").Row("", image, map).ToPng();
        _ = ImageFile.EncodePng(image);
        Assert.Equal(0, outer.DisposablesCount);
    }

    private static Tensor Gradient(int height, int width) => stack(
    [
        linspace(0, 1, width).expand(height, -1),
        linspace(0, 1, height).unsqueeze(1).expand(-1, width),
        full([height, width], 0.5f),
    ]);

    private static double LargestDifference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}

using Workbench.Imaging;
using Workbench.Models;

namespace Workbench.Cli;

/// <summary>Pictures through networks: how a picture becomes what a network takes, and what it gives becomes a picture again.</summary>
internal static class ModelPicture
{
    // torchvision's VGG16 takes pictures with the mean and deviation of ImageNet's channels taken out.
    private static readonly float[] ImageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ImageNetDeviation = [0.229f, 0.224f, 0.225f];

    /// <summary>The network's inputs for a picture file.</summary>
    /// <exception cref="UsageException">The network takes no single picture.</exception>
    public static Dictionary<string, Tensor> Inputs(CatalogModel model, string path, int? size) =>
        new() { [model.Inputs[0].Name] = Input(model, Load(path, size)) };

    /// <summary>Sends a picture file through a network and writes what comes out as a picture.</summary>
    /// <exception cref="UsageException">The network gives no picture.</exception>
    public static void Translate(CatalogModel model, string input, int? size, string output)
    {
        if (Path.GetExtension(input).ToUpperInvariant() is ".SAFETENSORS" or ".NPZ" or ".NPY")
        {
            throw new UsageException($"{output}: tensors in are tensors out; name a .safetensors file.");
        }

        using DisposeScope scope = torch.NewDisposeScope();
        Tensor picture = Load(input, size);
        Tensor l = ColorSpace.RgbToLab(picture).narrow(1, 0, 1);
        Tensor result = model.Network switch
        {
            ColorfulColorizer colorizer => Coloured(l, colorizer.Colorize(l)),
            InteractiveColorizer colorizer => Coloured(l, colorizer.Colorize(l)),
            GlobalLocalColorizer colorizer => Coloured(l, colorizer.Colorize(Input(model, picture))),
            UNet => Classes(Output(model, picture)),
            UNetGenerator or EncoderDecoderGenerator or ResnetGenerator when Output(model, picture) is var drawn && drawn.shape[1] is 1 or 3 => (drawn + 1) / 2,
            _ => throw new UsageException($"{output}: {model.Name} gives no picture of three or one channels; name a .safetensors file for its numbers."),
        };
        ImageFile.Save(result.squeeze(0).clamp(0, 1), output);
        Console.WriteLine($"{output}: {result.shape[3]} × {result.shape[2]} pixels");
    }

    private static Tensor Load(string path, int? size)
    {
        Tensor picture = ImageFile.Load(path);
        return (size is int side ? ImageTransform.Resize(picture, side, side) : picture).unsqueeze(0);
    }

    private static Tensor Input(CatalogModel model, Tensor picture)
    {
        ModelInput input = model.Inputs[0];
        Tensor scaled = (input.Shape, input.Low, input.High) switch
        {
            ([_, 1, _, _], 0, 100) => ColorSpace.RgbToLab(picture).narrow(1, 0, 1),
            ([_, 1, _, _], 0, 1) => ColorSpace.Grey(picture),
            ([_, 1, _, _], -1, 1) => (ColorSpace.Grey(picture) * 2) - 1,
            ([_, 3, _, _], -2, 2) => (picture - torch.tensor(ImageNetMean).reshape(1, 3, 1, 1)) / torch.tensor(ImageNetDeviation).reshape(1, 3, 1, 1),
            ([_, 3, _, _], -1, 1) => (picture * 2) - 1,
            ([_, 3, _, _], 0, 1) => picture,
            _ => throw new UsageException($"{model.Name} takes {input.Name} [{string.Join(", ", input.Shape)}], which no picture gives; pass it as .safetensors."),
        };
        return scaled;
    }

    private static Tensor Output(CatalogModel model, Tensor picture) =>
        model.Run(new Dictionary<string, Tensor> { [model.Inputs[0].Name] = Input(model, picture) })["output"];

    private static Tensor Coloured(Tensor l, Tensor ab) => ColorSpace.LabToRgb(torch.cat([l, ab], dim: 1));

    /// <summary>The most likely class of each pixel as a grey level: the first black, the last white.</summary>
    private static Tensor Classes(Tensor scores) =>
        scores.argmax(1, keepdim: true).to(torch.float32).div(Math.Max(1, scores.shape[1] - 1)).expand(-1, 3, -1, -1);
}

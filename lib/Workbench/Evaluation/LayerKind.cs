using TorchSharp.Modules;

namespace Workbench.Evaluation;

/// <summary>A layer's type in a few words, with its kernel, stride and channels where it has them.</summary>
internal static class LayerKind
{
    public static string Of(torch.nn.Module layer) => layer switch
    {
        Convolution convolution => Of(convolution),
        Linear linear => $"Linear {linear.in_features} → {linear.out_features}",
        _ => NameOf(layer),
    };

    /// <summary>The type alone; a convolution that computes in its own way is still one.</summary>
    public static string NameOf(torch.nn.Module layer) => layer switch
    {
        Convolution convolution => convolution.transposed ? nameof(ConvTranspose2d) : nameof(Conv2d),
        _ => layer.GetType().Name.Split('`')[0], // without the mark of a generic type
    };

    private static string Of(Convolution layer)
    {
        string kernel = string.Join("×", layer.kernel_size ?? []);
        string stride = Differs(layer.stride, 1) ? $", stride {string.Join("×", layer.stride!.Distinct())}" : "";
        string dilation = Differs(layer.dilation, 1) ? $", dilation {string.Join("×", layer.dilation!.Distinct())}" : "";
        string padding = Differs(layer.padding, 0) ? $", padding {string.Join("×", layer.padding!.Distinct())}" : "";
        string groups = layer.groups > 1 ? $", {layer.groups} groups" : "";
        return $"{NameOf(layer)} {kernel}, {layer.in_channels} → {layer.out_channels}{stride}{padding}{dilation}{groups}";
    }

    private static bool Differs(long[]? values, long usual) => values is not null && Array.Exists(values, value => value != usual);
}

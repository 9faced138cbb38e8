using TorchSharp.Modules;
using Workbench.Models;

namespace Workbench.Evaluation;

/// <summary>
/// Learned perceptual image patch similarity (Zhang et al. 2018), version 0.1 over VGG16: how far apart two pictures are in the features of
/// a network that has learned to see, weighted by what people called alike. Needs two weight files of the user's: a VGG16 and the linear heads.
/// </summary>
public sealed class Lpips
{
    // The ReLU that closes each stage: relu1_2, relu2_2, relu3_3, relu4_3, relu5_3 as positions in torchvision's features.
    private static readonly int[] Taps = [3, 8, 15, 22, 29];

    // Of the published code; they bring −1..1 to what VGG16 was trained on.
    private static readonly float[] Shift = [-0.030f, -0.088f, -0.188f];
    private static readonly float[] Scale = [0.458f, 0.448f, 0.450f];

    private readonly Sequential features;
    private readonly Tensor[] heads;

    /// <summary>The measure over a network and heads.</summary>
    /// <param name="network">VGG16 without batch norm and of full width, with trained weights; stays the caller's.</param>
    /// <param name="heads">The published heads: <c>lin0.model.1.weight</c> to <c>lin4.model.1.weight</c>, each <c>[1, C, 1, 1]</c>.</param>
    /// <exception cref="ArgumentException">A head is missing or does not fit its stage; the message names it.</exception>
    public Lpips(Vgg16 network, IReadOnlyDictionary<string, Tensor> heads)
    {
        features = network.features;
        this.heads = [.. Taps.Select((tap, stage) =>
        {
            string key = $"lin{stage}.model.1.weight";
            long channels = ((Conv2d)features[tap - 1]).out_channels;
            return heads.TryGetValue(key, out Tensor? head) && head.shape.SequenceEqual([1, channels, 1, 1])
                ? head
                : throw new ArgumentException($"LPIPS needs a head '{key}' of shape [1, {channels}, 1, 1]; {(head is null ? "there is none" : $"this is [{string.Join(", ", head.shape)}]")}.", nameof(heads));
        })];
    }

    /// <summary>How different two pictures look.</summary>
    /// <param name="first"><c>[N, 3, H, W]</c>, RGB in 0..1, sides at least 32.</param>
    /// <param name="second">As many of the same shape.</param>
    /// <returns><c>[N]</c>, 0 for equal pictures, larger for more different ones.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or are not those of pictures.</exception>
    public Tensor Distance(Tensor first, Tensor second)
    {
        if (first.dim() != 4 || first.shape[1] != 3 || !first.shape.SequenceEqual(second.shape))
        {
            throw new ArgumentException($"Pictures are compared as [N, 3, H, W] of one size; here are [{string.Join(", ", first.shape)}] and [{string.Join(", ", second.shape)}].", nameof(second));
        }

        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        (Tensor x, Tensor y) = (Normalized(first), Normalized(second));
        Tensor distance = torch.zeros(first.shape[0], first.dtype, first.device);
        int layer = 0;
        for (int stage = 0; stage < Taps.Length; stage++)
        {
            using var inner = torch.NewDisposeScope();
            for (; layer <= Taps[stage]; layer++)
            {
                (x, y) = (features[layer].call(x), features[layer].call(y));
            }

            Tensor difference = (Direction(x) - Direction(y)).square();
            distance.add_((difference * heads[stage].to(x.dtype, x.device)).sum(dim: 1).mean([1, 2]));
            (x, y) = (x.MoveToOuterDisposeScope(), y.MoveToOuterDisposeScope());
        }

        return distance.MoveToOuterDisposeScope();
    }

    private static Tensor Normalized(Tensor rgb)
    {
        Tensor Column(float[] values) => torch.tensor(values, rgb.dtype, rgb.device).reshape(1, 3, 1, 1);
        return ((rgb * 2) - 1 - Column(Shift)) / Column(Scale);
    }

    private static Tensor Direction(Tensor maps) => maps / (maps.square().sum(dim: 1, keepdim: true).sqrt() + 1e-10);
}

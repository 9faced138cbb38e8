using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>
/// Where in a picture a network sees a class. Selvaraju et al., <em>Grad-CAM</em>, ICCV 2017, equations 1 and 2: each map of a layer weighs as
/// much as the class score rises with it on average; what is left above zero speaks for the class.
/// </summary>
public static class GradCam
{
    /// <summary>The map of one class.</summary>
    /// <param name="network">A classifier giving scores [1, classes], or one score map per class [1, classes, h, w], whose mean is then taken.</param>
    /// <param name="layer">The layer to look through, usually the last convolution: <c>features.28</c>.</param>
    /// <param name="input">What the network takes, [1, C, H, W].</param>
    /// <param name="target">The class; null takes the one with the highest score.</param>
    /// <returns>[H, W], 0 and up, in the units of the score: bilinearly enlarged from the layer's maps. The caller owns it.</returns>
    /// <exception cref="ArgumentException">The layer gives no maps, the batch is not 1, or there is no such class.</exception>
    public static Tensor Map(nn.Module<Tensor, Tensor> network, string layer, Tensor input, int? target = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (input is null || input.dim() != 4 || input.shape[0] != 1)
        {
            throw new ArgumentException($"Grad-CAM looks at one picture, [1, C, H, W], not [{string.Join(", ", input?.shape ?? [])}].", nameof(input));
        }

        using DisposeScope scope = NewDisposeScope();
        using LayerTap tap = new(network, layer);
        using EvaluationMode mode = new(network);
        using IDisposable gradients = enable_grad();

        // A gradient of the input makes the layer's part of the graph even where all weights are frozen.
        Tensor watched = input.detach().requires_grad_();
        Tensor scores = network.call(watched);
        Tensor maps = tap.Output;
        if (maps.dim() != 4)
        {
            throw new ArgumentException($"'{layer}' gives [{string.Join(", ", maps.shape)}]: Grad-CAM needs a layer with maps, [1, K, h, w].", nameof(layer));
        }

        Tensor gradient = autograd.grad([Score(scores, target)], [maps])[0];
        Tensor weights = gradient.mean([2L, 3L], keepdim: true);
        Tensor map = (weights * maps.detach()).sum(1, keepdim: true).relu();
        return nn.functional.interpolate(map, [input.shape[2], input.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false)[0, 0].MoveToOuterDisposeScope();
    }

    /// <summary>A picture beside the maps of several classes, each laid over it: dark where the class is not seen.</summary>
    /// <param name="network">A classifier, as in <see cref="Map"/>.</param>
    /// <param name="layer">The layer to look through.</param>
    /// <param name="input">What the network takes, [1, C, H, W].</param>
    /// <param name="picture">The same picture to be looked at, [3, H, W] in 0..1.</param>
    /// <param name="classes">Classes with the names to write below them.</param>
    /// <returns>The grid.</returns>
    public static ImageGrid Grid(
        nn.Module<Tensor, Tensor> network, string layer, Tensor input, Tensor picture, IEnumerable<(int Class, string Name)> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        using DisposeScope scope = NewDisposeScope();
        List<(Tensor? Image, string Caption)> cells = [(picture, "picture")];
        foreach ((int target, string name) in classes)
        {
            Tensor map = Map(network, layer, input, target);
            Tensor share = map / map.max().clamp_min(1e-12);
            cells.Add((picture * (0.15 + (0.85 * share)), name));
        }

        return new ImageGrid { Title = $"Grad-CAM of {network.GetType().Name} at {layer}" }.Row("", [.. cells]);
    }

    private static Tensor Score(Tensor scores, int? target)
    {
        Tensor byClass = scores.dim() == 4 ? scores.mean([0L, 2L, 3L]) : scores.flatten();
        long chosen = target ?? byClass.argmax().item<long>();
        return chosen >= 0 && chosen < byClass.numel()
            ? byClass[chosen]
            : throw new ArgumentException($"There is no class {chosen}: the network tells {byClass.numel()} apart, from 0.", nameof(target));
    }
}

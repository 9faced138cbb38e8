using Workbench.Evaluation;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Display;

/// <summary>The channels of a layer's output side by side, on one colour scale, so that strong and weak maps compare.</summary>
public static class FeatureMaps
{
    private const int MostColumns = 8;

    /// <summary>A grid of channels; those with signed numbers are shown from blue over white to red, others from dark to light.</summary>
    /// <param name="maps">Feature maps <c>[C, H, W]</c>, or of one image <c>[1, C, H, W]</c>.</param>
    /// <param name="title">A line above the grid.</param>
    /// <param name="most">How many channels are shown at most, from the first.</param>
    /// <param name="captions">A caption for each channel; their numbers if there are none.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">The shape is another, or there are fewer captions than channels shown.</exception>
    public static ImageGrid Grid(Tensor maps, string title = "", int most = 16, IReadOnlyList<string>? captions = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        using var scope = NewDisposeScope();
        Tensor channels = maps.dim() switch
        {
            3 => maps.detach(),
            4 when maps.shape[0] == 1 => maps.detach()[0],
            _ => throw new ArgumentException($"Feature maps are [C, H, W] or [1, C, H, W]; these are [{string.Join(", ", maps.shape)}].", nameof(maps)),
        };
        int shown = (int)Math.Min(most, channels.shape[0]);
        if (captions is not null && captions.Count < shown)
        {
            throw new ArgumentException($"{shown} channels are shown and {captions.Count} captions given.", nameof(captions));
        }

        string rest = channels.shape[0] > shown ? $"channels 0–{shown - 1} of {channels.shape[0]}" : "";
        ImageGrid grid = new()
        {
            Title = string.Join(": ", new[] { title, rest }.Where(part => part.Length > 0)),
            CellSize = 96,
            Colors = ColorsFor(channels[TensorIndex.Slice(0, shown)]),
        };
        foreach (int[] row in Enumerable.Range(0, shown).Chunk(MostColumns))
        {
            grid.Row("", [.. row.Select(channel => ((Tensor?)TensorView.Shrink(channels[channel]), captions?[channel] ?? $"{channel}"))]);
        }

        return grid;
    }

    /// <summary>The channels that a named layer gives for a picture.</summary>
    /// <param name="network">The network; it runs in evaluation mode and is then as it was.</param>
    /// <param name="layer">The layer's path in it, as in its state dict: <c>features.0</c>.</param>
    /// <param name="input">What the network takes, a batch of one.</param>
    /// <param name="most">How many channels are shown at most, from the first.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">There is no such layer, or it gives no maps.</exception>
    public static ImageGrid Of(nn.Module<Tensor, Tensor> network, string layer, Tensor input, int most = 16)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using LayerTap tap = new(network, layer);
        using EvaluationMode mode = new(network);
        using IDisposable quiet = no_grad();
        network.call(input);
        return Grid(tap.Output, layer, most);
    }

    /// <summary>Diverging colours for numbers on both sides of zero, sequential ones otherwise.</summary>
    internal static ColorMap ColorsFor(Tensor numbers)
    {
        var range = TensorStatistics.Of(numbers);
        return range.Min < 0 && range.Max > 0 ? ColorMap.Diverging : ColorMap.Sequential;
    }
}

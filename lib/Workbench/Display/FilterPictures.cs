using TorchSharp.Modules;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Display;

/// <summary>The filters of a network's first convolution as pictures: what it looks for in the pixels themselves.</summary>
public static class FilterPictures
{
    private const int Columns = 16;

    /// <summary>Filters on three channels in colour, mid grey standing for 0; others as maps of numbers, one row per filter.</summary>
    /// <param name="network">A network with a convolution.</param>
    /// <param name="most">How many filters are shown at most, from the first.</param>
    /// <returns>The grid; all filters share one scale.</returns>
    /// <exception cref="ArgumentException">The network has no two-dimensional convolution.</exception>
    public static ImageGrid FirstLayer(nn.Module network, int most = 64)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        (string name, nn.Module found) = network.named_modules().Prepend(("", network)).FirstOrDefault(named => named.Item2 is Conv2d);
        if (found is not Conv2d { weight: { } weight })
        {
            throw new ArgumentException($"{network.GetType().Name} has no two-dimensional convolution.", nameof(network));
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor filters = weight.detach().cpu().to(float32)[TensorIndex.Slice(0, most)];
        (long count, long channels) = (filters.shape[0], filters.shape[1]);
        string title = $"{count} of {weight.shape[0]} filters of {(name.Length > 0 ? name : network.GetType().Name)}";
        if (channels == 3)
        {
            Tensor pictures = 0.5 + (filters / (2 * filters.abs().max().clamp_min(1e-12)));
            ImageGrid inColour = new() { Title = title, CellSize = 48 };
            foreach (int[] row in Enumerable.Range(0, (int)count).Chunk(Columns))
            {
                inColour.Row("", [.. row.Select(filter => ((Tensor?)pictures[filter], $"{filter}"))]);
            }

            return inColour;
        }

        ImageGrid grid = new() { Title = title, CellSize = 48, Colors = ColorMap.Diverging, ScaleCaption = "weight" };
        if (channels == 1)
        {
            foreach (int[] row in Enumerable.Range(0, (int)count).Chunk(Columns))
            {
                grid.Row("", [.. row.Select(filter => ((Tensor?)filters[filter, 0], $"{filter}"))]);
            }

            return grid;
        }

        for (int filter = 0; filter < count; filter++)
        {
            grid.Row($"{filter}", [.. Enumerable.Range(0, (int)channels).Select(channel => filters[filter, channel])]);
        }

        return grid;
    }
}

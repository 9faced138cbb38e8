using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Display;

/// <summary>
/// How a tensor shows itself: its shape, type and range, and below them a picture where it is one, its numbers where they are few,
/// else a heat map. What is shown stays small however large the tensor is.
/// </summary>
internal static class TensorView
{
    private const int FewNumbers = 16; // on a side: more are drawn as a heat map
    private const int MostPixels = 256; // on a side: larger maps are averaged down
    private const int MostPictures = 16;

    public static string ToHtml(Tensor tensor)
    {
        string line = $"<div><code>{Html.Encode(Describe(tensor))}</code></div>";
        if (!HasNumbers(tensor) || tensor.dim() == 0 || tensor.is_complex())
        {
            return line;
        }

        using var scope = NewDisposeScope();
        return line + Body(tensor.detach());
    }

    public static string ToText(Tensor tensor) => !HasNumbers(tensor) || tensor.numel() > FewNumbers * FewNumbers || tensor.dim() == 0
        ? Describe(tensor)
        : $"{Describe(tensor)}{Environment.NewLine}{tensor.detach().cpu().ToString(TorchSharp.TensorStringStyle.Numpy, "g5", width: 140)}";

    public static string Describe(Tensor tensor)
    {
        if (tensor.IsInvalid)
        {
            return "a tensor that was disposed";
        }

        string place = tensor.device_type == DeviceType.CPU ? "" : $" on {tensor.device}";
        string kind = $"{tensor.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", tensor.shape)}]{place}";
        return tensor switch
        {
            _ when tensor.numel() == 0 => $"{kind}: empty",
            _ when tensor.is_complex() || tensor.device_type == DeviceType.META => kind,
            _ when tensor.dim() == 0 => $"{kind}: {Html.Number(tensor.detach().to(float64).cpu().item<double>(), 7)}",
            _ => $"{kind}: {TensorStatistics.Of(tensor)}",
        };
    }

    private static bool HasNumbers(Tensor tensor) => !tensor.IsInvalid && tensor.numel() > 0 && tensor.device_type != DeviceType.META;

    private static string Body(Tensor tensor) => (tensor.dim(), tensor.shape) switch
    {
        (1, _) => Line(tensor),
        (2, _) => Matrix(tensor, ""),
        (3, [3, _, _]) when IsPicture(tensor) => Pictures([tensor], 1),
        (3, _) => FeatureMaps.Grid(tensor).ToHtml(),
        (4, [_, 3, _, _]) when IsPicture(tensor) => Pictures(Enumerable.Range(0, (int)Math.Min(tensor.shape[0], MostPictures)).Select(i => tensor[i]), tensor.shape[0]),
        (4, _) => Named("[0]", FeatureMaps.Grid(tensor[0]).ToHtml()),
        _ => Slice(tensor),
    };

    private static string Line(Tensor tensor) => tensor.numel() <= 2 * FewNumbers
        ? Matrix(tensor.unsqueeze(0), "")
        : Sparkline.Draw(tensor.to(float32).cpu());

    private static string Matrix(Tensor tensor, string name)
    {
        (long height, long width) = (tensor.shape[0], tensor.shape[1]);
        bool few = height <= FewNumbers && width <= 2 * FewNumbers;
        if (few && Decimals(tensor) is { } decimals)
        {
            return Named(name, new NumberMap(tensor) { Decimals = decimals }.ToHtml());
        }

        return Named(name, new ImageGrid { CellSize = 256, Colors = FeatureMaps.ColorsFor(tensor) }.Row("", Shrink(tensor)).ToHtml());
    }

    private static string Pictures(IEnumerable<Tensor> pictures, long of)
    {
        Tensor[] shown = [.. pictures.Select(picture => ImageTransform.Resize(
            picture.to(float32).cpu(), Fitted(picture.shape[1], picture.shape), Fitted(picture.shape[2], picture.shape)))];
        string rest = of > shown.Length ? $"the first {shown.Length} of {of} pictures" : "";
        int side = (int)shown.Max(picture => Math.Max(picture.shape[1], picture.shape[2]));
        var grid = new ImageGrid { CellSize = shown.Length > 1 ? 128 : Math.Clamp(side, 128, MostPixels) };
        foreach (Tensor[] row in shown.Chunk(8))
        {
            grid.Row("", row);
        }

        return Named(rest, grid.ToHtml());
    }

    private static string Slice(Tensor tensor)
    {
        Tensor slice = tensor;
        while (slice.dim() > 2)
        {
            slice = slice[0];
        }

        return Matrix(slice, $"[{string.Concat(Enumerable.Repeat("0, ", (int)tensor.dim() - 2))}:, :]");
    }

    private static string Named(string name, string html) => name.Length == 0 ? html : $"<div><small>{Html.Encode(name)}</small></div>{html}";

    /// <summary>Decimals at which the numbers of a small matrix tell themselves apart; none where a fixed point cannot write them.</summary>
    private static int? Decimals(Tensor tensor)
    {
        Tensor numbers = tensor.to(float64).cpu().nan_to_num(0, 0, 0).abs();
        if (numbers.round().equal(numbers).all().item<bool>())
        {
            return numbers.max().item<double>() < 1e7 ? 0 : null;
        }

        double magnitude = Math.Log10(numbers.max().item<double>());
        return magnitude is > -4 and < 7 ? (int)Math.Clamp(2 - Math.Floor(magnitude), 1, 6) : null;
    }

    internal static Tensor Shrink(Tensor map)
    {
        Tensor numbers = map.to(float32).cpu();
        return map.shape[0] <= MostPixels && map.shape[1] <= MostPixels
            ? numbers
            : nn.functional.adaptive_avg_pool2d(numbers[TensorIndex.None, TensorIndex.None], [Math.Min(map.shape[0], MostPixels), Math.Min(map.shape[1], MostPixels)])[0, 0];
    }

    private static bool IsPicture(Tensor tensor)
    {
        if (!tensor.is_floating_point() || tensor.shape[^1] < 2 || tensor.shape[^2] < 2)
        {
            return false;
        }

        var range = TensorStatistics.Of(tensor);
        return range is { NaNs: 0, Infinities: 0, Min: >= 0, Max: <= 1 };
    }

    private static int Fitted(long side, long[] shape) => (int)Math.Max(1, side * Math.Min(1, (double)MostPixels / Math.Max(shape[^1], shape[^2])));
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>What one number of a feature map sees of the network's input.</summary>
/// <param name="Size">The side of the square it sees, in pixels of the input.</param>
/// <param name="Jump">How many pixels of the input apart two neighbours of the map look.</param>
/// <param name="Side">The side of the map, for layers that look at all of it.</param>
/// <remarks>Araujo et al., <em>Computing Receptive Fields of Convolutional Neural Networks</em>, Distill 2019.</remarks>
internal readonly record struct ReceptiveField(double Size, double Jump, long Side)
{
    /// <summary>A pixel sees itself.</summary>
    public static ReceptiveField OfInput(Tensor input) => new(1, 1, SideOf(input));

    /// <summary>What the output of a layer sees, given what its input does.</summary>
    public ReceptiveField Through(nn.Module layer, Tensor input, Tensor output)
    {
        long side = SideOf(output);
        return layer switch
        {
            // An output of a transposed convolution gathers every stride-th weight of the kernel.
            Convolution { transposed: true } up => Window(Reach(up.kernel_size, up.dilation), First(up.stride), side),
            Convolution conv => new(Size + ((Reach(conv.kernel_size, conv.dilation) - 1) * Jump), Jump * First(conv.stride), side),
            MaxPool2d pool => Pooled(pool.kernel_size, pool.stride, side),
            AvgPool2d pool => Pooled(pool.kernel_size, pool.stride, side),
            Linear => new(Size + ((Side - 1) * Jump), Jump, 1),
            Upsample { mode: UpsampleMode.Nearest } => this with { Jump = Jump * SideOf(input) / side, Side = side },
            Upsample => new(Size + Jump, Jump * SideOf(input) / side, side),
            AdaptiveAvgPool2d => Pooled(SideOf(input), side),
            _ => this with { Side = side },
        };
    }

    /// <summary>What a map sees that some function without a hook made of this one: where its side differs, it was pooled or repeated.</summary>
    public ReceptiveField Resized(Tensor map)
    {
        long side = SideOf(map);
        if (side <= 1 || Side <= 1 || side == Side)
        {
            return this;
        }

        double stride = side < Side ? Math.Round((double)Side / side) : (double)Side / side;
        return new(Size + (Math.Max(0, stride - 1) * Jump), Jump * stride, side);
    }

    private ReceptiveField Window(double reach, double stride, long side) => new(Size + ((Math.Ceiling(reach / stride) - 1) * Jump), Jump / stride, side);

    private ReceptiveField Pooled(long[] kernel, long[]? stride, long side) =>
        new(Size + ((kernel[0] - 1) * Jump), Jump * (stride is { Length: > 0 } ? stride[0] : kernel[0]), side);

    private ReceptiveField Pooled(long from, long to) => new(Size + ((Math.Ceiling((double)from / to) - 1) * Jump), Jump * from / to, to);

    private static double Reach(long[]? kernel, long[]? dilation) => 1 + ((First(kernel) - 1) * First(dilation));

    private static double First(long[]? values) => values is { Length: > 0 } ? values[0] : 1;

    private static long SideOf(Tensor map) => map.dim() == 4 ? map.shape[2] : 1;
}

using System.Globalization;
using static TorchSharp.torch;

namespace Workbench.Benchmarks;

/// <summary>Cases whose peak is known beforehand, to see whether <see cref="PeakMemory"/> counts right.</summary>
internal static class PeakMemoryCheck
{
    private const long Map = 64L << 20; // bytes of [1, 64, 512, 512]

    /// <summary>Prints each case, expected and measured.</summary>
    /// <returns>Whether all are within a MiB.</returns>
    public static bool Passes()
    {
        using IDisposable noGradient = no_grad();
        using Tensor input = rand(1, 64, 512, 512);
        using nn.Module<Tensor, Tensor> chain = nn.Sequential(nn.ReLU(), nn.ReLU(), nn.ReLU(), nn.ReLU());
        using Tensor small = rand(1, 16, 512, 512);
        using nn.Module<Tensor, Tensor> convolutions = nn.Sequential(nn.Conv2d(16, 64, 1), nn.Conv2d(64, 32, 1), nn.Conv2d(32, 16, 1));
        using var deep = nn.Conv2d(512, 512, 3, padding: 1);
        deep.weight = nn.Parameter(ChannelsLast(512, 3));
        const long WeightsOfDeep = 512 * 512 * 9 * sizeof(float);
        using Tensor map16 = ChannelsLast(1, 16), map32 = ChannelsLast(1, 32);
        (string Case, long Expected, Action Run)[] cases =
        [
            ("nothing", 0, () => { }),
            ("ReLU in place", 0, () => input.relu_()),
            ("ReLU", Map, () => input.relu().Dispose()),
            ("ReLU, and again when the first is freed", Map, () =>
            {
                input.relu().Dispose();
                input.relu().Dispose();
            }),
            ("two maps at once", 2 * Map, () =>
            {
                using Tensor first = input.relu();
                using Tensor second = input.relu();
            }),
            ("four ReLUs in a row: two maps at a time", 2 * Map, () => chain.call(input).Dispose()),
            ("1×1 convolutions 16 → 64 → 32 → 16: the first two maps", Map + (Map / 2), () => convolutions.call(small).Dispose()),
            ("3×3 convolution 512 → 512 on 16×16: its map and oneDNN's copy of its weights", map16.numel() * 4 + WeightsOfDeep, () => deep.call(map16).Dispose()),
            ("the same on 32×32", map32.numel() * 4 + WeightsOfDeep, () => deep.call(map32).Dispose()),
        ];
        bool passes = true;
        foreach ((string name, long expected, Action run) in cases)
        {
            run();
            long measured = PeakMemory.Of(run);
            passes &= Math.Abs(measured - expected) <= 1 << 20;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: expected {expected / 1048576.0:0.0} MiB, measured {measured / 1048576.0:0.0}"));
        }

        return passes;
    }

    private static Tensor ChannelsLast(int count, int side)
    {
        using Tensor map = rand(count, side, side, 512);
        return map.permute(0, 3, 1, 2);
    }
}

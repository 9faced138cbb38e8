using Workbench.Display;
using Workbench.Native;

namespace Workbench.Cli;

/// <summary>What the first cells of most notebooks wait for, done while their reader still reads: libtorch, and what writes charts.</summary>
internal static class KernelWarmUp
{
    public static void Run()
    {
        TorchRuntime.EnsureLoaded();
        using torch.Tensor one = torch.ones(1, 1, 8, 8);
        using torch.Tensor other = torch.nn.functional.conv2d(one, one);
        new ChartHtml().ToHtml(Charts.Line([0, 1], [0, 1], "warm-up", "x", "y"));
    }
}

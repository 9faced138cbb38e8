using static TorchSharp.torch;

namespace Workbench.Tests.Native;

/// <summary>TorchSharp's scalars have finalizers: a garbage collection in another thread must not free one that libtorch still reads.</summary>
public sealed class ScalarLifetimeTests
{
    [Fact]
    public void AScalarOutlivesTheOperationThatReadsItWhileOtherThreadsCollect()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            using var noGradient = no_grad();
            using var x = ones(4096, dtype: float64);
            for (int i = 0; i < 40_000; i++)
            {
                using var y = x * i;
                y.add_(0.25).clamp_(0, 1e9);
                Assert.Equal(i + 0.25, y[0].item<double>());
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>
/// A test whose tensors are freed when it ends, on one thread: maps this small only wait for a second one, and on a busy machine for long.
/// </summary>
public abstract class TorchTest : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly int threads = get_num_threads();

    protected TorchTest() => set_num_threads(1);

    public void Dispose()
    {
        scope.Dispose();
        set_num_threads(threads);
        GC.SuppressFinalize(this);
    }
}

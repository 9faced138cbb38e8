using System.Runtime.CompilerServices;
using Workbench.Native;

namespace Workbench.Tests.Native;

/// <summary>Loads libtorch before any test does, whichever runs first: a test may touch TorchSharp before the library.</summary>
internal static class TorchBeforeTests
{
    [ModuleInitializer]
    internal static void Load() => TorchRuntime.EnsureLoaded();
}

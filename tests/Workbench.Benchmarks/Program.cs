using BenchmarkDotNet.Running;
using Workbench.Benchmarks;
using Workbench.Native;

// dotnet run -c Release --project tests/Workbench.Benchmarks -- --filter '*Image*'
// dotnet run -c Release --project tests/Workbench.Benchmarks -- memory vgg16
TorchRuntime.EnsureLoaded();
if (args is ["memory", var network])
{
    InferenceMemory.Measure(network);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

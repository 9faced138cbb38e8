using BenchmarkDotNet.Running;
using Workbench.Native;

// dotnet run -c Release --project tests/Workbench.Benchmarks -- --filter '*Image*'
TorchRuntime.EnsureLoaded();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

using BenchmarkDotNet.Running;
using Workbench.Benchmarks;
using Workbench.Models;
using Workbench.Native;

// dotnet run -c Release --project tests/Workbench.Benchmarks -- --filter '*Image*'
// dotnet run -c Release --project tests/Workbench.Benchmarks -- speed vgg16
// dotnet run -c Release --project tests/Workbench.Benchmarks -- speed unet valid=true batch_norm=false
// dotnet run -c Release --project tests/Workbench.Benchmarks -- memory vgg16          (--layers: what each layer takes)
// dotnet run -c Release --project tests/Workbench.Benchmarks -- memory check
// dotnet run -c Release --project tests/Workbench.Benchmarks -- datasets
// dotnet run -c Release --project tests/Workbench.Benchmarks -- jupyter
// dotnet run -c Release --project tests/Workbench.Benchmarks -- training              (training step: its second half; training memory, training growth: how much memory it takes)
TorchRuntime.EnsureLoaded();
switch (args)
{
    case ["speed", var name, .. var settings]:
        using (CatalogModel model = Create(name, settings))
        {
            NetworkSpeed.Measure(model);
        }

        return 0;
    case ["memory", "check"]:
        PeakMemory.Prepare();
        return PeakMemoryCheck.Passes() ? 0 : 1;
    case ["memory", var name, .. var settings]:
        PeakMemory.Prepare();
        using (CatalogModel model = Create(name, settings))
        {
            InferenceMemory.Measure(model, printLayers: settings.Contains("--layers"));
        }

        return 0;
    case ["datasets"]:
        DatasetBenchmarks.Measure();
        return 0;
    case ["jupyter"]:
        await JupyterSpeed.MeasureAsync();
        return 0;
    case ["training"]:
        TrainingSpeed.Measure();
        return 0;
    case ["training", "step"]:
        TrainingSpeed.Step();
        return 0;
    case ["training", "memory"]:
        TrainingMemory.Peak();
        return 0;
    case ["training", "growth"]:
        TrainingMemory.Growth();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

static CatalogModel Create(string name, string[] settings) => ModelCatalog.Find(name).Create(
    settings.Where(setting => setting.Contains('=', StringComparison.Ordinal)).ToDictionary(setting => setting.Split('=')[0], setting => setting.Split('=')[1]));

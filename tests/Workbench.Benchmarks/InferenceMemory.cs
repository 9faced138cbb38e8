using System.Globalization;
using Workbench.Evaluation;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Benchmarks;

/// <summary>
/// The most memory that inference takes at a network's paper size beside its weights, over what it cannot do without: its two largest
/// activations. Linux only: it reads the process's own high-water mark. The aim is at most 1.3 times.
/// </summary>
internal static class InferenceMemory
{
    /// <summary>Measures one network, in a process of its own, so that no other has stretched the heap.</summary>
    /// <param name="name">A network of the catalogue.</param>
    public static void Measure(string name)
    {
        using CatalogModel model = ModelCatalog.Find(name).Create();
        NetworkDescription description = NetworkDescription.Of(model);
        IReadOnlyDictionary<string, Tensor> inputs = model.ExampleInputs();
        long weights = description.Parameters * sizeof(float);
        long activations = description.Layers.Where(layer => layer.Output is not null)
            .Select(layer => layer.Output!.Aggregate((long)sizeof(float), (bytes, side) => bytes * side)).OrderDescending().Take(2).Sum();
        model.Network.eval();

        GC.Collect();
        long before = Status("VmRSS");
        File.WriteAllText("/proc/self/clear_refs", "5"); // the high-water mark starts anew
        using (no_grad())
        using (NewDisposeScope())
        {
            model.Run(inputs);
        }

        long peak = Status("VmHWM") - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: weights {weights >> 20} MiB, two largest activations {activations >> 20} MiB, peak above rest {peak >> 20} MiB, {(double)peak / activations:0.00} times them"));
    }

    private static long Status(string key) => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}

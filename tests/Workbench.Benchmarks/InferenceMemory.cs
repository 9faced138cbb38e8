using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Benchmarks;

/// <summary>
/// The most memory that inference takes at a network's paper size beside its weights, over what it cannot do without: its two largest
/// activations. Linux with glibc only: it reads the process's own high-water mark. The aim is at most 1.3 times.
/// </summary>
internal static class InferenceMemory
{
    /// <summary>Measures one network, in a process of its own, so that no other has stretched the heap.</summary>
    /// <param name="name">A network of the catalogue.</param>
    public static void Measure(string name)
    {
        using CatalogModel model = ModelCatalog.Find(name).Create();
        IReadOnlyDictionary<string, Tensor> inputs = model.ExampleInputs();
        model.Network.eval();

        // What building the network freed is given back to the system, or the run would seem to take nothing. The run is the first:
        // a later one finds oneDNN's working memory in place and would hide it. What libtorch loads for it counts too.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = Trim(0);
        long before = Status("VmRSS");
        File.WriteAllText("/proc/self/clear_refs", "5"); // the high-water mark starts anew
        Run(model, inputs);
        long peak = Status("VmHWM") - before;
        long weights = model.Network.parameters().Sum(parameter => parameter.numel()) * sizeof(float);
        long activations = LargestTwo(model, inputs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: weights {weights >> 20} MiB, two largest activations {activations >> 20} MiB, peak above weights {peak >> 20} MiB, {(double)peak / activations:0.00} times them"));
    }

    private static void Run(CatalogModel model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        model.Run(inputs);
    }

    /// <summary>Bytes of the two largest tensors that enter or leave a layer; entering ones count because a skip connection's are joined first.</summary>
    private static long LargestTwo(CatalogModel model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Dictionary<Tensor, long> sizes = new(ReferenceEqualityComparer.Instance);
        foreach (nn.Module<Tensor, Tensor> layer in model.Network.modules().OfType<nn.Module<Tensor, Tensor>>().Where(layer => !layer.children().Any()))
        {
            layer.register_forward_hook((_, input, output) =>
            {
                sizes[input] = input.numel() * sizeof(float);
                if (layer is not (ReLU or LeakyReLU))
                {
                    sizes[output] = output.numel() * sizeof(float); // those work in place: their output is their input
                }

                return output;
            });
        }

        Run(model, inputs);
        return sizes.Values.OrderDescending().Take(2).Sum();
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Trim(nuint keep);

    private static long Status(string key) => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}

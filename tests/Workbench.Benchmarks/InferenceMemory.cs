using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Benchmarks;

/// <summary>
/// The most memory that inference takes at a network's paper size beside its weights, over what it cannot do without: the largest input and
/// output of one layer, its two largest live activations. The aim is at most 1.3 times.
/// </summary>
/// <remarks>
/// oneDNN copies a convolution's weights into an order of its own each time it runs, and frees the copy after it: from 512 to 512 channels,
/// 3×3, that is 9.0 MiB beside the output, the size of the weights, on maps of 16×16 as of 32×32 (<see cref="PeakMemoryCheck"/>). In layers
/// with many weights and small maps it is most of what there is: 36 MiB in the lowest level of the U-Net, 32 MiB in the U-Net generator and
/// in DCGAN. So the line says what the peak would be without these copies, and <c>--layers</c> what each layer takes.
/// </remarks>
internal sealed class InferenceMemory
{
    private readonly List<Layer> layers = [];

    private sealed record Layer(string Name, long Input, long Output, bool InPlace, long Weights, long Before, long Takes)
    {
        public long Both => Input + (InPlace ? 0 : Output);

        /// <summary>The part of what the layer takes that oneDNN's copy of its weights explains.</summary>
        public long WeightCopy => Math.Clamp(Takes - (InPlace ? 0 : Output), 0, Weights);

        public override string ToString() =>
            $"{Name}: input {MiB(Input)} MiB, output {MiB(Output)}, weights {MiB(Weights)}, takes {MiB(Takes)}, of that beyond its output {MiB(Takes - (InPlace ? 0 : Output))}";
    }

    /// <summary>Measures one network, in a process of its own, and prints a line.</summary>
    /// <param name="model">The network.</param>
    /// <param name="printLayers">Whether to say what each layer takes.</param>
    public static void Measure(CatalogModel model, bool printLayers)
    {
        IReadOnlyDictionary<string, Tensor> inputs = model.ExampleInputs();
        model.Network.eval();
        Run(model, inputs);
        long peak = PeakMemory.Of(() => Run(model, inputs));
        var memory = new InferenceMemory();
        memory.Watch(model.Network);
        Run(model, inputs); // compiles what watches
        memory.layers.Clear();
        PeakMemory.Settle();
        long before = PeakMemory.HighWater();
        Run(model, inputs);
        long weights = model.Network.parameters().Sum(Bytes);
        long activations = memory.layers.Max(layer => layer.Both);
        long withoutCopies = memory.layers.Max(layer => layer.Before - before + layer.Takes - layer.WeightCopy);
        if (printLayers)
        {
            memory.layers.ForEach(Console.WriteLine);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Name}: weights {MiB(weights)} MiB, two largest live activations {MiB(activations)}; peak above weights {MiB(peak)}, {(double)peak / activations:0.00} times; without oneDNN's copies of weights {MiB(withoutCopies)}, {(double)withoutCopies / activations:0.00} times; peak and weights {(double)(peak + weights) / (activations + weights):0.00} times activations and weights"));
    }

    private static void Run(CatalogModel model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        model.Run(inputs);
    }

    private void Watch(nn.Module network)
    {
        long before = 0;
        foreach ((string name, nn.Module module) in network.named_modules())
        {
            if (module is not nn.Module<Tensor, Tensor> layer || layer.children().Any())
            {
                continue;
            }

            long weights = layer is Convolution or ConvolutionTranspose ? layer.parameters().Sum(Bytes) : 0;
            layer.register_forward_pre_hook((_, input) =>
            {
                PeakMemory.Restart();
                before = PeakMemory.HighWater();
                return input;
            });
            layer.register_forward_hook((_, input, output) =>
            {
                bool inPlace = layer is ReLU { inplace: true } or LeakyReLU { inplace: true } or Identity or Dropout;
                layers.Add(new(name, Bytes(input), Bytes(output), inPlace, weights, before, PeakMemory.HighWater() - before));
                return output;
            });
        }
    }

    private static long Bytes(Tensor tensor) => tensor.numel() * tensor.element_size();

    private static string MiB(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}

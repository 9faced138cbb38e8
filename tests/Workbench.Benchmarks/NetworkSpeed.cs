using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;
using static Workbench.Benchmarks.Figures;

namespace Workbench.Benchmarks;

/// <summary>
/// How fast a network is at its paper's size against its own convolutions and fully connected layers run alone, one after the other, on
/// inputs and output gradients of the shapes and memory orders they meet in it. The aim is a ratio of their time to the network's of at
/// least 0.85, forward and forward with backward; the latter also with all convolutions as libtorch computes them, where the workbench has
/// faster ones.
/// </summary>
/// <remarks>
/// All are timed in turn, round after round, in one process, and each ratio is the median over the rounds, so that it stands whatever
/// else the machine does. Forward runs in evaluation mode without autograd, forward and backward in training mode. One picture at a time; two
/// where the batch normalisation of a fully connected layer can't train with one.
/// </remarks>
internal sealed class NetworkSpeed : IDisposable
{
    private const int Rounds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // more rounds for fast networks

    private readonly CatalogModel model;
    private readonly IReadOnlyDictionary<string, Tensor> inputs;
    private readonly Products products;

    private NetworkSpeed(CatalogModel model)
    {
        this.model = model;
        inputs = model.ExampleInputs();
        if (model.Network.modules().Any(layer => layer is BatchNorm1d))
        {
            inputs = inputs.ToDictionary(input => input.Key, input => cat([input.Value, input.Value], 0));
        }

        products = new([model.Network], ForwardAndBackward);
    }

    /// <summary>Measures one network and prints a line.</summary>
    /// <param name="model">The network.</param>
    public static void Measure(CatalogModel model)
    {
        using var speed = new NetworkSpeed(model);
        Action[] work = [speed.ProductsForward, speed.Forward, speed.ProductsForwardAndBackward, speed.ForwardAndBackward, speed.ProductsForwardAndBackwardInLibtorch];
        List<double[]> rounds = [];
        Array.ForEach(work, action => action());
        var clock = Stopwatch.StartNew();
        while (rounds.Count < Rounds || (rounds.Count < 5 * Rounds && clock.Elapsed < Patience))
        {
            rounds.Add([.. work.Select(action => 1000 * Seconds(action))]);
        }

        double forward = Median(rounds.Select(round => round[0] / round[1]));
        double both = Median(rounds.Select(round => round[2] / round[3]));
        double libtorch = Median(rounds.Select(round => round[4] / round[3]));
        double[] times = [.. work.Select((_, i) => Median(rounds.Select(round => round[i])))];
        Say($"{model.Name}: forward {forward:0.00} ({times[0]:0.0} ms of convolutions in {times[1]:0.0}), forward and backward {both:0.00} ({times[2]:0.0} in {times[3]:0.0}; {libtorch:0.00} with libtorch's convolutions); median of {rounds.Count} rounds, {get_num_threads()} threads");
    }

    /// <summary>Frees what its layers took.</summary>
    public void Dispose() => products.Dispose();

    private void ProductsForward()
    {
        model.Network.eval();
        products.Forward();
    }

    private void Forward()
    {
        model.Network.eval();
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        model.Run(inputs);
    }

    private void ProductsForwardAndBackward() => Learn(products.ForwardAndBackward);

    private void ProductsForwardAndBackwardInLibtorch() => Learn(products.ForwardAndBackwardInLibtorch);

    private void Learn(Action work)
    {
        model.Network.train();
        model.Network.zero_grad();
        work();
    }

    private void ForwardAndBackward()
    {
        model.Network.train();
        model.Network.zero_grad();
        using DisposeScope scope = NewDisposeScope();
        model.Run(inputs).Values.Select(output => output.sum()).Aggregate((sum, next) => sum + next).backward();
    }
}

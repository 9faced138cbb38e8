using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Benchmarks;

/// <summary>
/// Each network at its paper's size against its own convolutions and fully connected layers run alone, one after the other, on inputs of the
/// shapes they meet in it. All in one run, so that the ratios stand whatever else the machine does; the aim is a network that takes no longer
/// than 1 / 0.85 times the sum.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByParams, BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class NetworkBenchmarks
{
    private readonly List<(nn.Module<Tensor, Tensor> Layer, Tensor Input, bool IsFirst)> products = [];
    private CatalogModel model = null!;
    private IReadOnlyDictionary<string, Tensor> inputs = null!;

    [Params(
        "vgg16", "unet", "dcgan-generator", "dcgan-discriminator", "unet-generator", "encoder-decoder-generator", "resnet-generator",
        "patch-discriminator", "colorful-colorizer", "interactive-colorizer", "global-local-colorizer")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Build()
    {
        model = ModelCatalog.Find(Network).Create();
        inputs = model.ExampleInputs();
        model.Network.eval();
        List<Action> removals = [];
        foreach (nn.Module<Tensor, Tensor> layer in model.Network.modules().OfType<nn.Module<Tensor, Tensor>>().Where(IsProduct).Distinct())
        {
            var hook = layer.register_forward_hook((self, input, output) =>
            {
                products.Add(((nn.Module<Tensor, Tensor>)self, input.detach().clone().DetachFromDisposeScope(), inputs.Values.Contains(input)));
                return output;
            });
            removals.Add(hook.remove);
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            model.Run(inputs);
        }

        removals.ForEach(remove => remove());
    }

    [GlobalCleanup]
    public void Free()
    {
        model.Dispose();
        products.ForEach(product => product.Input.Dispose());
        products.Clear();
    }

    [BenchmarkCategory("forward")]
    [Benchmark(Baseline = true)]
    public void ItsProductsAlone()
    {
        using IDisposable quiet = no_grad();
        foreach ((nn.Module<Tensor, Tensor> layer, Tensor input, _) in products)
        {
            layer.call(input).Dispose();
        }
    }

    [BenchmarkCategory("forward")]
    [Benchmark]
    public void Forward()
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        model.Run(inputs);
    }

    [BenchmarkCategory("forward and backward")]
    [Benchmark(Baseline = true)]
    public void ItsProductsAloneForwardAndBackward()
    {
        foreach ((nn.Module<Tensor, Tensor> layer, Tensor input, bool isFirst) in products)
        {
            using DisposeScope scope = NewDisposeScope();
            layer.call(input.alias().requires_grad_(!isFirst)).sum().backward(); // nobody asks for the picture's own gradient
        }

        model.Network.zero_grad();
    }

    [BenchmarkCategory("forward and backward")]
    [Benchmark]
    public void ForwardAndBackward()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = model.Run(inputs).Values.Select(output => output.sum()).Aggregate((sum, next) => sum + next);
        loss.backward();
        model.Network.zero_grad();
    }

    private static bool IsProduct(nn.Module layer) => layer is TorchSharp.Modules.Convolution or TorchSharp.Modules.Linear;
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Benchmarks;

/// <summary>
/// The convolutions and fully connected layers that some work calls, to be run alone, one after the other, on inputs and output gradients of
/// the shapes and memory orders they met in it.
/// </summary>
internal sealed class Products : IDisposable
{
    private readonly List<Product> products = [];

    /// <summary>Does the work once, and notes each call.</summary>
    /// <param name="networks">Where the layers are.</param>
    /// <param name="work">Calls them with gradients, so that it shows whose are asked for.</param>
    public Products(IEnumerable<nn.Module> networks, Action work)
    {
        List<Action> removals = [];
        foreach (nn.Module<Tensor, Tensor> layer in networks.SelectMany(network => network.modules()).OfType<nn.Module<Tensor, Tensor>>().Where(IsProduct).Distinct())
        {
            var hook = layer.register_forward_hook((_, input, output) =>
            {
                products.Add(new(
                    layer, Kept(input.detach().clone()), Kept(empty_like(output).normal_()), input.requires_grad, layer.parameters().First().requires_grad));
                return output;
            });
            removals.Add(hook.remove);
        }

        work();
        removals.ForEach(remove => remove());
    }

    /// <summary>How many calls there were.</summary>
    public int Count => products.Count;

    public void Forward()
    {
        using IDisposable quiet = no_grad();
        products.ForEach(product => product.Layer.call(product.Input).Dispose());
    }

    public void ForwardAndBackward() => ForwardAndBackward(product => product.Layer.call(product.Input));

    /// <summary>The same with libtorch's convolutions, also for layers that the workbench computes as matrix products where that is faster.</summary>
    public void ForwardAndBackwardInLibtorch() => ForwardAndBackward(product => product.Layer switch
    {
        Conv2d or ConvTranspose2d => product.Layer.call(product.Input),
        Convolution { transposed: true } up => nn.functional.conv_transpose2d(product.Input, up.weight, up.bias, strides: [2, 2], padding: [1, 1]),
        Convolution down => nn.functional.conv2d(product.Input, down.weight, down.bias, strides: [2, 2], padding: [1, 1]),
        _ => product.Layer.call(product.Input),
    });

    private void ForwardAndBackward(Func<Product, Tensor> call)
    {
        foreach (Product product in products)
        {
            using DisposeScope scope = NewDisposeScope();
            foreach (Parameter parameter in product.Layer.parameters())
            {
                parameter.requires_grad = product.LayerLearns;
            }

            Tensor output = call(product with { Input = product.Input.detach().requires_grad_(product.InputLearns) });
            output.backward([product.Gradient]);
        }
    }

    /// <summary>Frees what the layers took.</summary>
    public void Dispose()
    {
        foreach (Product product in products)
        {
            product.Input.Dispose();
            product.Gradient.Dispose();
        }
    }

    private static Tensor Kept(Tensor tensor) => tensor.DetachFromDisposeScope();

    private static bool IsProduct(nn.Module layer) => layer is Convolution or ConvolutionTranspose or Linear;

    private sealed record Product(nn.Module<Tensor, Tensor> Layer, Tensor Input, Tensor Gradient, bool InputLearns, bool LayerLearns);
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The talk's multilayer perceptron (slide "Artificial Neural Network"): layers of neurons, each of which weighs everything the layer before
/// gives, adds a bias and passes the sum through an activation. The last layer gives its sums as they are.
/// </summary>
/// <remarks>The state dict has <c>layers.0.weight</c> [out, in], <c>layers.0.bias</c> [out], <c>layers.1.weight</c>, … from input to output.</remarks>
public sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> layers;
    private readonly MlpActivation activation;
    private readonly int inputs;

    /// <summary>Builds the network; weights and biases are drawn uniformly in ±1/√(inputs of the layer), as PyTorch does.</summary>
    /// <param name="inputs">Numbers that one example consists of.</param>
    /// <param name="hidden">Neurons of each hidden layer, from the input on; none makes it a linear model.</param>
    /// <param name="outputs">Numbers that it answers with.</param>
    /// <param name="activation">What a hidden neuron does to its sum.</param>
    /// <param name="seed">Seed of the first weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the activation is unknown.</exception>
    public Mlp(int inputs, IReadOnlyList<int> hidden, int outputs, MlpActivation activation = MlpActivation.ReLU, long seed = 0)
        : base(nameof(Mlp))
    {
        ArgumentNullException.ThrowIfNull(hidden);
        if (!Enum.IsDefined(activation))
        {
            throw new ArgumentOutOfRangeException(nameof(activation), activation, $"Choose {string.Join(", ", Enum.GetNames<MlpActivation>())}.");
        }

        int[] sizes = [inputs, .. hidden, outputs];
        if (Array.Exists(sizes, size => size < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(hidden), string.Join(" → ", sizes), "Every layer has at least one neuron.");
        }

        (this.inputs, this.activation) = (inputs, activation);
        layers = new ModuleList<Linear>([.. sizes.Zip(sizes.Skip(1), (from, to) => nn.Linear(from, to))]);
        register_module(nameof(layers), layers);
        Initialization.Default(this, seed);
    }

    /// <summary>The network's answers.</summary>
    /// <param name="input">[…, inputs]: any number of examples.</param>
    /// <returns>[…, outputs].</returns>
    /// <exception cref="ArgumentException">The last dimension is another.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() == 0 || input.shape[^1] != inputs)
        {
            throw new ArgumentException($"{nameof(Mlp)} takes [..., {inputs}], not [{string.Join(", ", input.shape)}].", nameof(input));
        }

        using var scope = NewDisposeScope();
        Tensor signal = layers[0].call(input);
        foreach (Linear layer in layers.Skip(1))
        {
            signal = layer.call(Activate(signal));
        }

        return signal.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            layers.Dispose();
        }

        base.Dispose(disposing);
    }

    private Tensor Activate(Tensor sums) => activation switch
    {
        MlpActivation.Sigmoid => sums.sigmoid(),
        MlpActivation.Tanh => sums.tanh(),
        _ => sums.relu(),
    };
}

/// <summary>What a hidden neuron does to its weighted sum. Without one, all layers together would be a single linear map.</summary>
public enum MlpActivation
{
    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>1 / (1 + e⁻ˣ): from 0 to 1.</summary>
    Sigmoid,

    /// <summary>From −1 to 1.</summary>
    Tanh,
}

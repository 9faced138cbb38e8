using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The talk's small network that tells X from O: convolution, ReLU and pooling twice, then one fully connected vote.
/// </summary>
/// <remarks>
/// On 9×9 pixels the maps are those of the slides: 9×9 → convolution 7×7 → pooling with a ragged edge 4×4 → convolution 4×4 → 2×2,
/// whose numbers vote. Larger images run too: whatever the second convolution sees is pooled down to 2×2.
/// </remarks>
public sealed class LetterCnn : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Linear vote;

    /// <summary>Builds the network with PyTorch's default initialisation.</summary>
    /// <param name="filters">Filters of the first convolution; the second has twice as many.</param>
    /// <param name="letters">How many letters are told apart.</param>
    /// <param name="seed">Seed of the first weights; by default they come from the current random state.</param>
    public LetterCnn(int filters = 8, int letters = 2, long? seed = null)
        : base(nameof(LetterCnn))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(filters);
        ArgumentOutOfRangeException.ThrowIfLessThan(letters, 2);
        conv1 = nn.Conv2d(1, filters, 3);
        conv2 = nn.Conv2d(filters, 2 * filters, 3, padding: 1);
        vote = nn.Linear(2 * filters * 2 * 2, letters);
        register_module("conv1", conv1);
        register_module("conv2", conv2);
        register_module("vote", vote);
        if (seed is long given)
        {
            Initialization.Default(this, given);
        }
    }

    /// <summary>The first convolution's filters.</summary>
    /// <returns>[filters, 1, 3, 3], the network's own.</returns>
    public Tensor Filters => conv1.weight;

    /// <summary>The votes for each letter; softmax makes them probabilities.</summary>
    /// <param name="input">Grey images [N, 1, H, W] in 0..1, at least 9×9.</param>
    /// <returns>[N, letters]: logits.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Stages(input)[^1].Output.MoveToOuterDisposeScope();
    }

    /// <summary>What every layer makes of the images, to be looked at.</summary>
    /// <param name="input">Grey images [N, 1, H, W] in 0..1, at least 9×9.</param>
    /// <returns>Each layer's name and output, from the input in −1..1 to the votes.</returns>
    public IReadOnlyList<(string Layer, Tensor Output)> Stages(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 4 || input.shape[1] != 1 || input.shape[2] < 9 || input.shape[3] < 9)
        {
            throw new ArgumentException($"{nameof(LetterCnn)} takes [N, 1, H, W] of at least 9×9, not [{string.Join(", ", input.shape)}].", nameof(input));
        }

        Tensor image = (input * 2) - 1; // −1..1 as on the talk's slide
        Tensor maps1 = conv1.call(image).relu();
        Tensor pooled1 = nn.functional.max_pool2d(maps1, 2, ceil_mode: true);
        Tensor maps2 = conv2.call(pooled1).relu();
        Tensor pooled2 = nn.functional.adaptive_max_pool2d(maps2, [2, 2]);
        Tensor votes = vote.call(pooled2.flatten(1));
        return [("image", image), ("conv1 + ReLU", maps1), ("max pooling", pooled1), ("conv2 + ReLU", maps2), ("max pooling", pooled2), ("votes", votes)];
    }
}

using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>What generator and discriminator play for.</summary>
public enum GanObjective
{
    /// <summary>Cross entropy; the generator maximises log D(G(z)) (Goodfellow et al. 2014, section 3), as pix2pix and DCGAN do.</summary>
    NonSaturating,

    /// <summary>Cross entropy; the generator minimises log(1 − D(G(z))): the value function as it stands on the slide, whose gradient fades where D is sure.</summary>
    Minimax,

    /// <summary>Squared distance of D's output from 1 and 0 (Mao et al. 2017), as CycleGAN does.</summary>
    LeastSquares,
}

/// <summary>The losses of the two players, from the discriminator's outputs before any sigmoid; means over all elements.</summary>
/// <param name="objective">What they play for.</param>
public sealed class GanLoss(GanObjective objective)
{
    /// <summary>How far a discriminator's output is from saying 'real' or 'fake'.</summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="real">What it should say.</param>
    /// <returns>A scalar.</returns>
    public Tensor Discriminator(Tensor logits, bool real) => objective == GanObjective.LeastSquares
        ? (logits - (real ? 1 : 0)).square().mean()
        : CrossEntropy(logits, real);

    /// <summary>What the generator wants to be small.</summary>
    /// <param name="logits">The discriminator's output for generated pictures.</param>
    /// <returns>A scalar; for <see cref="GanObjective.Minimax"/> mean log(1 − D), which is negative.</returns>
    public Tensor Generator(Tensor logits) => objective == GanObjective.Minimax ? -CrossEntropy(logits, real: false) : Discriminator(logits, real: true);

    // −log D = softplus(−logit), −log(1 − D) = softplus(logit).
    private static Tensor CrossEntropy(Tensor logits, bool real) =>
        nn.functional.binary_cross_entropy_with_logits(logits, real ? ones_like(logits) : zeros_like(logits));
}

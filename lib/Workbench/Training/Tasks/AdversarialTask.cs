using Workbench.Datasets;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// One step of a generative adversarial network (Goodfellow et al. 2014, Algorithm 1): the discriminator D learns to tell what is real from
/// what the generator G makes out of noise, then G to be taken for real.
/// </summary>
/// <typeparam name="T">What the generator is to make.</typeparam>
public abstract class AdversarialTask<T> : TrainingTask<T>
    where T : Sample
{
    private readonly AdversarialRecipe<T> recipe;
    private readonly GanLoss gan;
    private readonly WeightUpdate updateG;
    private readonly WeightUpdate updateD;

    private protected AdversarialTask(AdversarialRecipe<T> recipe, nn.Module<Tensor, Tensor> generator, nn.Module<Tensor, Tensor> discriminator)
    {
        this.recipe = recipe;
        gan = new(recipe.Objective);
        Generator = Add(recipe, "G", generator);
        Discriminator = Add(recipe, "D", discriminator);
        updateG = AddUpdate(recipe, "G", "G");
        updateD = AddUpdate(recipe, "D", "D");
        updateD.RateFactor = recipe.DiscriminatorRate;
    }

    /// <summary>G: noise in.</summary>
    public nn.Module<Tensor, Tensor> Generator { get; }

    /// <summary>D: a logit for each example, or for least squares 1 and 0 themselves.</summary>
    public nn.Module<Tensor, Tensor> Discriminator { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["G", "D"];

    /// <summary>Noise for the generator, the same for the same seed.</summary>
    /// <param name="count">How many vectors.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>[count, noise length].</returns>
    public Tensor Noise(long count, long seed = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)seed, CPU);
        Tensor first = Generator.parameters().First();
        return Draw(count, CPU, float64, random).to(first.dtype, first.device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Losses Learn(T batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = Real(batch).chunk(recipe.DiscriminatorSteps);
        foreach (Tensor real in parts[..^1])
        {
            Discriminate([], real, Fake(real, learning: false));
        }

        // The last step's fakes are the generator's too, as in the authors' code.
        Tensor fake = Fake(parts[^1], learning: true);
        Discriminate(losses, parts[^1], fake.detach());
        updateD.RequireGradients(false);
        Tensor loss = gan.Generator(Discriminator.call(fake));
        updateG.Apply(loss);
        losses.Note("G", loss);
        return losses.MoveOut();
    }

    /// <summary>What is real, as the networks see it.</summary>
    /// <param name="batch">Samples.</param>
    /// <returns>[N, …].</returns>
    protected abstract Tensor Real(T batch);

    /// <summary>How the discriminator does on real and generated examples.</summary>
    /// <param name="real">Its outputs for real ones.</param>
    /// <param name="fake">Its outputs for generated ones, as many.</param>
    /// <returns>
    /// <c>value</c>: minus its two losses, V(D, G) of the paper, −log 4 = −1.386 where it can tell nothing (least squares: −0.5);
    /// <c>accuracy</c>: the share it tells right, ½ where it can tell nothing.
    /// </returns>
    private protected (double Value, double Accuracy) Judge(Tensor real, Tensor fake)
    {
        using DisposeScope scope = NewDisposeScope();
        double edge = recipe.Objective == GanObjective.LeastSquares ? 0.5 : 0;
        Tensor loss = gan.Discriminator(real, real: true) + gan.Discriminator(fake, real: false);
        Tensor right = (real.gt(edge).to(float64).mean() + fake.lt(edge).to(float64).mean()) / 2;
        return (-loss.to(float64).item<double>(), right.item<double>());
    }

    private void Discriminate(Losses losses, Tensor real, Tensor fake)
    {
        using DisposeScope scope = NewDisposeScope();
        updateD.RequireGradients(true);
        Tensor lossReal = gan.Discriminator(Discriminator.call(real), real: true), lossFake = gan.Discriminator(Discriminator.call(fake), real: false);
        updateD.Apply(lossReal + lossFake);
        losses.Note("D_real", lossReal);
        losses.Note("D_fake", lossFake);
        losses.MoveOut();
    }

    private Tensor Fake(Tensor real, bool learning)
    {
        using IDisposable mode = set_grad_enabled(learning);
        return Generator.call(Draw(real.shape[0], real.device, real.dtype, null));
    }

    private Tensor Draw(long count, Device device, ScalarType type, Generator? random) => recipe.Noise == NoiseKind.Normal
        ? randn([count, recipe.NoiseLength], type, device, generator: random)
        : (rand([count, recipe.NoiseLength], type, device, generator: random) * 2) - 1;
}

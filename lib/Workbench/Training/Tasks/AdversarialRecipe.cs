using Workbench.Datasets;

namespace Workbench.Training;

/// <summary>Where a generator's noise comes from.</summary>
public enum NoiseKind
{
    /// <summary>N(0, 1).</summary>
    Normal,

    /// <summary>Evenly from −1..1.</summary>
    Uniform,
}

/// <summary>A generative adversarial network that makes something out of noise (Goodfellow et al. 2014).</summary>
/// <typeparam name="T">What the generator is to make.</typeparam>
public abstract record AdversarialRecipe<T> : Recipe<T>
    where T : Sample
{
    /// <summary>What the two networks play for.</summary>
    [Setting("what the two networks play for")]
    public GanObjective Objective { get; init; }

    /// <summary>Length of the noise vector z.</summary>
    [Setting("length of the noise vector", 1)]
    public int NoiseLength { get; init; } = 100;

    /// <summary>Where the noise comes from.</summary>
    [Setting("where the noise comes from")]
    public NoiseKind Noise { get; init; }

    /// <summary>Steps of the discriminator for each of the generator (k of Algorithm 1); the batch is divided among them.</summary>
    [Setting("discriminator steps for each of the generator; they share the batch", 1, 100)]
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>The discriminator's learning rate as a multiple of the generator's (the two time scales of Heusel et al. 2017).</summary>
    [Setting("the discriminator's learning rate as a multiple of the generator's", 1e-6, 1e6)]
    public double DiscriminatorRate { get; init; } = 1;

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (BatchSize % DiscriminatorSteps != 0)
        {
            throw new RecipeException($"batchSize ({BatchSize}) is a multiple of discriminatorSteps ({DiscriminatorSteps}), which share a batch.");
        }
    }
}

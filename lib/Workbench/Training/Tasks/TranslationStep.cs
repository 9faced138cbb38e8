using Workbench.Datasets;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// One step of pix2pix (Isola et al. 2017, sections 3.1 and 3.3, in the order of the authors' PyTorch code): the discriminator learns to tell
/// the real picture from the generated one, then the generator to fool it and to stay near the real one.
/// </summary>
internal sealed class TranslationStep<T>
    where T : Sample
{
    private readonly TranslationRecipe<T> recipe;
    private readonly nn.Module<Tensor, Tensor> generator;
    private readonly PatchDiscriminator? discriminator;
    private readonly WeightUpdate updateG;
    private readonly WeightUpdate? updateD;
    private readonly GanLoss gan;

    /// <summary>Adds the networks that a recipe describes to its task.</summary>
    public TranslationStep(TrainingTask task, TranslationRecipe<T> recipe, int inputs, int outputs)
    {
        this.recipe = recipe;
        gan = new(recipe.Objective);
        generator = task.Add(recipe, "G", recipe.CreateGenerator(inputs, outputs));
        updateG = task.AddUpdate(recipe, "G", "G");
        if (recipe.LambdaGan > 0)
        {
            discriminator = task.Add(recipe, "D", recipe.CreateDiscriminator(inputs, outputs));
            updateD = task.AddUpdate(recipe, "D", "D");
        }
    }

    /// <summary>The generator's output at test time; [N, outputs, H, W] in −1..1.</summary>
    public Tensor Use(Tensor input)
    {
        using IDisposable noGradient = no_grad();
        generator.train(recipe.TestNoise);
        Tensor output = generator.call(input);
        generator.eval();
        return output;
    }

    /// <summary>Learns from a batch of inputs and what should become of them, both in −1..1.</summary>
    public Losses Learn(Tensor input, Tensor real)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        Tensor fake = generator.call(input);
        List<Tensor> terms = [];
        if (discriminator is not null)
        {
            Discriminate(losses, input, real, fake.detach());
            updateD!.RequireGradients(false); // the generator's step needs no gradients of these weights
            Add("G_GAN", gan.Generator(Judge(input, fake)) * recipe.LambdaGan);
        }

        if (recipe.LambdaL1 > 0)
        {
            Add("G_L1", nn.functional.l1_loss(fake, real) * recipe.LambdaL1);
        }

        updateG.Apply(terms.Aggregate((sum, term) => sum + term));
        return losses.MoveOut();

        void Add(string name, Tensor term)
        {
            terms.Add(term);
            losses.Note(name, term);
        }
    }

    private void Discriminate(Losses losses, Tensor input, Tensor real, Tensor fake)
    {
        using DisposeScope scope = NewDisposeScope();
        updateD!.RequireGradients(true);
        Tensor lossFake = gan.Discriminator(Judge(input, fake), real: false), lossReal = gan.Discriminator(Judge(input, real), real: true);
        updateD.Apply((lossFake + lossReal) * 0.5);
        losses.Note("D_real", lossReal);
        losses.Note("D_fake", lossFake);
        losses.MoveOut();
    }

    private Tensor Judge(Tensor input, Tensor picture) => discriminator!.call(recipe.Conditional ? cat([input, picture], 1) : picture);
}

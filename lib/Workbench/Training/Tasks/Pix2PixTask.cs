using Workbench.Datasets;
using Workbench.Evaluation;
using Workbench.Imaging;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// One step of pix2pix (Isola et al. 2017, sections 3.1 and 3.3, in the order of the authors' PyTorch code): the discriminator learns to tell
/// the real picture from the generated one, then the generator to fool it and to stay near the real one.
/// </summary>
public sealed class Pix2PixTask : TrainingTask<ImagePair>, ITranslator
{
    private readonly Pix2PixRecipe recipe;
    private readonly nn.Module<Tensor, Tensor> generator;
    private readonly PatchDiscriminator? discriminator;
    private readonly WeightUpdate updateG;
    private readonly WeightUpdate? updateD;
    private readonly GanLoss gan;

    /// <summary>Networks as the recipe describes them.</summary>
    /// <param name="recipe">The recipe.</param>
    public Pix2PixTask(Pix2PixRecipe recipe)
    {
        this.recipe = recipe;
        gan = new(recipe.Objective);
        generator = Add<nn.Module<Tensor, Tensor>>(recipe, "G", recipe.Generator switch
        {
            TranslatorKind.UNet => new UNetGenerator(3, 3, recipe.Halvings, recipe.Ngf, recipe.Norm, recipe.Dropout, recipe.Seed),
            TranslatorKind.EncoderDecoder => new EncoderDecoderGenerator(3, 3, recipe.Halvings, recipe.Ngf, recipe.Norm, recipe.Dropout, recipe.Seed),
            _ => new ResnetGenerator(3, 3, recipe.Blocks, recipe.Ngf, recipe.Norm, recipe.Dropout, seed: recipe.Seed),
        });
        updateG = AddUpdate(recipe, "G", "G");
        if (recipe.LambdaGan > 0)
        {
            discriminator = Add(recipe, "D", new PatchDiscriminator(recipe.Conditional ? 6 : 3, recipe.ReceptiveField, recipe.Ndf, recipe.Norm, recipe.Seed + 1));
            updateD = AddUpdate(recipe, "D", "D");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["G"];

    /// <inheritdoc/>
    public override string Measure => "L1";

    /// <summary>Translates pictures.</summary>
    /// <param name="input">[N, 3, H, W] in 0..1.</param>
    /// <returns>[N, 3, H, W] in 0..1.</returns>
    public Tensor Translate(Tensor input)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        generator.train(recipe.TestNoise);
        Tensor output = Signed.ToUnit(generator.call(Signed.FromUnit(input))).MoveToOuterDisposeScope();
        generator.eval();
        return output;
    }

    /// <inheritdoc/>
    public Tensor TranslateAnySize(Tensor images, bool back = false) => back
        ? throw new ArgumentException("This pix2pix has learned one way only; train another with reversed changed.", nameof(back))
        : Signed.AtSize(images, recipe.Size, Translate);

    /// <inheritdoc/>
    public override Losses Learn(ImagePair batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        Tensor input = Signed.FromUnit(batch.A), real = Signed.FromUnit(batch.B), fake = generator.call(input);
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

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<ImagePair> batches)
    {
        List<double> l1 = [], psnr = [];
        foreach (ImagePair batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor fake = Translate(batch.A);
            for (int i = 0; i < fake.shape[0]; i++)
            {
                l1.Add((fake[i] - batch.B[i]).abs().mean().to(float64).item<double>());
                psnr.Add(ImageQuality.Psnr(fake[i], batch.B[i]).to(float64).item<double>());
            }
        }

        return new OrderedDictionary<string, double> { ["L1"] = l1.Average(), ["PSNR"] = psnr.Average() };
    }

    /// <inheritdoc/>
    public override ImageGrid Sample(ImagePair batch)
    {
        Tensor fake = Translate(batch.A);
        ImageGrid grid = new("input", "output", "ground truth") { Title = recipe.Task, CellSize = Math.Max(96, recipe.Size) };
        for (int i = 0; i < fake.shape[0]; i++)
        {
            grid.Row("", batch.A[i].cpu(), fake[i].cpu(), batch.B[i].cpu());
        }

        return grid;
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

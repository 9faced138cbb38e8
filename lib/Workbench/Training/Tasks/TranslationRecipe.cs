using System.Text.Json;
using Workbench.Datasets;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Which network translates a picture.</summary>
public enum TranslatorKind
{
    /// <summary>With skip connections.</summary>
    UNet,

    /// <summary>The same without skips.</summary>
    EncoderDecoder,

    /// <summary>Residual blocks.</summary>
    Resnet,
}

/// <summary>
/// What pix2pix (Isola et al. 2017) learns with, whatever it translates. <c>lambdaGan=0</c> is the L1 loss alone, <c>lambdaL1=0</c> the cGAN
/// alone, <c>conditional=false</c> the GAN whose discriminator does not see the input (section 4.1 of the paper).
/// </summary>
/// <typeparam name="T">What holds the pictures.</typeparam>
public abstract record TranslationRecipe<T> : Recipe<T>
    where T : Sample
{
    /// <summary>Side to which pictures are enlarged before a random <see cref="Recipe.Size"/> part of them is cut out; the same as the size for none.</summary>
    [Setting("side before the random crop", 8, 4096)]
    public int LoadSize { get; init; } = 64;

    /// <summary>Whether half of the pairs are mirrored.</summary>
    [Setting("whether half of the pairs are mirrored")]
    public bool Mirror { get; init; } = true;

    /// <summary>The generator's kind.</summary>
    [Setting("kind of the generator")]
    public TranslatorKind Generator { get; init; }

    /// <summary>Channels of the generator's first map.</summary>
    [Setting("channels of the generator's first map", 1)]
    public int Ngf { get; init; } = 64;

    /// <summary>Channels of the discriminator's first map.</summary>
    [Setting("channels of the discriminator's first map", 1)]
    public int Ndf { get; init; } = 64;

    /// <summary>How often the U-Net or encoder–decoder halves the picture.</summary>
    [Setting("halvings of the picture in the generator (not resnet)", 5, 9)]
    public int Halvings { get; init; } = 8;

    /// <summary>How maps grow (not resnet): transposed convolutions, as published, or each value four times and a convolution of 3×3.</summary>
    [Setting("how maps grow: transposed, or nearest and a 3×3 convolution (not resnet)")]
    public UpSampling UpSampling { get; init; }

    /// <summary>Residual blocks of a ResNet generator.</summary>
    [Setting("residual blocks (resnet)", 1)]
    public int Blocks { get; init; } = 9;

    /// <summary>Normalisation in both networks.</summary>
    [Setting("normalisation in both networks")]
    public Normalization Norm { get; init; } = Normalization.Batch;

    /// <summary>Dropout of 0.5 in the generator, its only noise (section 3.2).</summary>
    [Setting("dropout in the generator, its only noise")]
    public bool Dropout { get; init; } = true;

    /// <summary>Whether dropout and the batch's own statistics stay on at test time, as in the authors' <c>test.py</c>.</summary>
    [Setting("whether dropout and batch statistics stay on at test time")]
    public bool TestNoise { get; init; }

    /// <summary>Side of the patch that one of the discriminator's outputs sees.</summary>
    [Setting("side of the discriminator's patch: 1, 16, 34, 70, 142, 286 or 574", 1)]
    public int ReceptiveField { get; init; } = 70;

    /// <summary>Whether the discriminator sees the input beside the output.</summary>
    [Setting("whether the discriminator sees the input, too")]
    public bool Conditional { get; init; } = true;

    /// <summary>What the two networks play for.</summary>
    [Setting("what the two networks play for")]
    public GanObjective Objective { get; init; }

    /// <summary>Weight of the L1 loss.</summary>
    [Setting("weight of the L1 loss", 0)]
    public double LambdaL1 { get; init; } = 100;

    /// <summary>Weight of the GAN's loss; 0 leaves the discriminator out.</summary>
    [Setting("weight of the GAN's loss, 0 for no discriminator", 0)]
    public double LambdaGan { get; init; } = 1;

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (LambdaL1 == 0 && LambdaGan == 0)
        {
            throw new RecipeException("lambdaL1 and lambdaGan are both 0, so there is nothing to learn.");
        }

        if (UpSampling is not (UpSampling.Transposed or UpSampling.Nearest))
        {
            throw new RecipeException($"upSampling of a translator is transposed or nearest, not {JsonNamingPolicy.CamelCase.ConvertName(UpSampling.ToString())}.");
        }

        if (UpSampling == UpSampling.Nearest && Generator == TranslatorKind.Resnet)
        {
            throw new RecipeException("upSampling=nearest is for uNet and encoderDecoder; a resnet has its own way up.");
        }

        if (LoadSize < Size)
        {
            throw new RecipeException($"loadSize ({LoadSize}) is at least size ({Size}).");
        }

        int multiple = Generator == TranslatorKind.Resnet ? 4 : 1 << Halvings;
        if (Size % multiple != 0)
        {
            throw new RecipeException($"size of this generator is a multiple of {multiple}{(Generator == TranslatorKind.Resnet ? "" : $" (halvings {Halvings})")}, not {Size}.");
        }
    }

    internal nn.Module<Tensor, Tensor> CreateGenerator(int inputs, int outputs) => Generator switch
    {
        TranslatorKind.UNet => new UNetGenerator(inputs, outputs, Halvings, Ngf, Norm, Dropout, Seed, UpSampling),
        TranslatorKind.EncoderDecoder => new EncoderDecoderGenerator(inputs, outputs, Halvings, Ngf, Norm, Dropout, Seed, UpSampling),
        _ => new ResnetGenerator(inputs, outputs, Blocks, Ngf, Norm, Dropout, seed: Seed),
    };

    internal PatchDiscriminator CreateDiscriminator(int inputs, int outputs) =>
        new(Conditional ? inputs + outputs : outputs, ReceptiveField, Ndf, Norm, Seed + 1);
}

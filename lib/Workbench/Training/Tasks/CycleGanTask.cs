using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// One step of CycleGAN (Zhu et al. 2017, section 3, in the order of the authors' PyTorch code): both generators, then both discriminators
/// on the pictures made before. G_A makes B of A and D_A judges B; G_B and D_B the other way.
/// </summary>
public sealed class CycleGanTask : TrainingTask<UnpairedImages>, ITranslator
{
    private readonly CycleGanRecipe recipe;
    private readonly ResnetGenerator toB, toA;
    private readonly PatchDiscriminator judgeB, judgeA;
    private readonly WeightUpdate updateG, updateD;
    private readonly ImagePool fakesB, fakesA;
    private readonly GanLoss gan;
    private ItemRandom random;
    private long drawn;

    /// <summary>Networks as the recipe describes them.</summary>
    /// <param name="recipe">The recipe.</param>
    public CycleGanTask(CycleGanRecipe recipe)
    {
        this.recipe = recipe;
        gan = new(recipe.Objective);
        toB = Add(recipe, "G_A", new ResnetGenerator(3, 3, recipe.Blocks, recipe.Ngf, recipe.Norm, dropout: false, seed: recipe.Seed));
        toA = Add(recipe, "G_B", new ResnetGenerator(3, 3, recipe.Blocks, recipe.Ngf, recipe.Norm, dropout: false, seed: recipe.Seed + 1));
        judgeB = Add(recipe, "D_A", new PatchDiscriminator(3, recipe.ReceptiveField, recipe.Ndf, recipe.Norm, recipe.Seed + 2));
        judgeA = Add(recipe, "D_B", new PatchDiscriminator(3, recipe.ReceptiveField, recipe.Ndf, recipe.Norm, recipe.Seed + 3));
        updateG = AddUpdate(recipe, "G", "G_A", "G_B");
        updateD = AddUpdate(recipe, "D", "D_A", "D_B");
        (fakesB, fakesA) = (new(recipe.PoolSize), new(recipe.PoolSize));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Results => ["G_A", "G_B"];

    /// <inheritdoc/>
    public override string Measure => "cycle";

    /// <summary>Translates pictures.</summary>
    /// <param name="input">[N, 3, H, W] in 0..1.</param>
    /// <param name="back">From B to A instead of from A to B.</param>
    /// <returns>[N, 3, H, W] in 0..1.</returns>
    public Tensor Translate(Tensor input, bool back = false)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Signed.ToUnit((back ? toA : toB).call(Signed.FromUnit(input))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor TranslateAnySize(Tensor images, bool back = false) => Signed.AtSize(images, recipe.Size, small => Translate(small, back));

    /// <inheritdoc/>
    public override Losses Learn(UnpairedImages batch)
    {
        Losses losses = [];
        using DisposeScope scope = NewDisposeScope();
        Tensor a = Signed.FromUnit(batch.A), b = Signed.FromUnit(batch.B);
        Tensor fakeB = toB.call(a), fakeA = toA.call(b);
        Generators(losses, a, b, fakeA, fakeB);
        updateD.RequireGradients(true);
        Tensor lossA = Discriminate(judgeB, b, Pooled(fakesB, fakeB)), lossB = Discriminate(judgeA, a, Pooled(fakesA, fakeA));
        updateD.Apply(lossA + lossB);
        losses.Note("D_A", lossA);
        losses.Note("D_B", lossB);
        return losses.MoveOut();
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, Tensor>> State() =>
        [.. fakesA.State("pool.A"), .. fakesB.State("pool.B"), new("pool.draws", tensor(drawn, int64))];

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, Tensor> saved)
    {
        fakesA.Restore(saved.GetValueOrDefault("pool.A"));
        fakesB.Restore(saved.GetValueOrDefault("pool.B"));
        drawn = saved["pool.draws"].item<long>();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate(IEnumerable<UnpairedImages> batches)
    {
        List<double> cycles = [];
        foreach (UnpairedImages batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor there = (Translate(Translate(batch.A), back: true) - batch.A).abs().mean([1, 2, 3]);
            Tensor andBack = (Translate(Translate(batch.B, back: true)) - batch.B).abs().mean([1, 2, 3]);
            cycles.AddRange(((there + andBack) / 2).to(float64).cpu().data<double>());
        }

        Figures figures = [];
        figures.Mean("cycle", cycles);
        return figures;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is the truth of an unpaired picture: <c>B/made</c> was made of <c>A/real</c>, and has the kind, not the subject, of <c>B/real</c>.</remarks>
    public override IReadOnlyDictionary<string, Tensor> Pictures(UnpairedImages batch) => new Dictionary<string, Tensor>
    {
        ["A/real"] = batch.A,
        ["B/made"] = Translate(batch.A),
        ["B/real"] = batch.B,
        ["A/made"] = Translate(batch.B, back: true),
    };

    /// <inheritdoc/>
    public override ImageGrid Sample(UnpairedImages batch)
    {
        Tensor fakeB = Translate(batch.A), fakeA = Translate(batch.B, back: true);
        Tensor recoveredA = Translate(fakeB, back: true), recoveredB = Translate(fakeA);
        ImageGrid grid = new("A", "to B", "and back", "B", "to A", "and back") { Title = recipe.Task, CellSize = Math.Max(96, recipe.Size) };
        for (int i = 0; i < fakeB.shape[0]; i++)
        {
            grid.Row("", batch.A[i].cpu(), fakeB[i].cpu(), recoveredA[i].cpu(), batch.B[i].cpu(), fakeA[i].cpu(), recoveredB[i].cpu());
        }

        return grid;
    }

    /// <inheritdoc/>
    protected override void DisposeMore()
    {
        fakesA.Dispose();
        fakesB.Dispose();
    }

    private void Generators(Losses losses, Tensor a, Tensor b, Tensor fakeA, Tensor fakeB)
    {
        using DisposeScope scope = NewDisposeScope();
        updateD.RequireGradients(false);
        List<Tensor> terms = [];
        Add("G_A", gan.Generator(judgeB.call(fakeB)));
        Add("G_B", gan.Generator(judgeA.call(fakeA)));
        if (recipe.LambdaCycle > 0)
        {
            Add("cycle_A", Distance(toA.call(fakeB), a) * recipe.LambdaCycle);
            Add("cycle_B", Distance(toB.call(fakeA), b) * recipe.LambdaCycle);
        }

        if (recipe.LambdaIdentity > 0)
        {
            double weight = recipe.LambdaIdentity * (recipe.LambdaCycle > 0 ? recipe.LambdaCycle : 10);
            Add("idt_A", Distance(toB.call(b), b) * weight);
            Add("idt_B", Distance(toA.call(a), a) * weight);
        }

        updateG.Apply(terms.Aggregate((sum, term) => sum + term));
        losses.MoveOut();

        void Add(string name, Tensor term)
        {
            terms.Add(term);
            losses.Note(name, term);
        }
    }

    private Tensor Discriminate(PatchDiscriminator judge, Tensor real, Tensor fake) =>
        (gan.Discriminator(judge.call(real), real: true) + gan.Discriminator(judge.call(fake), real: false)) * 0.5;

    // The number of draws so far is all there is to restore.
    private Tensor Pooled(ImagePool pool, Tensor fakes)
    {
        random = new(recipe.Seed, Split.Train, drawn++);
        return pool.Query(fakes, () => random.Uniform(), count => random.Below(count));
    }

    private static Tensor Distance(Tensor first, Tensor second) => nn.functional.l1_loss(first, second);
}

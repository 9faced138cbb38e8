using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>
/// A classifier in place of people: a small network learns to tell real pictures from generated ones and is asked about pictures that it has
/// not seen (a classifier two-sample test, Lopez-Paz &amp; Oquab 2017). Where it cannot do better than a coin, the two kinds are alike to it.
/// It is no person: it sees faults that nobody notices in a second, so its rates compare with each other, and with people's only in order.
/// </summary>
/// <remarks>
/// Cross-validated: the pictures are dealt into <see cref="Folds"/> parts, and each part is judged by a network that learned from the others.
/// A real and a generated picture with the same index, which may show the same thing, are always in the same part.
/// </remarks>
public sealed record TwoSampleClassifier
{
    // Real pictures in a batch, and as many generated ones.
    private const int HalfBatch = 16;

    /// <summary>Parts that the pictures are dealt into, 2 or more.</summary>
    public int Folds { get; init; } = 4;

    /// <summary>How often a network goes through its training pictures: the more, the sharper the judge.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>Channels of the first of its four convolutions; each further one has twice as many.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Of the first weights, the dealing and the order of pictures.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Judges one method.</summary>
    /// <param name="real">[N, 3, H, W] in 0..1, at least two for each fold, 16×16 or larger.</param>
    /// <param name="generated">[N, 3, H, W], as many and as large; picture i may be of the same thing as real picture i.</param>
    /// <returns>What the judge says.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or pictures are too few.</exception>
    public JudgeReport Judge(Tensor real, Tensor generated) => Judge(real, new Dictionary<string, Tensor> { ["generated"] = generated })["generated"];

    /// <summary>Judges several methods with the same networks, which learned from all of them: the rates of one call compare.</summary>
    /// <param name="real">[N, 3, H, W] in 0..1, at least two for each fold, 16×16 or larger.</param>
    /// <param name="generated">By method, [N, 3, H, W] each; picture i may be of the same thing as real picture i.</param>
    /// <param name="progress">Told how many of all training epochs are done.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>What the judge says of each method.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or pictures are too few.</exception>
    public IReadOnlyDictionary<string, JudgeReport> Judge(
        Tensor real, IReadOnlyDictionary<string, Tensor> generated, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        Check(real, generated);
        int count = (int)real.shape[0];
        Random random = new(unchecked((int)Seed));
        int[] dealt = [.. Enumerable.Range(0, count)];
        random.Shuffle(dealt);
        Tensor[] kinds = [real, .. generated.Values];
        double[][] realness = [.. kinds.Select(_ => new double[count])];
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] held = [.. dealt.Where((_, place) => place % Folds == fold)], learned = [.. dealt.Where((_, place) => place % Folds != fold)];
            using nn.Module<Tensor, Tensor> network = Network(fold);
            Learn(network, kinds, learned, random, epoch =>
            {
                stop.ThrowIfCancellationRequested();
                progress?.Invoke((fold * Epochs) + epoch, Folds * Epochs);
            });
            foreach ((Tensor kind, double[] votes) in kinds.Zip(realness))
            {
                Ask(network, kind, held, votes);
            }
        }

        OrderedDictionary<string, JudgeReport> reports = [];
        foreach ((string method, double[] votes) in generated.Keys.Zip(realness.Skip(1)))
        {
            reports[method] = JudgeReport.Of(realness[0], votes);
        }

        return reports;
    }

    /// <summary>Four strided convolutions, the mean over all places, one vote. Without normalisation, which would hide faults of colour and contrast.</summary>
    private TorchSharp.Modules.Sequential Network(int fold)
    {
        List<nn.Module<Tensor, Tensor>> layers = [];
        for (int level = 0; level < 4; level++)
        {
            layers.Add(nn.Conv2d(level == 0 ? 3 : Width << (level - 1), Width << level, 4, stride: 2, padding: 1));
            layers.Add(nn.LeakyReLU(0.2));
        }

        TorchSharp.Modules.Sequential network = nn.Sequential([.. layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(Width << 3, 1)]);
        Initialization.Vgg(network, unchecked((Seed * 1009) + fold));
        return network;
    }

    /// <summary>Learns from as many real as generated pictures, the latter each time of a method drawn by lot.</summary>
    private void Learn(nn.Module<Tensor, Tensor> network, Tensor[] kinds, int[] pictures, Random random, Action<int> done)
    {
        using optim.Optimizer optimizer = optim.Adam(network.parameters(), 1e-3, weight_decay: 1e-4);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(pictures);
            foreach (int[] batch in pictures.Chunk(HalfBatch))
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor generated = stack([.. batch.Select(picture => kinds[1 + random.Next(kinds.Length - 1)][picture])]);
                Tensor input = cat([Pick(kinds[0], batch), generated]).to(float32);
                Tensor votes = network.call(((random.Next(2) == 0 ? input : input.flip(3)) * 2) - 1);
                optimizer.zero_grad();
                nn.functional.binary_cross_entropy_with_logits(votes, cat([ones(batch.Length, 1), zeros(batch.Length, 1)])).backward();
                optimizer.step();
            }

            done(epoch + 1);
        }
    }

    private static void Ask(nn.Module<Tensor, Tensor> network, Tensor pictures, int[] which, double[] realness)
    {
        using IDisposable noGradient = no_grad();
        foreach (int[] batch in which.Chunk(64))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor votes = network.call((Pick(pictures, batch).to(float32) * 2) - 1).cpu();
            for (int i = 0; i < batch.Length; i++)
            {
                realness[batch[i]] = votes[i, 0].item<float>();
            }
        }
    }

    private static Tensor Pick(Tensor pictures, int[] which) => pictures.index_select(0, tensor(Array.ConvertAll(which, i => (long)i), device: pictures.device));

    private void Check(Tensor real, IReadOnlyDictionary<string, Tensor> generated)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        if (real.dim() != 4 || real.shape[1] != 3 || Math.Min(real.shape[2], real.shape[3]) < 16 || real.shape[0] < 2 * Folds)
        {
            throw new ArgumentException($"The judge takes [N, 3, H, W] of at least 16×16 and N of at least {2 * Folds} ({Folds} folds), not [{string.Join(", ", real.shape)}].", nameof(real));
        }

        foreach ((string method, Tensor pictures) in generated)
        {
            if (!pictures.shape.SequenceEqual(real.shape))
            {
                throw new ArgumentException($"The pictures of {method} are [{string.Join(", ", pictures.shape)}] and the real ones [{string.Join(", ", real.shape)}]: they must be as many and as large.", nameof(generated));
            }
        }
    }
}

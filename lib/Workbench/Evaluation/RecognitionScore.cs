using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>
/// Whether a classifier that never saw coloured pictures still recognises what is on them: the semantic interpretability of Zhang et al. 2016
/// (section 3.2). Colours that fit what they lie on are recognised like the true ones, grey less, and wrong colours less still.
/// </summary>
/// <param name="Top1">Share of pictures whose true class the classifier puts first.</param>
/// <param name="Top5">Share whose true class is among its first five; says little where there are hardly more classes.</param>
/// <param name="Pictures">How many pictures it saw.</param>
public sealed record RecognitionScore(Measurement Top1, Measurement Top5, int Pictures)
{
    /// <summary>Shows pictures to a classifier.</summary>
    /// <param name="classify">[N, 3, H, W] in 0..1 → [N, classes], the higher the likelier: probabilities, or logits.</param>
    /// <param name="pictures">[N, 3, H, W] in 0..1; for a baseline take the true ones, or grey ones.</param>
    /// <param name="labels">[N], int64: the true classes.</param>
    /// <param name="batchSize">Pictures at a time.</param>
    /// <returns>The shares with 95 % intervals.</returns>
    /// <exception cref="ArgumentException">Not as many labels as pictures, or the classifier knows fewer classes than there are.</exception>
    /// <remarks>A class that is only as likely as the true one counts as before it, so a classifier that says the same of everything is right about nothing.</remarks>
    public static RecognitionScore Of(Func<Tensor, Tensor> classify, Tensor pictures, Tensor labels, int batchSize = 32)
    {
        ArgumentNullException.ThrowIfNull(classify);
        int count = (int)pictures.shape[0];
        if (labels.dim() != 1 || labels.shape[0] != count || count == 0)
        {
            throw new ArgumentException($"There are pictures [{string.Join(", ", pictures.shape)}] and labels [{string.Join(", ", labels.shape)}]: one label for each picture.", nameof(labels));
        }

        using IDisposable noGradient = no_grad();
        long first = 0, firstFive = 0;
        for (int start = 0; start < count; start += batchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            int end = Math.Min(start + batchSize, count);
            Tensor scores = classify(pictures.slice(0, start, end, 1)), truth = labels.slice(0, start, end, 1).to(scores.device);
            if (truth.max().item<long>() >= scores.shape[1])
            {
                throw new ArgumentException($"The classifier knows {scores.shape[1]} classes, and there is a label {truth.max().item<long>()}.", nameof(labels));
            }

            Tensor ahead = scores.ge(scores.gather(1, truth.unsqueeze(1))).sum(dim: 1); // the true class itself among them
            first += ahead.eq(1).sum().item<long>();
            firstFive += ahead.le(5).sum().item<long>();
        }

        return new(Proportion.Of(first, count), Proportion.Of(firstFive, count), count);
    }

    /// <summary>The score in a line.</summary>
    /// <returns>Such as <c>top-1 0.83 [0.78, 0.87], top-5 0.99 [0.97, 1] of 240 pictures</c>.</returns>
    public override string ToString() => $"top-1 {Top1}, top-5 {Top5} of {Pictures} pictures";
}

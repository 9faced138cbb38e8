using Workbench.Datasets;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The losses of networks that give every pixel a class.</summary>
public static class SegmentationLoss
{
    /// <summary>Cross entropy of each pixel, averaged over those that count, each multiplied by its weight.</summary>
    /// <param name="logits">[N, classes, H, W].</param>
    /// <param name="labels">int64 [N, H, W]; <see cref="SegmentedImage.Ignored"/> counts for nothing.</param>
    /// <param name="weights">[N, H, W], not normalised; null for 1 everywhere.</param>
    /// <returns>A scalar.</returns>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, Tensor? weights = null)
    {
        if (weights is null)
        {
            return nn.functional.cross_entropy(logits, labels);
        }

        Tensor each = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None);
        return (each * weights).sum() / labels.ne(SegmentedImage.Ignored).sum();
    }

    /// <summary>
    /// 1 − the soft Dice coefficient 2 Σ p t / (Σ p + Σ t) of each class over all pixels of the batch, averaged over the classes: the loss of
    /// milesial/Pytorch-UNet, <c>utils/dice_score.py</c>. (Later versions pool the classes, which leaves 1 − the mean probability of the truth.)
    /// </summary>
    /// <param name="logits">[N, classes, H, W].</param>
    /// <param name="labels">int64 [N, H, W]; <see cref="SegmentedImage.Ignored"/> counts for nothing.</param>
    /// <returns>A scalar in 0..1. A rare class weighs as much as a frequent one.</returns>
    public static Tensor Dice(Tensor logits, Tensor labels)
    {
        const double Epsilon = 1e-6;
        Tensor counted = labels.ne(SegmentedImage.Ignored).unsqueeze(1);
        Tensor truth = nn.functional.one_hot(labels.clamp_min(0), logits.shape[1]).permute(0, 3, 1, 2) * counted;
        Tensor predicted = logits.softmax(1) * counted;
        Tensor common = (predicted * truth).sum([0, 2, 3]), sizes = predicted.sum([0, 2, 3]) + truth.sum([0, 2, 3]);
        return 1 - (((2 * common) + Epsilon) / (sizes + Epsilon)).mean();
    }

    /// <summary>
    /// The weights that balance the classes of Eigen and Fergus 2015 and of SegNet (Badrinarayanan et al. 2017): the median of the classes'
    /// frequencies over each one's, where a frequency is a class's pixels over all pixels of the pictures that show it.
    /// </summary>
    /// <param name="labels">int64 [H, W] each; <see cref="SegmentedImage.Ignored"/> is no pixel.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>float32 [classes]; 1 for a class that no picture shows.</returns>
    public static Tensor MedianFrequency(IEnumerable<Tensor> labels, int classes)
    {
        double[] pixels = new double[classes], around = new double[classes];
        foreach (Tensor picture in labels)
        {
            using DisposeScope scope = NewDisposeScope();
            long[] counts = [.. picture.flatten().masked_select(picture.flatten().ge(0)).bincount(null, classes).data<long>()];
            for (int label = 0; label < classes; label++)
            {
                pixels[label] += counts[label];
                around[label] += counts[label] > 0 ? counts.Sum() : 0;
            }
        }

        double[] frequencies = [.. pixels.Zip(around, (own, all) => all > 0 ? own / all : double.NaN)];
        double[] shown = [.. frequencies.Where(double.IsFinite).Order()];
        return tensor([.. frequencies.Select(one => double.IsFinite(one) ? (float)((shown[(shown.Length - 1) / 2] + shown[shown.Length / 2]) / 2 / one) : 1)]);
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// VGG16, configuration D of Simonyan and Zisserman, <em>Very Deep Convolutional Networks for Large-Scale Image Recognition</em>, ICLR 2015,
/// Table 1: thirteen 3×3 convolutions in five stages, each stage closed by 2×2 max pooling, then three fully connected layers.
/// State-dict keys are torchvision's (<c>vgg16</c>, <c>vgg16_bn</c>); its published weights expect RGB in 0..1 minus
/// (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225).
/// </summary>
/// <remarks>
/// The average pooling to 7×7 in front of the classifier is torchvision's: at 224×224 it changes nothing, at other sizes it lets the
/// same classifier work.
/// </remarks>
public sealed class Vgg16 : nn.Module<Tensor, Tensor>
{
    // Channels of each stage's convolutions in units of the first width, 64 in the paper.
    private static readonly int[][] Stages = [[1, 1], [2, 2], [4, 4, 4], [8, 8, 8], [8, 8, 8]];

    /// <summary>The five stages: [N, 3, H, W] → [N, 8 · base width, ⌊H/32⌋, ⌊W/32⌋].</summary>
    public readonly Sequential features;

    /// <summary>Average pooling to 7×7.</summary>
    public readonly AdaptiveAvgPool2d avgpool;

    /// <summary>The three fully connected layers, ReLU and dropout after the first two.</summary>
    public readonly Sequential classifier;

    /// <summary>Builds the network and draws its weights as torchvision does.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="batchNorm">Whether batch normalisation follows each convolution.</param>
    /// <param name="baseWidth">Channels of the first stage; all others follow. 64 is the paper's, 16 a network of a quarter the width.</param>
    /// <param name="classifierWidth">Width of the two hidden fully connected layers; by default 64 times <paramref name="baseWidth"/> (4096).</param>
    /// <param name="dropout">Probability of dropping a hidden unit of the classifier in training.</param>
    /// <param name="seed">Seed of the first weights.</param>
    public Vgg16(
        int classes = 1000, bool batchNorm = false, int baseWidth = 64, int? classifierWidth = null, double dropout = 0.5, long seed = 0)
        : base(batchNorm ? "Vgg16Bn" : "Vgg16")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseWidth);
        int hidden = classifierWidth ?? 64 * baseWidth;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden, nameof(classifierWidth));

        List<nn.Module<Tensor, Tensor>> layers = [];
        int channels = 3;
        foreach (int[] stage in Stages)
        {
            foreach (int width in stage)
            {
                layers.Add(nn.Conv2d(channels, width * baseWidth, 3, padding: 1));
                channels = width * baseWidth;
                if (batchNorm)
                {
                    layers.Add(nn.BatchNorm2d(channels));
                }

                layers.Add(nn.ReLU(inplace: true));
            }

            layers.Add(nn.MaxPool2d(2));
        }

        features = nn.Sequential(layers);
        avgpool = nn.AdaptiveAvgPool2d([7, 7]);
        classifier = nn.Sequential(
            nn.Linear(channels * 7 * 7, hidden), nn.ReLU(inplace: true), nn.Dropout(dropout),
            nn.Linear(hidden, hidden), nn.ReLU(inplace: true), nn.Dropout(dropout),
            nn.Linear(hidden, classes));
        register_module("features", features);
        register_module("avgpool", avgpool);
        register_module("classifier", classifier);
        Initialization.Vgg(this, seed);
    }

    /// <summary>Scores of the classes before softmax.</summary>
    /// <param name="input">[N, 3, H, W], H and W at least 32.</param>
    /// <returns>[N, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        InputShape.Require(input, GetName(), channels: 3, minimum: 32);
        using DisposeScope scope = NewDisposeScope();
        Tensor pooled = input.Through(features, avgpool);
        return classifier.call(pooled.flatten(1)).MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using Workbench.Datasets;
using Workbench.Models;

namespace Workbench.Tests.Models;

public sealed class LetterCnnTests : IDisposable
{
    private readonly int threads = torch.get_num_threads();

    public LetterCnnTests() => torch.set_num_threads(1); // maps this small only wait for a second one

    public void Dispose() => torch.set_num_threads(threads);

    [Fact]
    public void OnNineByNineTheMapsHaveTheSlidesShapes()
    {
        using var _ = torch.NewDisposeScope();
        using LetterCnn network = new(filters: 3);

        string[] shapes = [.. network.Stages(torch.rand(1, 1, 9, 9)).Select(stage => string.Join('×', stage.Output.shape[1..]))];

        Assert.Equal(["1×9×9", "3×7×7", "3×4×4", "6×4×4", "6×2×2", "2"], shapes);
    }

    [Fact]
    public void LargerImagesRunWithTheSameWeights()
    {
        using var _ = torch.NewDisposeScope();
        using LetterCnn network = new();

        Assert.Equal([5, 2], network.call(torch.rand(5, 1, 33, 64)).shape);
        Assert.Equal((8 * 9) + 8 + (16 * 8 * 9) + 16 + (64 * 2) + 2, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(3, 9)]
    [InlineData(1, 8)]
    public void OtherInputsAreRefusedByShape(long channels, long height)
    {
        long[] shape = [1, channels, height, 9];
        using LetterCnn network = new();

        Assert.Contains(string.Join(", ", shape), Assert.Throws<ArgumentException>("input", () => network.call(torch.zeros(shape))).Message, StringComparison.Ordinal);
    }

    /// <summary>The talk's promise, at the size its notebook uses: a few seconds of training, then letters it never saw.</summary>
    [Fact]
    public void ItLearnsToTellUnseenLettersApart()
    {
        torch.random.manual_seed(1);
        using LetterCnn network = new();
        using var optimizer = torch.optim.Adam(network.parameters(), lr: 0.01);
        Letters letters = new(Split.Train, seed: 1);
        for (int step = 0; step < 250; step++)
        {
            using var _ = torch.NewDisposeScope();
            var (images, labels) = letters.Batch(step * 64, 64);
            optimizer.zero_grad();
            torch.nn.functional.cross_entropy(network.call(images), labels).backward();
            optimizer.step();
        }

        using var scope = torch.NewDisposeScope();
        var (unseen, truth) = new Letters(Split.Test, seed: 1).Batch(0, 1000);
        double accuracy = network.call(unseen).argmax(1).eq(truth).to(torch.float32).mean().item<float>();
        Assert.InRange(accuracy, 0.95, 1);
    }
}

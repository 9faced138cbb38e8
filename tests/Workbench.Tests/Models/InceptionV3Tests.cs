using TorchSharp;
using Workbench.Evaluation;
using Workbench.Models;
using Workbench.Tests.Imaging;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public sealed class InceptionV3Tests : TorchTest
{
    private static readonly string[] Stem = ["Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3"];

    /// <summary>The figure of torchvision's documentation; the FID's network has eight classes more and no second classifier.</summary>
    [Fact]
    public void ParametersAreThePublishedNumbers()
    {
        using InceptionV3 torchvisions = new(), fids = InceptionV3.ForFid();

        long[] second = [128 * 768, 2 * 128, 768 * 128 * 25, 2 * 768, 1000 * 769];
        Assert.Equal(27_161_264, Count(torchvisions));
        Assert.Equal(27_161_264 - second.Sum() + (8 * 2049), Count(fids));

        static long Count(nn.Module network) => network.parameters().Sum(parameter => parameter.numel());
    }

    [Fact]
    public void KeysAndShapesAreTorchvisions()
    {
        using InceptionV3 network = new();
        OrderedDictionary<string, Tensor> state = ModuleState.Of(network);

        // 94 convolutions with the five entries of their normalisation, two more of the second classifier, two linear layers.
        Assert.Equal((96 * 6) + 4, state.Count);
        Assert.Equal(
            [.. Stem, .. "bcd".Select(letter => $"Mixed_5{letter}"), .. "abcde".Select(letter => $"Mixed_6{letter}"), "AuxLogits", .. "abc".Select(letter => $"Mixed_7{letter}"), "fc"],
            state.Keys.Select(key => key.Split('.')[0]).Distinct());
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], state.Keys.Where(key => key.StartsWith("Mixed_5b.branch1x1.bn.", StringComparison.Ordinal)).Select(key => key.Split('.')[^1]));
        Assert.Equal(
            ["branch1x1", "branch7x7_1", "branch7x7_2", "branch7x7_3", "branch7x7dbl_1", "branch7x7dbl_2", "branch7x7dbl_3", "branch7x7dbl_4", "branch7x7dbl_5", "branch_pool"],
            Within("Mixed_6c"));
        Assert.Equal(["branch1x1", "branch3x3_1", "branch3x3_2a", "branch3x3_2b", "branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3a", "branch3x3dbl_3b", "branch_pool"], Within("Mixed_7b"));
        foreach ((string key, long[] shape) in new (string, long[])[]
        {
            ("Conv2d_1a_3x3.conv.weight", [32, 3, 3, 3]), ("Mixed_5b.branch_pool.conv.weight", [32, 192, 1, 1]), ("Mixed_5d.branch5x5_2.conv.weight", [64, 48, 5, 5]),
            ("Mixed_6a.branch3x3.conv.weight", [384, 288, 3, 3]), ("Mixed_6b.branch7x7_2.conv.weight", [128, 128, 1, 7]), ("Mixed_6c.branch7x7_3.conv.weight", [192, 160, 7, 1]),
            ("Mixed_6e.branch7x7dbl_5.conv.weight", [192, 192, 1, 7]), ("Mixed_7a.branch7x7x3_4.conv.weight", [192, 192, 3, 3]), ("Mixed_7c.branch3x3dbl_1.conv.weight", [448, 2048, 1, 1]),
            ("Mixed_7c.branch3x3_2b.conv.weight", [384, 384, 3, 1]), ("AuxLogits.conv1.conv.weight", [768, 128, 5, 5]), ("AuxLogits.fc.weight", [1000, 768]), ("fc.weight", [1000, 2048]),
        })
        {
            Assert.Equal(shape, state[key].shape);
        }

        string[] Within(string module) => [.. state.Keys.Where(key => key.StartsWith(module, StringComparison.Ordinal)).Select(key => key.Split('.')[1]).Distinct()];
    }

    /// <summary>Table 1 of the paper, with torchvision's widths, at a sixteenth of them.</summary>
    [Fact]
    public void MapsHaveTheSizesOfTheTable()
    {
        using InceptionV3 network = new(classes: 7, baseWidth: 2);
        List<(string, long, long)> seen = [];
        foreach ((string name, nn.Module layer) in network.named_children())
        {
            (layer as nn.Module<Tensor, Tensor>)!.register_forward_hook((_, _, output) =>
            {
                seen.Add((name, 16 * output.shape[1], output.dim() == 4 ? output.shape[2] : 1));
                return output;
            });
        }

        network.eval();
        (Tensor scores, Tensor? second) = network.call(rand(1, 3, 299, 299));

        Assert.Equal(
        [
            ("Conv2d_1a_3x3", 32, 149), ("Conv2d_2a_3x3", 32, 147), ("Conv2d_2b_3x3", 64, 147), ("maxpool1", 64, 73), ("Conv2d_3b_1x1", 80, 73), ("Conv2d_4a_3x3", 192, 71),
            ("maxpool2", 192, 35), ("Mixed_5b", 256, 35), ("Mixed_5c", 288, 35), ("Mixed_5d", 288, 35), ("Mixed_6a", 768, 17), ("Mixed_6b", 768, 17), ("Mixed_6c", 768, 17),
            ("Mixed_6d", 768, 17), ("Mixed_6e", 768, 17), ("Mixed_7a", 1280, 8), ("Mixed_7b", 2048, 8), ("Mixed_7c", 2048, 8), ("avgpool", 2048, 1), ("dropout", 2048, 1),
        ], seen.SkipLast(1));
        Assert.Equal([1, 7], scores.shape);
        Assert.Null(second);
        Assert.Equal([1, 128], network.Pooled(rand(1, 3, 75, 75)).shape);
    }

    /// <summary>Araujo et al., Distill 2019, list 1311 pixels for the last maps, and 32 from one to the next.</summary>
    [Fact]
    public void ANumberOfTheLastMapsSees1311Pixels()
    {
        using CatalogModel model = ModelCatalog.Find("inception-v3").Create(new Dictionary<string, string> { ["base_width"] = "2" });

        Dictionary<string, long?> sees = NetworkDescription.Of(model).Layers.ToDictionary(layer => layer.Name, layer => layer.ReceptiveField);

        Assert.Equal(1311, sees["Mixed_7c.branch3x3dbl_3b.conv"]);
        Assert.Equal(1311 + (7 * 32), sees["avgpool"]);
    }

    /// <summary>Nine places of which a corner has four and an edge six: the zeros around count, or they do not.</summary>
    [Fact]
    public void TheVariantsPoolAsTheirWeightsWereTrained()
    {
        using InceptionV3 torchvisions = new(classes: 7, auxiliary: false, baseWidth: 2), fids = new(classes: 7, auxiliary: false, InceptionVariant.Fid, baseWidth: 2);
        Tensor ones = torch.ones(1, 1, 3, 3), peak = zeros(1, 1, 3, 3);
        peak[0, 0, 0, 0] = 9;
        foreach (string module in new[] { "5b", "5c", "5d", "6b", "6c", "6d", "6e", "7b", "7c" })
        {
            AssertSame([4f / 9, 6f / 9, 4f / 9, 6f / 9, 1, 6f / 9, 4f / 9, 6f / 9, 4f / 9], Pooled(torchvisions, module, ones));
            AssertSame([1, 1, 1, 1, 1, 1, 1, 1, 1], Pooled(fids, module, ones));
        }

        AssertSame([9f / 4, 9f / 6, 0, 9f / 6, 1, 0, 0, 0, 0], Pooled(fids, "7b", peak));
        AssertSame([9, 9, 0, 9, 9, 0, 0, 0, 0], Pooled(fids, "7c", peak));
        AssertSame([1, 1, 0, 1, 1, 0, 0, 0, 0], Pooled(torchvisions, "7c", peak));

        static float[] Pooled(InceptionV3 network, string module, Tensor map) =>
            [.. ((nn.Module<Tensor, Tensor>)network.named_modules().Single(named => named.name == $"Mixed_{module}.pool").module).call(map).data<float>()];

        static void AssertSame(float[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void AWeightFileOfTheSameVariantLoadsAndAnotherIsRefusedByItsKeys()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("inception.safetensors");
        using InceptionV3 trained = Lively(new(classes: 9, baseWidth: 2, seed: 1)), same = new(classes: 9, baseWidth: 2, seed: 2), withoutSecond = new(classes: 8, auxiliary: false, baseWidth: 2);
        Safetensors.Write(file, ModuleState.Of(trained));

        StateDict.Load(same, WeightFile.Read(file));
        StateDictException refused = Assert.Throws<StateDictException>(() => StateDict.Load(withoutSecond, WeightFile.Read(file)));

        trained.eval();
        same.eval();
        Tensor picture = rand(1, 3, 96, 80);
        Assert.True(trained.call(picture).Scores.equal(same.call(picture).Scores).all().item<bool>());
        Assert.Contains("AuxLogits.conv0.conv.weight", refused.Report.Unexpected);
        Assert.Contains("fc.weight (file [9, 128], network [8, 128])", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InTrainingTheSecondClassifierAnswersAndNeeds299Pixels()
    {
        using InceptionV3 network = new(classes: 7, baseWidth: 2, dropout: 0);

        (Tensor scores, Tensor? second) = network.call(rand(2, 3, 299, 299));
        ArgumentException tooSmall = Assert.Throws<ArgumentException>(() => network.call(rand(2, 3, 298, 299)));
        network.eval();
        ArgumentException farTooSmall = Assert.Throws<ArgumentException>(() => network.call(rand(2, 3, 74, 299)));

        Assert.Equal([2, 7], scores.shape);
        Assert.Equal([2, 7], second!.shape);
        Assert.Contains("H and W at least 299, not [2, 3, 298, 299]", tooSmall.Message, StringComparison.Ordinal);
        Assert.Contains("H and W at least 75, not [2, 3, 74, 299]", farTooSmall.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new InceptionV3(baseWidth: 3));
    }

    /// <summary>Pictures from 0..1 are stretched to 299×299 and brought to −1..1; a grey one stays grey at any size.</summary>
    [Fact]
    public void FeaturesAreThePooledOnesOfTheStretchedPicture()
    {
        using InceptionV3 network = Lively(new(classes: 7, auxiliary: false, InceptionVariant.Fid, baseWidth: 2));
        network.eval();
        Tensor picture = rand(2, 3, 299, 299);

        Tensor features = InceptionFeatures.Of(network, picture);

        Assert.Equal([2, 128], features.shape);
        Assert.False(features.requires_grad);
        Assert.True(features.allclose(network.Pooled((2 * picture) - 1)));
        Assert.True(InceptionFeatures.Of(network, full(1, 3, 20, 33, 0.25f)).allclose(network.Pooled(full(1, 3, 299, 299, -0.5f))));
        Assert.False(features[0].allclose(features[1]));
    }

    /// <summary>With He's deviations: at torchvision's, so narrow a network answers all pictures alike before it has learned.</summary>
    private static InceptionV3 Lively(InceptionV3 network)
    {
        using IDisposable noGradient = no_grad();
        foreach (Tensor weight in network.parameters().Where(weight => weight.dim() == 4))
        {
            weight.mul_(Math.Sqrt(2.0 * weight.shape[0] / weight.numel()) / 0.1);
        }

        return network;
    }
}

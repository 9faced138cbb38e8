using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using Workbench.Testing;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public sealed class GlobalLocalColorizerTests : TorchTest
{
    [Fact]
    public void LayersAreThoseOfThePapersTable()
    {
        JsonElement table = Read("iizuka/facts.json").GetProperty("layers");
        using var network = new GlobalLocalColorizer(batchNorm: false);
        var seen = ShapesOf(network, 224);

        AssertRows(table.GetProperty("low_level_shared"), row => $"low.{Number(row, "low") - 1}.conv");
        AssertRows(table.GetProperty("global"), row => Text(row, "name").StartsWith("global_fc", StringComparison.Ordinal)
            ? $"{Text(row, "name")["global_".Length..]}.fc" : $"glob.{Number(row, "global") - 1}.conv");
        AssertRows(table.GetProperty("mid_level"), row => $"mid.{Number(row, "mid") - 1}.conv");
        AssertRows(table.GetProperty("colorization"), row => Text(row, "name") switch
        {
            "output" => "output",
            ['u', ..] up => up,
            var color => $"{color}.conv",
        });
        AssertRows(table.GetProperty("classification"), row => Text(row, "name") == "class1" ? "class1.fc" : "class2");
        Assert.Equal([1, 512, 28, 28], seen["fuse.conv"].In);
        Assert.Equal([1, 256, 28, 28], seen["fuse.conv"].Out);

        void AssertRows(JsonElement rows, Func<JsonElement, string> name)
        {
            foreach (JsonElement row in rows.EnumerateArray())
            {
                (long[] input, long[] output) = seen[name(row)];
                if (row.TryGetProperty("in", out JsonElement from))
                {
                    Assert.Equal(from.GetInt64(), input[1]);
                    Assert.Equal(row.GetProperty("out").GetInt64(), output[1]);
                }

                if (row.TryGetProperty("output_size_at_224", out JsonElement size))
                {
                    Assert.Equal([size.GetInt64(), size.GetInt64()], output[2..]);
                }
            }
        }
    }

    [Fact]
    public void EachPartHasTheParametersOfTheReference()
    {
        JsonElement expected = Read("iizuka/counts.json").GetProperty("iizuka_parts_without_batchnorm");
        using var network = new GlobalLocalColorizer(batchNorm: false);

        var actual = network.named_parameters().GroupBy(p => p.name.Split('.')[0]).ToDictionary(g => g.Key, g => g.Sum(p => p.parameter.numel()));

        Assert.Equal(expected.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64()), actual);
    }

    [Fact]
    public void GlobalFeaturesOfTheSamePictureChangeNothingAndOfAnotherTheColour()
    {
        using GlobalLocalColorizer network = Narrow();
        using IDisposable noGradient = no_grad();
        Tensor picture = rand(1, 1, 40, 56), other = rand(1, 1, 72, 24);

        Tensor own = network.Colorize(picture);

        Assert.True(own.eq(network.Colorize(picture, style: picture)).all().item<bool>());
        Assert.True((own - network.Colorize(picture, style: other)).abs().max().ToDouble() > 1e-3);
    }

    [Fact]
    public void FusingTheTwoFeaturesByHandIsTheForwardPass()
    {
        using GlobalLocalColorizer network = Narrow();
        using IDisposable noGradient = no_grad();
        Tensor picture = rand(2, 1, 40, 56), style = rand(1, 1, 64, 64);

        Tensor byHand = network.Fuse(network.MidLevelFeatures(picture), network.GlobalFeatures(style));

        (Tensor ab, Tensor? classes) = network.call(picture, cat([style, style], 0));
        Assert.True(byHand.allclose(ab, rtol: 1e-4, atol: 1e-6));
        Assert.Equal([2, 5], classes!.shape);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(37, 53)]
    [InlineData(64, 100)]
    public void APictureOfAnySizeGetsColourOfItsSize(int height, int width)
    {
        using GlobalLocalColorizer network = Narrow();
        using IDisposable noGradient = no_grad();

        Tensor ab = network.Colorize(rand(2, 1, height, width));

        Assert.Equal([2, 2, height, width], ab.shape);
        Assert.InRange(ab.min().ToDouble(), -100, 100);
        Assert.InRange(ab.max().ToDouble(), -100, 100);
    }

    [Fact]
    public void OnePictureForBothBranchesIsAsTwoEqualOnes()
    {
        using GlobalLocalColorizer network = Narrow();
        using IDisposable noGradient = no_grad();
        Tensor picture = rand(1, 1, 64, 64);

        (Tensor ab, Tensor? classes) = network.call(picture);

        (Tensor expected, Tensor? scores) = network.call(picture, picture.clone());
        Assert.True(ab.allclose(expected, rtol: 1e-5, atol: 1e-6));
        Assert.True(classes!.allclose(scores!, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void WithoutGlobalFeaturesThereIsNoGlobalBranchAndNoClass()
    {
        using var network = new GlobalLocalColorizer(baseWidth: 2, globalFeatures: false);
        network.eval();
        using IDisposable noGradient = no_grad();

        (Tensor ab, Tensor? classes) = network.call(rand(1, 1, 48, 64));

        Assert.Equal([1, 2, 24, 32], ab.shape);
        Assert.Null(classes);
        Assert.DoesNotContain(network.state_dict().Keys, key => key.StartsWith("glob", StringComparison.Ordinal) || key.StartsWith("class", StringComparison.Ordinal));
        Assert.Equal([1, 2, 37, 53], network.Colorize(rand(1, 1, 37, 53)).shape);
        Assert.Throws<InvalidOperationException>(() => network.GlobalFeatures(rand(1, 1, 224, 224)));
    }

    [Fact]
    public void TheClassificationLossReachesOnlyClassGlobalAndLowLevelLayers()
    {
        using GlobalLocalColorizer network = Narrow();

        network.call(rand(1, 1, 48, 48)).Classes!.sum().backward();

        string[] reached = [.. network.named_parameters().Where(p => p.parameter.grad is not null).Select(p => p.name.Split('.')[0]).Distinct()];
        Assert.Equal(["low", "glob", "fc1", "fc2", "class1", "class2"], reached);
    }

    [Fact]
    public void AGlobalInputOfAnotherSizeIsRefused()
    {
        using GlobalLocalColorizer network = Narrow();

        ArgumentException error = Assert.Throws<ArgumentException>(() => network.call(rand(1, 1, 48, 48), rand(1, 1, 48, 48)));

        Assert.Contains("[N, 1, 64, 64]", error.Message, StringComparison.Ordinal);
    }

    private static GlobalLocalColorizer Narrow()
    {
        var network = new GlobalLocalColorizer(classes: 5, baseWidth: 4, globalSize: 64);
        FormulaWeights.Fill(network, seed: 1); // larger than first weights, so that every branch tells
        network.eval();
        return network;
    }

    private static Dictionary<string, (long[] In, long[] Out)> ShapesOf(GlobalLocalColorizer network, int side)
    {
        Dictionary<string, (long[], long[])> shapes = [];
        foreach ((string name, nn.Module module) in network.named_modules())
        {
            if (module is Conv2d or Linear or Upsample)
            {
                ((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, input, output) =>
                {
                    shapes[name] = (input.shape, output.shape);
                    return output;
                });
            }
        }

        network.eval();
        using IDisposable noGradient = no_grad();
        network.call(rand(1, 1, side, side));
        return shapes;
    }

    private static string Text(JsonElement row, string property) => row.GetProperty(property).GetString()!;

    private static int Number(JsonElement row, string prefix) =>
        int.Parse(Text(row, "name").AsSpan(prefix.Length), System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement Read(string fixture)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture(fixture)));
        return document.RootElement.Clone();
    }
}

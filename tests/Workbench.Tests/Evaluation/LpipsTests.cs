using System.Text.Json;
using TorchSharp;
using Workbench.Evaluation;
using Workbench.Models;
using Workbench.Testing;
using Workbench.Tests.Models;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class LpipsTests
{
    /// <summary>The published heads over a trunk that everybody can compute; the reference ran in float64.</summary>
    [Fact]
    public void Distances_agree_with_the_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        var images = Safetensors.Read(SharedData.Fixture("lpips/images.safetensors"));
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("lpips/info.json")));
        double[] expected = [.. info.RootElement.GetProperty("values_float64").GetProperty("vgg").GetProperty("distance").EnumerateArray().Select(e => e.GetDouble())];
        using Vgg16 network = new(classes: 1, classifierWidth: 1);
        FormulaWeights.Fill(network, (uint)info.RootElement.GetProperty("seed").GetInt32());
        Lpips lpips = new(network, Safetensors.Read(SharedData.Fixture("lpips/linear_heads_v0.1_vgg.safetensors")));

        Tensor distance = lpips.Distance(Picture(images["image0"]), Picture(images["image1"]));

        Assert.Equal(expected, distance.to(float64).data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5 + (1e-4 * Math.Abs(a)));
    }

    [Fact]
    public void A_missing_or_ill_fitting_head_is_named()
    {
        using DisposeScope scope = NewDisposeScope();
        using Vgg16 network = new(classes: 1, baseWidth: 2, classifierWidth: 1);
        ArgumentException missing = Assert.Throws<ArgumentException>(() => new Lpips(network, new Dictionary<string, Tensor>()));
        Assert.Contains("'lin0.model.1.weight' of shape [1, 2, 1, 1]; there is none", missing.Message, StringComparison.Ordinal);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => new Lpips(network, new Dictionary<string, Tensor> { ["lin0.model.1.weight"] = rand(1, 64, 1, 1) }));
        Assert.Contains("this is [1, 64, 1, 1]", wrong.Message, StringComparison.Ordinal);
    }

    private static Tensor Picture(Tensor levels) => levels.permute(0, 3, 1, 2).to(float32) / 255;
}

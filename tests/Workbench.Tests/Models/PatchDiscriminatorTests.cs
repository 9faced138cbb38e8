using System.Text.Json;
using TorchSharp;
using Workbench.Models;
using Workbench.Testing;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public sealed class PatchDiscriminatorTests : TorchTest
{
    public static TheoryData<int, int, string> Geometry()
    {
        TheoryData<int, int, string> rows = [];
        foreach (int layers in Enumerable.Range(0, 7))
        {
            rows.Add(layers, 6, "batch");
            rows.Add(layers, 3, "instance");
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Geometry))]
    public void ReceptiveFieldOutputSizeAndParametersAreTheReferences(int layers, int channels, string norm)
    {
        using JsonDocument geometry = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("patchgan/geometry.json")));
        JsonElement row = geometry.RootElement.GetProperty("rows").EnumerateArray().Single(row =>
            row.GetProperty("n_layers").GetInt32() == layers && row.GetProperty("input_nc").GetInt32() == channels
            && row.GetProperty("norm").GetString() == norm);
        int receptiveField = row.GetProperty("receptive_field").GetInt32();
        int size = row.GetProperty("input_size").GetInt32();

        Assert.Equal(receptiveField, PatchDiscriminator.ReceptiveField(layers));
        Normalization normalization = Enum.Parse<Normalization>(norm, ignoreCase: true);
        using var full = new PatchDiscriminator(channels, receptiveField, norm: normalization);
        Assert.Equal(row.GetProperty("parameters").GetInt64(), full.parameters().Sum(p => p.numel()));
        using var narrow = new PatchDiscriminator(channels, receptiveField, ndf: 1, norm: normalization);
        using IDisposable noGradient = no_grad();
        Assert.Equal(
            row.GetProperty("output_shape").EnumerateArray().Select(side => side.GetInt64()), narrow.call(rand(1, channels, size, size)).shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(34)]
    [InlineData(70)]
    [InlineData(142)]
    [InlineData(286)]
    public void AnOutputDependsOnExactlyThePixelsOfItsPatch(int receptiveField)
    {
        using var network = new PatchDiscriminator(1, receptiveField, ndf: 2, Normalization.None);
        long side = 2 * receptiveField + 30;
        manual_seed(1);
        network.to(float64); // in float32 one gradient in many thousands happens to cancel to nothing
        Tensor input = rand(1, 1, side, side, float64, requires_grad: true);
        Tensor output = network.call(input);

        output[0, 0, output.shape[2] / 2, output.shape[3] / 2].backward();

        Tensor touched = input.grad![0, 0].ne(0).nonzero();
        Assert.Equal([receptiveField, receptiveField], (touched.max(0).values - touched.min(0).values + 1).data<long>().ToArray());
        Assert.Equal((long)receptiveField * receptiveField, touched.shape[0]);
    }

    [Fact]
    public void AnotherReceptiveFieldIsRefusedByNamingThoseThereAre()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new PatchDiscriminator(receptiveField: 71));

        Assert.Contains("1, 16, 34, 70, 142, 286 or 574", error.Message, StringComparison.Ordinal);
    }
}

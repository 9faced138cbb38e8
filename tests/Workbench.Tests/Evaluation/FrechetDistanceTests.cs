using System.Text.Json;
using TorchSharp;
using Workbench.Evaluation;
using Workbench.Testing;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class FrechetDistanceTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Distances_agree_with_the_reference_and_with_the_exact_value_for_singular_covariances()
    {
        var samples = Safetensors.Read(SharedData.Fixture("frechet/samples.safetensors"));
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("frechet/info.json")));
        int compared = 0;
        foreach (JsonElement row in info.RootElement.GetProperty("values").EnumerateArray().Where(row => row.TryGetProperty("x", out _)))
        {
            bool singular = row.TryGetProperty("frechet_distance_exact", out JsonElement expected);
            expected = singular ? expected : row.GetProperty("frechet_distance");
            (Tensor x, Tensor y) = (samples[row.GetProperty("x").GetString()!], samples[row.GetProperty("y").GetString()!]);

            Assert.Equal(expected.GetDouble(), FrechetDistance.Between(x, y), singular ? 1e-3 : 1e-6);
            Assert.Equal(0, FrechetDistance.Between(x, x), 1e-6);
            compared++;
        }

        Assert.Equal(4, compared);
    }

    [Fact]
    public void With_equal_covariances_it_is_the_squared_distance_of_the_means()
    {
        Tensor features = randn([50, 6], float64, generator: new Generator(3));
        Tensor shift = tensor(new[] { 1.0, -2, 0, 0.5, 0, 3 });

        Assert.Equal(1 + 4 + 0.25 + 9, FrechetDistance.Between(features, features + shift), 1e-6);
    }

    [Fact]
    public void Features_of_different_networks_are_refused() =>
        Assert.Contains("[5, 4]", Assert.Throws<ArgumentException>(() => FrechetDistance.Between(rand(5, 3), rand(5, 4))).Message, StringComparison.Ordinal);
}

using System.Text.Json;
using Workbench.Datasets;
using Workbench.Models;
using Workbench.Testing;
using Workbench.Tests.Models;
using Workbench.Training;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>The steps of the official pix2pix and CycleGAN code, number for number: losses step by step, and the weights after the last.</summary>
public sealed class OfficialStepsTests : TorchTest
{
    [Theory]
    [InlineData(Precision.Doubled, 1e-9)]
    [InlineData(Precision.Usual, 1e-4)]
    public void Pix2PixGivesTheOfficialLosses(Precision precision, double tolerance)
    {
        string folder = SharedData.Fixture("pix2pix_training/vanilla");
        using Pix2PixTask task = new(new()
        {
            Precision = precision,
            Size = 128,
            Halvings = 7,
            Ngf = 4,
            Ndf = 4,
            Dropout = false,
            Beta1 = 0.5,
            BatchSize = 1,
        });
        Check(task, folder, precision, tolerance, io => new ImagePair(io("real_A"), io("real_B")));
    }

    [Theory]
    [InlineData(Precision.Doubled, 1e-9)]
    [InlineData(Precision.Usual, 1e-4)]
    public void CycleGanGivesTheOfficialLosses(Precision precision, double tolerance)
    {
        string folder = SharedData.Fixture("cyclegan_training/lsgan");
        using CycleGanTask task = new(new()
        {
            Precision = precision,
            Size = 64,
            Ngf = 4,
            Ndf = 4,
            Blocks = 9,
            PoolSize = 0,
            Beta1 = 0.5,
            BatchSize = 1,
        });
        Check(task, folder, precision, tolerance, io => new UnpairedImages(io("real_A"), io("real_B")));
    }

    private static void Check<T>(TrainingTask<T> task, string folder, Precision precision, double tolerance, Func<Func<string, Tensor>, T> batchOf)
        where T : Sample
    {
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "info.json")));
        IReadOnlyDictionary<string, Tensor> io = Safetensors.Read(Path.Combine(folder, "io.safetensors"));
        ScalarType type = precision == Precision.Doubled ? ScalarType.Float64 : ScalarType.Float32;
        foreach ((string name, nn.Module network) in task.Networks)
        {
            StateDict.Load(network, Safetensors.Read(Path.Combine(folder, $"initial_net_{name}.safetensors")), new() { ConvertTypes = true });
        }

        // The fixtures' pictures are in −1..1; samples are in 0..1.
        T batch = batchOf(name => (io[name].to(type) + 1) / 2);
        task.SetMode(training: true);
        int steps = 0;
        foreach (JsonElement step in info.RootElement.GetProperty(precision == Precision.Doubled ? "losses_float64" : "losses_float32").EnumerateArray())
        {
            Losses losses = task.Learn(batch);

            // Adam's first steps are as long as the rate, however small the gradient: where it is rounding noise, the processor decides where to.
            // In float32 CycleGAN's third step therefore differs between processors by up to 3e-3 (libtorch's own instance_norm: 1e-3).
            if (++steps == 3 && precision == Precision.Usual && typeof(T) == typeof(UnpairedImages))
            {
                tolerance = 5e-3;
            }

            foreach ((string name, Tensor loss) in losses)
            {
                double expected = step.GetProperty(name).GetDouble(), actual = loss.to(ScalarType.Float64).item<double>();
                Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{name}: {actual:R} instead of {expected:R}");
            }
        }

        if (precision == Precision.Usual)
        {
            return;
        }

        foreach (JsonProperty network in info.RootElement.GetProperty("final_state_float64").EnumerateObject())
        {
            foreach ((string key, Tensor tensor) in ModuleState.Of(task.Networks[network.Name]))
            {
                // Before instance normalisation a bias has no gradient but rounding, of which Adam makes whole steps.
                if (folder.Contains("cyclegan", StringComparison.Ordinal) && key.EndsWith("bias", StringComparison.Ordinal))
                {
                    continue;
                }

                JsonElement expected = network.Value.GetProperty(key);
                Tensor value = tensor.to(ScalarType.Float64);
                double sum = value.sum().item<double>(), l2 = value.square().sum().sqrt().item<double>();
                Assert.True(Math.Abs(l2 - expected.GetProperty("l2").GetDouble()) <= 1e-7 * Math.Max(1, l2), $"{network.Name}.{key}: l2 {l2:R} instead of {expected.GetProperty("l2")}");
                Assert.True(Math.Abs(sum - expected.GetProperty("sum").GetDouble()) <= 1e-6 * Math.Max(1, l2), $"{network.Name}.{key}: sum {sum:R} instead of {expected.GetProperty("sum")}");
            }
        }
    }
}

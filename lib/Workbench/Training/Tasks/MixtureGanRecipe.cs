using System.Text.Json.Serialization;
using Workbench.Datasets;

namespace Workbench.Training;

/// <summary>
/// A GAN on points of the plane, whose density is known: normal distributions evenly on a circle of radius 2, on which Metz et al. 2017
/// show mode collapse. Both networks are perceptrons.
/// </summary>
public sealed record MixtureGanRecipe : AdversarialRecipe<PointSample>
{
    /// <summary>All eight modes in about half a minute.</summary>
    [JsonIgnore]
    public static MixtureGanRecipe Quick => new()
    {
        Preset = "quick",
        Data = "mixture",
        Items = 25_600,
        Epochs = 20,
        BatchSize = 256,
        LearningRate = 1e-3,
        Beta1 = 0.5,
        Schedule = ScheduleKind.Linear,
        DecayEpochs = 10,
        NoiseLength = 8,
        ValidationItems = 4096,
    };

    /// <inheritdoc/>
    public override string Task => "mixture-gan";

    /// <summary>Normal distributions on the circle.</summary>
    [Setting("normal distributions on the circle", 1, 100)]
    public int Modes { get; init; } = 8;

    /// <summary>Standard deviation of each of them.</summary>
    [Setting("standard deviation of each of them", 0.001, 2)]
    public double Deviation { get; init; } = 0.2;

    /// <summary>Neurons in each of the two hidden layers of both networks.</summary>
    [Setting("neurons in each hidden layer of both networks", 1)]
    public int Width { get; init; } = 128;

    private IReadOnlyList<MixtureComponent> Components => Mixture.Ring(Modes, deviation: Deviation);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Data != "mixture")
        {
            throw new RecipeException($"data of {Task} is mixture, the only set of points, not '{Data}'.");
        }
    }

    /// <inheritdoc/>
    public override MixtureGanTask CreateTask(IDataset<PointSample> data) => new(this, Components);

    /// <inheritdoc/>
    protected override IDataset<PointSample> OpenData(DatasetOptions options)
    {
        Mixture usual = new(options.Split, options.Seed, Components);
        return options.Count is { } count ? new Mixture(options.Split, options.Seed, Components) { Count = count } : usual;
    }
}

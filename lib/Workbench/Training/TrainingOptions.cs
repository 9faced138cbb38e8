using Workbench.Datasets;

namespace Workbench.Training;

/// <summary>How a recipe is carried out. Nothing here changes the weights that it ends with.</summary>
public sealed record TrainingOptions
{
    /// <summary>The run's folder; null leaves nothing on disk.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether to go on with what <see cref="Folder"/> holds. If not, a folder that holds a run is an error.</summary>
    public bool Resume { get; init; }

    /// <summary>Threads that prepare batches.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Where training items stay in memory once they were read, for several trainings; null gives each a store of its own for its time.</summary>
    public ItemStore? Keep { get; init; }

    /// <summary>Steps between two reports, and rows of <c>metrics.csv</c>; losses are read from the device no oftener.</summary>
    public int ReportEvery { get; init; } = 20;

    /// <summary>Epochs between two validations with a grid of samples; the last epoch always has one.</summary>
    public int ValidateEvery { get; init; } = 1;

    /// <summary>Steps between two grids of samples beside those of the validations; 0 for none.</summary>
    public long SampleEvery { get; init; }

    /// <summary>Steps between two checkpoints; 0 for one at the end of each epoch only.</summary>
    public long CheckpointEvery { get; init; }

    /// <summary>How many checkpoints are kept; the older are deleted.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Items in a grid of samples.</summary>
    public int SampleItems { get; init; } = 6;

    /// <summary>Whether a data item that cannot be read stops the run; else it is skipped, and named at the end.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether to write TensorBoard events into the run's folder.</summary>
    public bool TensorBoard { get; init; } = true;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

namespace Workbench.Experiments;

/// <summary>What one run of a study needs of the machine it runs on; a cluster is asked for as much.</summary>
public sealed record Resources
{
    /// <summary>Processor cores, and threads of libtorch, here as on a cluster: as many give the same bits. 0 for as many as libtorch takes here, one on a cluster.</summary>
    public int Cpus { get; init; }

    /// <summary>GPUs, for recipes whose device is one.</summary>
    public int Gpus { get; init; }

    /// <summary>Memory as Slurm writes it, such as <c>4G</c>; empty for the cluster's default.</summary>
    public string Memory { get; init; } = "";

    /// <summary>The longest that one run may take; null for the cluster's default. A run that is cut goes on where it was when the study is carried out again.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The cluster's partition; empty for its default.</summary>
    public string Partition { get; init; } = "";

    /// <summary>Further options of <c>sbatch</c>, such as <c>--account=vision</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}

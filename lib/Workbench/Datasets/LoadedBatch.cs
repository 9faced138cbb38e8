namespace Workbench.Datasets;

/// <summary>A batch and where it came from. Dispose it when the step is done.</summary>
/// <typeparam name="T">The kind of samples.</typeparam>
/// <param name="Samples">The stacked samples, tensors <c>[N, …]</c>.</param>
/// <param name="Items">The positions in the data set, in the order of the batch.</param>
public sealed record LoadedBatch<T>(T Samples, IReadOnlyList<long> Items) : IDisposable
    where T : Sample
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Samples.Tensors)
        {
            tensor.Dispose();
        }
    }
}

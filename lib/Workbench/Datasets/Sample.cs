namespace Workbench.Datasets;

/// <summary>
/// What one item of a data set holds: tensors that belong together. A batch is a sample too, of the same kind, whose tensors have one more
/// dimension in front: <c>[3, H, W]</c> alone is <c>[N, 3, H, W]</c> in a batch.
/// </summary>
public abstract record Sample
{
    /// <summary>The tensors in a fixed order.</summary>
    public abstract IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>One batch of several samples, in one copy.</summary>
    /// <typeparam name="T">The kind of sample.</typeparam>
    /// <param name="samples">At least one; tensors of the same place must have the same shape and type.</param>
    /// <returns>A sample whose tensors are the stacked ones.</returns>
    /// <exception cref="ArgumentException">There are no samples, or their shapes differ.</exception>
    public static T Stack<T>(IReadOnlyList<T> samples)
        where T : Sample
    {
        if (samples.Count == 0)
        {
            throw new ArgumentException("A batch needs at least one sample.", nameof(samples));
        }

        IReadOnlyList<Tensor> first = samples[0].Tensors;
        foreach (T sample in samples)
        {
            for (int i = 0; i < first.Count; i++)
            {
                if (!sample.Tensors[i].shape.SequenceEqual(first[i].shape))
                {
                    throw new ArgumentException(
                        $"A batch needs samples of one shape; here are [{string.Join(", ", first[i].shape)}] and [{string.Join(", ", sample.Tensors[i].shape)}]. Bring them to one size first.",
                        nameof(samples));
                }
            }
        }

        return (T)samples[0].Over([.. Enumerable.Range(0, first.Count).Select(i => torch.stack([.. samples.Select(sample => sample.Tensors[i])]))]);
    }

    /// <summary>The same kind of sample with every tensor changed, such as moved to a device.</summary>
    /// <typeparam name="T">The kind of this sample.</typeparam>
    /// <param name="sample">The sample.</param>
    /// <param name="change">What becomes of each tensor.</param>
    /// <returns>The changed sample.</returns>
    public static T Map<T>(T sample, Func<Tensor, Tensor> change)
        where T : Sample => (T)sample.Over([.. sample.Tensors.Select(change)]);

    /// <summary>This kind of sample over other tensors.</summary>
    /// <param name="tensors">As many as <see cref="Tensors"/>, in their order.</param>
    /// <returns>The sample.</returns>
    protected abstract Sample Over(IReadOnlyList<Tensor> tensors);
}

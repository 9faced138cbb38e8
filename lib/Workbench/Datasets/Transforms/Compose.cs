namespace Workbench.Datasets.Transforms;

/// <summary>Several changes one after the other.</summary>
/// <typeparam name="T">The kind of sample.</typeparam>
/// <param name="steps">At least one.</param>
public sealed class Compose<T>(params IReadOnlyList<ITransform<T>> steps) : ITransform<T>
    where T : Sample
{
    /// <inheritdoc/>
    public T Apply(T sample, ref ItemRandom random)
    {
        T current = sample;
        foreach (ITransform<T> step in steps)
        {
            T next = step.Apply(current, ref random);
            if (!ReferenceEquals(current, sample))
            {
                foreach (Tensor tensor in current.Tensors)
                {
                    tensor.Dispose();
                }
            }

            current = next;
        }

        return current;
    }
}
